"""Whether a goal will be reached: the course so far, carried on to the goal's month, with how sure that is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from django.utils import timezone

from nabiz.kernel.periods import Period, period_of
from nabiz.metrics.answers import Answer
from nabiz.metrics.cache import Remembered
from nabiz.metrics.definitions import Metric, metric_named
from nabiz.metrics.models import Goal
from nabiz.metrics.parsing import Home, parse_question
from nabiz.metrics.queries import ask
from nabiz.statistics.columns import FloatArray
from nabiz.statistics.distributions import normal_quantile
from nabiz.statistics.forecasting import forecast
from nabiz.timeline.mirror.reading import Snapshot, snapshot

Verdict = Literal["on_track", "at_risk", "reached", "missed", "unknown"]
MONTHS_BACK = 36
YEAR = 12
GROWING = frozenset({"money", "count"})
_forecasts: Remembered[tuple[float, float, float]] = Remembered(256)


@dataclass(frozen=True)
class Outlook:
    """What the metric is expected to be in the month of the goal; once that is over, what it was."""

    goal: Goal
    metric: Metric
    month: date
    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict

    @property
    def is_open(self) -> bool:
        """Whether the goal lies within the bounds, so that it could go either way."""
        if self.verdict not in ("on_track", "at_risk") or self.low is None or self.high is None:
            return False
        return self.low < self.goal.target < self.high


def goals_of(names: Iterable[str]) -> dict[str, Goal]:
    """The goals of these metrics, by name."""
    return {goal.metric: goal for goal in Goal.objects.filter(metric__in=list(names)).select_related("owner")}


def outlook(goal: Goal, home: Home, seen: Snapshot | None = None) -> Outlook:
    """On track where the forecast for the month meets it, at risk where not; unknown before there are six months."""
    metric = metric_named(goal.metric)
    assert metric is not None, "a goal is set on its metric's page"
    zone = ZoneInfo(home.time_zone)
    last = period_of(timezone.localdate(timezone=zone), "month", zone).previous()
    due = period_of(goal.due, "month", zone)
    months = _months(metric, home, last, seen or snapshot())
    steps = (due.first.year - last.first.year) * YEAR + due.first.month - last.first.month
    if steps <= 0:
        value, low, high = _at(months, due)
    else:
        value, low, high = _expected(metric, months, steps)
    return Outlook(goal, metric, due.first, value, low, high, _verdict(metric, goal, value, is_over=steps <= 0))


def _months(metric: Metric, home: Home, last: Period, seen: Snapshot) -> list[Answer]:
    first = last.first.replace(year=last.first.year - MONTHS_BACK // YEAR)
    question = parse_question(metric.name, home, by=["month"], since=first, until=last.last)
    return list(ask(question, seen).answers)


def _at(months: list[Answer], due: Period) -> tuple[float | None, float | None, float | None]:
    for answer in months:
        if answer.window.first == due.first:
            return answer.value, answer.low, answer.high
    return None, None, None


def _expected(metric: Metric, months: list[Answer], steps: int) -> tuple[float | None, float | None, float | None]:
    values = np.array([_number(answer.value) for answer in months])
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        return None, None, None
    values, errors = values[known[0] :], np.array([_error(answer) for answer in months])[known[0] :]
    key = (values.tobytes(), errors.tobytes(), steps)
    carry_on = _grown if metric.unit in GROWING and np.nanmin(values) > 0 else _last_step
    mean, low, high = _forecasts.get((metric.name, *key), lambda: carry_on(values, errors, steps))
    return _within(metric, mean), _within(metric, low), _within(metric, high)


def _last_step(values: FloatArray, errors: FloatArray, steps: int) -> tuple[float, float, float]:
    made = forecast(values, steps, season=YEAR, errors=errors)
    return float(made.mean[-1]), float(made.low[-1]), float(made.high[-1])


def _grown(values: FloatArray, errors: FloatArray, steps: int) -> tuple[float, float, float]:
    """What grows by so much in a hundred is carried on as logarithms."""
    mean, low, high = _last_step(np.log(values), errors / values, steps)
    return math.exp(mean), math.exp(low), math.exp(high)


def _within(metric: Metric, value: float) -> float | None:
    if math.isnan(value):
        return None
    floor, ceiling = metric.scale
    value = value if floor is None else max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def _verdict(metric: Metric, goal: Goal, value: float | None, *, is_over: bool) -> Verdict:
    if value is None:
        return "unknown"
    meets = value <= goal.target if metric.better == "lower" else value >= goal.target
    if is_over:
        return "reached" if meets else "missed"
    return "on_track" if meets else "at_risk"


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _error(answer: Answer) -> float:
    """The standard error that the bounds stand for."""
    width = _number(answer.high) - _number(answer.low)
    return width / 2 / normal_quantile((1 + answer.confidence) / 2)
