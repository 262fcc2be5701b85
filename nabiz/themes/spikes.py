"""Themes that are suddenly spoken of much more than before, with few false alarms over all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from nabiz.statistics.spikes import poisson_spike
from nabiz.themes.models import Verbatim

NOW, BEFORE = timedelta(days=7), timedelta(days=56)
FEWEST, FEWEST_BEFORE = 5, 50  # comments of the theme now, and of all themes before
WEEKS_IN_A_QUARTER = 13  # one false alarm a quarter is the budget, over all themes


@dataclass(frozen=True)
class Spike:
    """So many comments in the last seven days, where so many were to be expected; `p` is the chance of as many."""

    seen: int
    expected: float
    p: float


def spikes(now: datetime | None = None) -> dict[int, Spike]:
    """The themes, by the number of their row, of which the last seven days speak more than the eight weeks before.

    What is expected is the theme's share of what was said before, of what is said now: a busy week is no spike. One
    comment is added to the past, so that a small past does not count for certain. Poisson tail (nabiz.statistics);
    with one look a week one false alarm a quarter is to be expected over all themes together.
    """
    now = now or timezone.now()
    recent = Count("pk", filter=Q(at__gte=now - NOW))
    earlier = Count("pk", filter=Q(at__lt=now - NOW))
    said = Verbatim.objects.current().filter(at__gte=now - NOW - BEFORE, at__lt=now).order_by()
    rows = {theme: (a, b) for theme, a, b in said.values_list("theme").annotate(recent=recent, earlier=earlier)}
    return _above_chance(rows)


def _above_chance(rows: Mapping[int, tuple[int, int]]) -> dict[int, Spike]:
    seen_in_all, before_in_all = (sum(row[place] for row in rows.values()) for place in (0, 1))
    if before_in_all < FEWEST_BEFORE:
        return {}
    budget = 1 / (WEEKS_IN_A_QUARTER * len(rows))
    found = {}
    for theme, (seen, before) in rows.items():
        test = poisson_spike(float(seen), (before + 1) / before_in_all, float(seen_in_all))
        if seen >= FEWEST and test.p_upper < budget:
            found[theme] = Spike(seen, float(test.expected), float(test.p_upper))
    return found
