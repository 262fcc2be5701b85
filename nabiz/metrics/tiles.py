"""Tiles for the pulse and other pages: a metric's newest window, its change, its trend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from nabiz.metrics import figures
from nabiz.metrics.answers import Answer, Result
from nabiz.metrics.changes import Change, compare, corrected
from nabiz.metrics.choices import USUAL, choice_named
from nabiz.metrics.definitions import Metric
from nabiz.metrics.goals import goals_of, outlook
from nabiz.metrics.goalwords import tile_words
from nabiz.metrics.headlines import headline_names
from nabiz.metrics.parsing import Home, known_metric, parse_question
from nabiz.metrics.queries import ask
from nabiz.metrics.questions import Question
from nabiz.timeline.mirror.reading import Snapshot, snapshot
from nabiz.ui.tiles import Tile, TrendPoint

Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Reading:
    """A metric over its windows, of which the last is what is looked at."""

    result: Result

    @property
    def metric(self) -> Metric:
        return self.result.metric

    @property
    def now(self) -> Answer:
        return self.result.answers[-1]

    @property
    def before(self) -> Answer | None:
        return self.result.answers[-2] if len(self.result.answers) > 1 else None

    @property
    def trend(self) -> Sequence[Answer]:
        """From the first window in which there was anything."""
        answers = self.result.answers
        begin = next((at for at, answer in enumerate(answers) if answer.n), len(answers) - 1)
        return answers[begin:]

    @cached_property
    def change(self) -> Change:
        return compare(self.metric, self.now, self.before)


def tile_for(name: str, home: Home, period: str = USUAL, where: Where | None = None) -> Tile:
    """One tile on its own. Tiles that are seen together come from `tiles_for`, which judges their changes together."""
    return tiles_for([name], home, period, where)[0]


def tiles_for(names: Iterable[str], home: Home, period: str = USUAL, where: Where | None = None) -> list[Tile]:
    """The tiles of several metrics. `period` is a key of `choices.CHOICES`; `where` filters: {"segment": ["venues"]}.

    A filter that a metric cannot take is left out for it. BadQuestion for an unknown metric.
    """
    seen = snapshot()
    readings = [read(name, home, period, where or {}, seen) for name in names]
    changes = corrected([reading.change for reading in readings])
    query = _query(period, where or {})
    goals = _goals([reading.metric.name for reading in readings], home, where or {}, seen)
    return [_tile(reading, change, home, query, goals) for reading, change in zip(readings, changes, strict=True)]


def judged(reading: Reading, home: Home, period: str, where: Where, seen: Snapshot) -> Change:
    """The change of one metric as the front page judges it, among its headlines, so that no two pages disagree."""
    names = list(dict.fromkeys([*headline_names(), reading.metric.name]))
    changes = corrected([read(name, home, period, where, seen).change for name in names])
    return dict(zip(names, changes, strict=True))[reading.metric.name]


def read(name: str, home: Home, period: str, where: Where, seen: Snapshot | None = None) -> Reading:
    return Reading(ask(period_question(name, home, period, where), seen))


def period_question(name: str, home: Home, period: str, where: Where, by: Sequence[str] = ()) -> Question:
    """The windows of a period that pages offer, within which answers may be grouped further."""
    choice, zone = choice_named(period), ZoneInfo(home.time_zone)
    last = choice.last_day(timezone.localdate(timezone=zone), zone)
    possible = {group: values for group, values in where.items() if group in known_metric(name).over.groups}
    first = choice.first_day(last, zone)
    return parse_question(name, home, by=[choice.key, *by], since=first, until=last, where=possible)


def _goals(names: Sequence[str], home: Home, where: Where, seen: Snapshot) -> Mapping[str, str]:
    """What the tiles say of their goals, which are the whole company's and not a segment's."""
    goals = {} if any(where.values()) else goals_of(names)
    return {name: tile_words(outlook(goal, home, seen), home.currency) for name, goal in goals.items()}


def _tile(reading: Reading, change: Change, home: Home, query: str, goals: Mapping[str, str]) -> Tile:
    metric, now, currency = reading.metric, reading.now, home.currency
    is_shown = now.value is not None
    floor, ceiling = _scale(reading)
    return Tile(
        key=metric.name,
        name=str(metric.label),
        url=reverse("metrics:metric", args=[metric.name]) + query,
        definition=metric.definition,
        n_words=figures.n_words(metric, now.n),
        value_text=figures.value_words(metric, now, currency) if is_shown else "",
        interval_text=figures.bounds_words(metric, now, currency) if is_shown else "",
        value=now.value,
        low=now.low if now.low != now.high else None,
        high=now.high if now.low != now.high else None,
        floor=floor,
        ceiling=ceiling,
        status=now.status,
        trend=_trend(reading),
        change_text=figures.change_words(change, currency) if is_shown else figures.missing_words(metric, now),
        change_tone=change.tone if is_shown else "none",
        change_direction=change.direction if is_shown else "none",
        goal_text=goals.get(metric.name, ""),
    )


def _trend(reading: Reading) -> list[TrendPoint]:
    question = reading.result.question
    return [(figures.window_words(a.window, question), a.value, a.low, a.high) for a in reading.trend]


def _scale(reading: Reading) -> tuple[float | None, float | None]:
    """The metric's own scale; where it has no end, up to the highest that was seen."""
    floor, ceiling = reading.metric.scale
    if floor is None or ceiling is not None:
        return floor, ceiling
    highest = max((answer.high for answer in reading.trend if answer.high is not None), default=None)
    return floor, highest


def _query(period: str, where: Where) -> str:
    chosen = [("period", period)] if period != USUAL else []
    query = urlencode([*chosen, *((name, value) for name, values in where.items() for value in values)])
    return f"?{query}" if query else ""
