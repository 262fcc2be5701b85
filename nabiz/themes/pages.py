"""What the pages of themes show: lines of the tree, and one theme with its size, its trend and what was said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth, TruncWeek
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabiz.customers.queries import visible_segments
from nabiz.language.theme_parts import digest
from nabiz.statistics import proportions
from nabiz.themes.keeping import newest_model
from nabiz.themes.marks import LABELS, Understood, understood
from nabiz.themes.models import Theme, Verbatim
from nabiz.themes.pictures import tone_bar, tone_words, weeks_line
from nabiz.themes.queries import Branch, Wanted, family_of, verbatims_of, words_of
from nabiz.themes.windows import CHOICES, USUAL, Stretch
from nabiz.timeline.commands import Actor
from nabiz.timeline.facts import kind_named
from nabiz.ui import formats
from nabiz.ui.channels import channel_named
from nabiz.ui.charts.axes import Axis
from nabiz.ui.charts.points import Point
from nabiz.ui.charts.trend import trend_chart
from nabiz.ui.lists import Chip

ROWS, FEWEST_FOR_QUOTES = 30, 10
OTHER = 3  # what a model calls texts without a topic: of these the readable ones are taken
PERIODS: dict[str, Promise] = {
    "28": gettext_lazy("28 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("12 months"),
    "all": gettext_lazy("Everything"),
}
FILTERS = ("label", "kind", "channel", "touchpoint", "segment")


@dataclass(frozen=True)
class Line:
    """One theme in the tree."""

    branch: Branch
    is_below: bool
    tone: SafeString
    tone_words: str
    weeks: SafeString


@dataclass(frozen=True)
class Quote:
    """Something that was said, with how it was understood, and how often it was said in just these words."""

    verbatim: Verbatim
    text: str
    its: Understood
    person: str = ""
    times: int = 1

    @property
    def origin(self) -> str:
        """What happened when it was said: a message, a call, a review."""
        return origin_of(self.verbatim.kind)


def origin_of(name: str) -> str:
    return str(kind.label) if (kind := kind_named(name)) else name


def lines_of(branches: Sequence[Branch], *, below: bool = False) -> Iterator[Line]:
    for branch in branches:
        tally = branch.tally
        yield Line(branch, below, tone_bar(tally), tone_words(tally), weeks_line(branch.weeks))
        yield from lines_of(branch.children, below=True)


def period_of(query: QueryDict) -> str:
    chosen = query.get("period", USUAL)
    return chosen if chosen in CHOICES else USUAL


def period_links(query: QueryDict, url: str) -> list[dict[str, Any]]:
    now = period_of(query)
    others = [(name, query[name]) for name in FILTERS if query.get(name)]
    return [
        {"label": label, "url": f"{url}?{urlencode([('period', key), *others])}", "is_current": key == now}
        for key, label in PERIODS.items()
    ]


def wanted_of(query: QueryDict) -> Wanted:
    label, kind, channel, touchpoint, segment = (query.get(name, "").replace("\x00", "")[:200] for name in FILTERS)
    stretch = Stretch.of_days(CHOICES[period_of(query)])
    return Wanted(label, channel, touchpoint, segment, kind=kind, stretch=stretch)


def filter_names() -> dict[str, str]:
    return {
        "label": _("Tone"),
        "kind": _("Said in"),
        "channel": _("Channel"),
        "touchpoint": _("Touchpoint"),
        "segment": _("Segment"),
    }


def chips_of(query: QueryDict, url: str) -> list[Chip]:
    """The filters that are set, in words, each with the address without it."""
    found = []
    for name, title in filter_names().items():
        if value := query.get(name, ""):
            others = [(key, query[key]) for key in (*FILTERS, "period") if key != name and query.get(key)]
            found.append(Chip(f"{title}: {_said(name, value)}", f"{url}?{urlencode(others)}" if others else url))
    return found


def choices_of(theme: Theme, member: Actor, query: QueryDict) -> list[dict[str, Any]]:
    """What can be filtered by, with the values that occur and the one that is chosen."""
    said = Verbatim.objects.current().filter(theme__in=family_of(theme)).order_by()
    channels = sorted(value for value in said.values_list("channel", flat=True).distinct() if value)
    touchpoints = sorted(value for value in said.values_list("touchpoint", flat=True).distinct() if value)
    kinds = sorted(said.values_list("kind", flat=True).distinct())
    options = {
        "kind": [(value, origin_of(value)) for value in kinds],
        "label": [(key, str(label)) for key, label in LABELS.items()],
        "channel": [(value, str(channel_named(value).label)) for value in channels],
        "touchpoint": [(value, value) for value in touchpoints],
        "segment": [(each.slug, each.name) for each in visible_segments(member)],
    }
    return [
        {"name": name, "label": title, "options": options[name], "chosen": query.get(name, "")}
        for name, title in filter_names().items()
        if options[name]
    ]


def quotes_of(verbatims: Sequence[Verbatim], people: Mapping[int, object]) -> list[Quote]:
    """These verbatims with their words; those whose event is gone are left out."""
    words, times = words_of(verbatims), _times(verbatims)
    return [
        Quote(
            each,
            words[each.event_id],
            understood(each),
            str(people.get(each.customer_id or 0, "")),
            times.get(each.digest, 1),
        )
        for each in verbatims
        if words.get(each.event_id)
    ]


def telling_quotes(theme: Theme, wanted: Wanted, count: int = 3) -> list[Quote]:
    """A few that speak for the theme: close to its middle, short enough to be read, each saying something else."""
    recent = list(verbatims_of(theme, wanted)[:400])
    words = words_of(recent)
    model = newest_model()
    if model is None or len(recent) < FEWEST_FOR_QUOTES:
        return []
    number = theme.number if theme.number in {each.id for each in model.themes} else None
    chosen = model.quotes(number or OTHER, [words[v.event_id] for v in recent if v.event_id in words], count)
    by_digest = {each.digest: each for each in reversed(recent)}
    return [
        Quote(by_digest[key], text, understood(by_digest[key])) for text in chosen if (key := digest(text)) in by_digest
    ]


def trend_of(theme: Theme, stretch: Stretch) -> SafeString | str:
    """The share of everything said that was about this theme, with its bounds: by week, or by month for long times."""
    is_long = stretch.until - stretch.first > timedelta(days=120)
    cut = TruncMonth("at") if is_long else TruncWeek("at")
    said = Verbatim.objects.current().filter(at__gte=stretch.start, at__lt=stretch.end).order_by()
    its = Count("pk", filter=Q(theme__in=family_of(theme)))
    rows = list(said.annotate(cut=cut).values_list("cut").annotate(its=its, all=Count("pk")).order_by("cut"))
    if len(rows) < 2:
        return ""
    points = []
    for moment, count, total in rows[-24:]:
        share = proportions.interval(float(count), float(total))
        day = timezone.localdate(moment)
        label = formats.format_month(day) if is_long else formats.format_month_day(day)
        note = _("%(its)s of %(all)s comments") % {"its": count, "all": total}
        points.append(Point(label, float(share.value), float(share.low), float(share.high), note))
    title = _("Share of all comments")
    return trend_chart(points, Axis("percent", floor=0.0, ceiling=1.0), title=title)


def more_url(theme: Theme, query: QueryDict, page: int) -> str:
    pairs = [(name, query[name]) for name in (*FILTERS, "period") if query.get(name)]
    return f"{reverse('themes:theme', args=[theme.pk])}?{urlencode([*pairs, ('page', page)])}"


def _times(verbatims: Sequence[Verbatim]) -> dict[str, int]:
    """How often each was said in the same words, by anybody, at any time."""
    same = Verbatim.objects.current().filter(digest__in=[each.digest for each in verbatims]).order_by()
    return dict(same.values_list("digest").annotate(n=Count("pk")))


def _said(name: str, value: str) -> str:
    if name == "label":
        return str(LABELS.get(value, value))
    if name == "kind":
        return origin_of(value)
    return str(channel_named(value).label) if name == "channel" else value
