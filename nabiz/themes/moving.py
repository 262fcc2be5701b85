"""Themes of which customers speak clearly more or less than before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from nabiz.statistics.estimates import Difference
from nabiz.statistics.multiplicity import benjamini_hochberg
from nabiz.statistics.proportions import Share, difference
from nabiz.themes.models import Theme, Verbatim
from nabiz.themes.queries import narrowed
from nabiz.themes.starters import GENERAL
from nabiz.themes.windows import Stretch

DAYS = 28
FEWEST = 10  # comments in either stretch, of all themes together


@dataclass(frozen=True)
class Moved:
    """How many of all comments were about a theme in the last weeks and in as many before."""

    theme: Theme
    now: tuple[int, int]
    before: tuple[int, int]
    difference: Difference[float]
    is_clear: bool

    @property
    def is_up(self) -> bool:
        return self.difference.value > 0


def moved_themes(days: int = DAYS, among: Mapping[str, Sequence[str]] | None = None) -> list[Moved]:
    """Every theme that was spoken of in either stretch, those that clearly moved first, then the largest.

    `among` narrows what was said, as `themes.queries.narrowed` has it.
    Newcombe's interval and the pooled z test of two shares, judged together by Benjamini and Hochberg's procedure.
    """
    until = timezone.localdate() + timedelta(days=1)
    edge = Stretch(until - timedelta(days=days), until)
    earlier = Stretch(edge.first - timedelta(days=days), edge.first)
    everything = Verbatim.objects.current().filter(at__gte=earlier.start, at__lt=edge.end).order_by()
    everything = narrowed(everything, among or {})
    recent = Count("pk", filter=Q(at__gte=edge.start))
    counted = everything.exclude(theme__key__in=GENERAL).values_list("theme").annotate(now=recent, both=Count("pk"))
    rows = {pk: (now, both - now) for pk, now, both in counted}
    in_all = everything.aggregate(now=recent, both=Count("pk"))
    totals = in_all["now"], in_all["both"] - in_all["now"]
    if min(totals) < FEWEST or not rows:
        return []
    return _judged(rows, totals)


def _judged(rows: dict[int, tuple[int, int]], totals: tuple[int, int]) -> list[Moved]:
    themes = Theme.objects.in_bulk(rows)
    shares = {
        pk: difference(Share(float(before), float(totals[1])), Share(float(now), float(totals[0])))
        for pk, (now, before) in rows.items()
    }
    clear = benjamini_hochberg([float(each.p_value) for each in shares.values()]).rejected
    found = [
        Moved(themes[pk], (rows[pk][0], totals[0]), (rows[pk][1], totals[1]), share, bool(is_clear))
        for (pk, share), is_clear in zip(shares.items(), clear, strict=True)
    ]
    return sorted(found, key=lambda each: (not each.is_clear, -each.now[0], each.theme.pk))
