"""Themes: the tree, what was said about each, how much that is, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from nabiz.customers.queries import customers_matching, in_segment
from nabiz.themes.costs import Cost, costs_of
from nabiz.themes.models import Theme, ThemeQuerySet, Verbatim, VerbatimQuerySet
from nabiz.themes.sources import text_of
from nabiz.themes.spikes import Spike, spikes
from nabiz.themes.starters import GENERAL, NAMED, starters
from nabiz.themes.windows import USUAL, Stretch
from nabiz.timeline.commands import Actor
from nabiz.timeline.earnings import Money, paid_by, recurring_of
from nabiz.timeline.texts import events_named

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

WEEKS = 12
A_YEAR = timedelta(days=365)
PLAIN = ("label", "channel", "touchpoint", "survey", "kind")


@dataclass(frozen=True)
class Tally:
    """How much was said, by how many customers, and in what tone."""

    verbatims: int = 0
    customers: int = 0
    negative: int = 0
    neutral: int = 0
    positive: int = 0


@dataclass(frozen=True)
class Branch:
    """A theme with its size in a stretch of time, what each of the last weeks said of it, and the themes below it."""

    theme: Theme
    tally: Tally
    weeks: tuple[int, ...] = ()
    spike: Spike | None = None
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """Which verbatims are meant; an empty field means all. `among` narrows by several values, see `narrowed`."""

    label: str = ""
    channel: str = ""
    touchpoint: str = ""
    segment: str = ""
    survey: str = ""
    kind: str = ""
    stretch: Stretch | None = None
    among: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Size:
    """How large a theme is: who spoke of it, what it costs of each score, and what those customers pay."""

    tally: Tally
    costs: tuple[Cost, ...] = ()
    paid_last_year: Money = field(default_factory=dict)
    monthly: Money = field(default_factory=dict)
    spike: Spike | None = None
    named: Tally | None = None


def visible_themes(member: Actor) -> ThemeQuerySet:
    """Every member who may see customers sees every theme."""
    return Theme.objects.all()


def theme_tree(stretch: Stretch | None = None) -> list[Branch]:
    """All themes of which anything was said in the stretch, the largest first, each with those below it."""
    stretch = stretch or Stretch.of_days(int(USUAL))
    starters()
    tallies, weeks, jumps = _tallies(stretch), _weeks(), spikes()
    below: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in Theme.objects.present():
        below[theme.parent_id].append(theme)

    def branch(theme: Theme) -> Branch:
        children = tuple(_largest_first(branch(each) for each in below[theme.pk]))
        family = [theme.pk, *(each.theme.pk for each in children)]
        tally = _sum([tallies.get(pk, Tally()) for pk in family], _customers(family, stretch) if children else None)
        counts = tuple(sum(weeks[pk][at] for pk in family) for at in range(WEEKS))
        return Branch(theme, tally, counts, jumps.get(theme.pk), children)

    found = _largest_first(branch(theme) for theme in below[None])
    return sorted(found, key=lambda each: each.theme.key in GENERAL)  # what names nothing stands last


def verbatims_of(theme: Theme | None = None, wanted: Wanted | None = None) -> VerbatimQuerySet:
    """What was said about a theme and those below it, newest first; about anything without a theme."""
    wanted = wanted or Wanted()
    found = Verbatim.objects.current().select_related("theme")
    if theme is not None:
        found = found.filter(theme__in=family_of(theme))
    plain = {
        name: value for name in ("label", "channel", "touchpoint", "survey", "kind") if (value := getattr(wanted, name))
    }
    found = found.filter(**plain)
    if wanted.segment:
        found = found.filter(customer_id__in=in_segment(wanted.segment).values("pk"))
    if wanted.stretch:
        found = found.filter(at__gte=wanted.stretch.start, at__lt=wanted.stretch.end)
    return narrowed(found, wanted.among).order_by("-at", "-event_id")


def narrowed(said: VerbatimQuerySet, among: Mapping[str, Sequence[str]]) -> VerbatimQuerySet:
    """Those that fit all of {"stage": […], "touchpoint": […], "channel": […], "survey": […], "segment": […]}, of each
    any value, as filters of metrics mean it."""
    for name, values in among.items():
        if name == "segment":
            people = reduce(or_, (Q(customer_id__in=in_segment(slug).values("pk")) for slug in values))
            said = said.filter(people)
        else:
            said = said.filter(**{f"{name}__in": list(values)})
    return said


def theme_of_event(event_id: int) -> Theme | None:
    """What an event is about; None where it was not read, or says nothing."""
    found = verbatims_of_events([event_id]).get(event_id)
    return found.theme if found else None


def verbatims_of_events(event_ids: Iterable[int]) -> dict[int, Verbatim]:
    """What was understood of each of these events; those without words are left out."""
    found = Verbatim.objects.filter(event_id__in=list(event_ids)).select_related("theme")
    return {each.event_id: each for each in found}


def words_of(verbatims: Iterable[Verbatim]) -> dict[int, str]:
    """The words of each, by the number of its event, without what would identify a person."""
    events: dict[int, Event] = events_named(each.event_id for each in verbatims)
    return {pk: text_of(event) for pk, event in events.items()}


def standing_theme(number: int) -> Theme | None:
    """The theme of a row, or the one that it was merged into; None where it is gone."""
    theme = Theme.objects.filter(pk=number).first()
    while theme and theme.merged_into_id:
        theme = theme.merged_into
    return theme


def family_of(theme: Theme) -> list[int]:
    """The theme and those below it, by the numbers of their rows."""
    return [theme.pk, *Theme.objects.present().filter(parent=theme).values_list("pk", flat=True)]


def size_of(theme: Theme, stretch: Stretch | None = None) -> Size:
    """How large a theme is in a stretch of time, those below it included.

    `named` counts what names it beside other things too, each in the tone of its clauses: "kargo: −, ürün: +".
    `paid_last_year` and `monthly` are of everybody who spoke and of the other people of their accounts: what is at
    stake, not what was lost.
    """
    stretch = stretch or Stretch.of_days(int(USUAL))
    family = family_of(theme)
    said = _said(stretch).filter(theme__in=family)
    payers = _payers(said)
    return Size(
        tally=tally_of(said),
        costs=tuple(costs_of(family, stretch)),
        paid_last_year=paid_by(payers, stretch.end - A_YEAR, stretch.end) if payers else {},
        monthly=recurring_of(payers) if payers else {},
        spike=spikes().get(theme.pk),
        named=_named(theme.key, stretch) if theme.key in NAMED else None,
    )


def tally_of(said: VerbatimQuerySet) -> Tally:
    found = said.order_by().aggregate(verbatims=Count("pk"), customers=Count("customer_id", distinct=True), **_TONES)
    return Tally(**found)


def _named(key: str, stretch: Stretch) -> Tally:
    """Whatever names a thing, also what belongs to another theme."""
    said = _said(stretch).filter(aspects__contains=[{"theme": key}]).order_by()
    tones = {
        label: Count("pk", filter=Q(aspects__contains=[{"theme": key, "label": label}]))
        for label in Verbatim.Label.values
    }
    found = said.aggregate(verbatims=Count("pk"), customers=Count("customer_id", distinct=True), **tones)
    return Tally(**found)


_TALLIED = ("verbatims", "customers", "negative", "neutral", "positive")
_TONES = {name: Count("pk", filter=Q(label=name)) for name in Verbatim.Label.values}


def _said(stretch: Stretch) -> VerbatimQuerySet:
    return Verbatim.objects.current().filter(at__gte=stretch.start, at__lt=stretch.end)


def _payers(said: VerbatimQuerySet) -> list[int]:
    speakers = {pk for pk in said.order_by().values_list("customer_id", flat=True).distinct() if pk}
    accounts = set(said.order_by().exclude(account_id=None).values_list("account_id", flat=True))
    return sorted(speakers | set(customers_matching("").filter(account__in=accounts).values_list("pk", flat=True)))


def _tallies(stretch: Stretch) -> dict[int, Tally]:
    rows = _said(stretch).order_by().values("theme")
    found = rows.annotate(verbatims=Count("pk"), customers=Count("customer_id", distinct=True), **_TONES)
    return {theme: Tally(*parts) for theme, *parts in found.values_list("theme", *_TALLIED)}


def _customers(family: Sequence[int], stretch: Stretch) -> int:
    """Who speaks of two themes of a branch is one customer of the branch."""
    said = _said(stretch).filter(theme__in=family).order_by()
    return int(said.aggregate(n=Count("customer_id", distinct=True))["n"])


def _sum(tallies: Sequence[Tally], customers: int | None) -> Tally:
    total = {name: sum(getattr(each, name) for each in tallies) for name in _TALLIED}
    return Tally(**total | ({} if customers is None else {"customers": customers}))


def _weeks() -> dict[int, list[int]]:
    """How often each theme was spoken of in each of the last weeks, the running one included."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    weeks: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    said = _said(Stretch(first, monday + timedelta(weeks=1))).order_by()
    for theme, week, n in said.annotate(week=TruncWeek("at")).values_list("theme", "week").annotate(n=Count("pk")):
        weeks[theme][_place(week.date(), first)] = n
    return weeks


def _place(week: date, first: date) -> int:
    return min(max((week - first).days // 7, 0), WEEKS - 1)


def _largest_first(branches: Iterable[Branch]) -> list[Branch]:
    heard = [each for each in branches if each.tally.verbatims or each.theme.is_pinned]
    return sorted(heard, key=lambda each: (-each.tally.verbatims, each.theme.pk))
