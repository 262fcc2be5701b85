"""What a reader of the metric pages looks at: one metric, a period, filters, all of it in the address."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from nabiz.metrics.choices import CHOICES, USUAL
from nabiz.metrics.definitions import Metric
from nabiz.metrics.parsing import Home
from nabiz.metrics.questions import GROUPS, Membership, Question
from nabiz.metrics.sources import is_of_events
from nabiz.metrics.tiles import period_question

Where = tuple[tuple[str, tuple[str, ...]], ...]
VALUES_AT_MOST = 20


@dataclass(frozen=True)
class Looking:
    """`where` holds only groups that the metric has, in the order of `GROUPS`; `membership` is of the segment in it."""

    metric: Metric
    home: Home
    period: str = USUAL
    where: Where = ()
    membership: Membership = "now"

    @property
    def trend(self) -> Question:
        """The question about all windows of the period, of which the last is looked at."""
        question = period_question(self.metric.name, self.home, self.period, dict(self.where))
        return replace(question, membership=self.membership)

    @property
    def is_as_on_the_front_page(self) -> bool:
        """Else nothing beside this metric was looked at, and its change stands alone."""
        return self.membership == "now" and {name for name, _values in self.where} <= {"segment"}

    @property
    def now(self) -> Question:
        """The question about that last window as a whole."""
        trend = self.trend
        window = trend.windows[-1]
        return replace(trend, grain=None, since=window.first, until=window.until)

    @property
    def currency(self) -> str:
        """The currency of the amounts that are looked at."""
        return self.now.counted_currency

    def by(self, group: str) -> Question:
        return replace(self.now, by=(group,))

    def at(self, period: str) -> "Looking":
        return replace(self, period=period)

    def only(self, group: str, value: str | None) -> "Looking":
        """With one filter set, or without it."""
        others = dict(self.where) | ({group: (value,)} if value is not None else {})
        kept = [(name, others[name]) for name in GROUPS if name in others and (name != group or value is not None)]
        return replace(self, where=tuple(kept))

    def chosen(self, group: str) -> tuple[str, ...]:
        return dict(self.where).get(group, ())

    def url(self, view: str = "metric", *more: str, **extra: str | int) -> str:
        query = urlencode([*self.pairs(), *extra.items()])
        return reverse(f"metrics:{view}", args=[self.metric.name, *more]) + (f"?{query}" if query else "")

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Name and value of each part of the address."""
        if self.period != USUAL:
            yield "period", self.period
        for name, values in self.where:
            yield from ((name, value) for value in values)
        if self.membership == "then" and self.chosen("segment"):
            yield "membership", "then"


@dataclass(frozen=True)
class Option:
    label: str | Promise
    url: str
    is_current: bool


def looking_from(query: QueryDict, metric: Metric, home: Home) -> Looking:
    """What the address says, as far as it makes sense; the rest falls back to the usual."""
    period = query.get("period", USUAL)
    given = ((name, _values(query, name)) for name in GROUPS if name in metric.over.groups)
    where = tuple((name, values) for name, values in given if values)
    is_then = query.get("membership") == "then" and "segment" in dict(where) and is_of_events(metric.over)
    membership: Membership = "then" if is_then else "now"
    return Looking(metric, home, period if period in CHOICES else USUAL, where, membership)


def period_options(looking: Looking) -> list[Option]:
    return [Option(choice.label, looking.at(key).url(), key == looking.period) for key, choice in CHOICES.items()]


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    """A comma would part a value in two. The empty segment is what "all customers" sends; else empty is "not given"."""
    given = [value for value in query.getlist(name) if value.isprintable() and "," not in value]
    return tuple(dict.fromkeys(value for value in given if value or name != "segment"))[:VALUES_AT_MOST]
