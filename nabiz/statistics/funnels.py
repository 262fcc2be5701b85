"""Funnels: who took a list of steps in order, within a window, other events allowed in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics import proportions
from nabiz.statistics.columns import Array, BoolArray, FloatArray
from nabiz.statistics.estimates import Estimate
from nabiz.statistics.runs import DAY, IntArray, begins, codes, ordered


@dataclass(frozen=True, slots=True)
class Funnel:
    """One element per step. Users count with their best attempt: the one that got furthest, the earliest of equals.

    `conversion` is from the step before (NaN for the first) and `overall` from the first to the last, with Wilson
    bounds. `median_days` runs from the first step of the attempt to this one; NaN where nobody got.
    """

    reached: IntArray
    conversion: Estimate[Array]
    overall: Estimate[float]
    median_days: FloatArray


class _Reached(NamedTuple):
    """The attempts that got to a step: their positions among all, and the row at which each got there."""

    attempt: IntArray
    row: IntArray


def funnel(
    case: npt.ArrayLike,
    at: npt.ArrayLike,
    event: npt.ArrayLike,
    steps: Sequence[int],
    *,
    window_days: float | None = None,
    confidence: float = 0.95,
) -> Funnel:
    """Follow `steps`, codes of events, through rows sorted by user and moment (microseconds).

    Every occurrence of the first step begins an attempt; each later step is taken at its first row after the step
    before, and must lie within `window_days` of the attempt's own first step, that moment included (None: no limit).
    An event may be asked for twice. Of rows at one moment, the order given decides. One pass per step: O(rows x steps).
    ValueError for unsorted rows or no steps.
    """
    cases, times = ordered(case, at)
    events = codes(event)
    if events.shape != cases.shape or not len(steps):
        raise ValueError("every row has an event, and a funnel has steps")
    window = None if window_days is None else round(window_days * DAY)
    started = np.flatnonzero(events == steps[0])
    taken = [_Reached(np.arange(started.size), started)]
    for step in steps[1:]:
        taken.append(_next(taken[-1], started, np.flatnonzero(events == step), cases, times, window))
    best = _best_attempts(cases[started], taken)
    return _summary(
        [_Reached(*(part[best[step.attempt]] for part in step)) for step in taken], started, times, confidence
    )


def _next(
    before: _Reached, started: IntArray, rows: IntArray, cases: Array, times: IntArray, window: int | None
) -> _Reached:
    """Where each attempt goes on: the first of `rows` after it, if that is the same user's and soon enough."""
    place = np.searchsorted(rows, before.row, side="right")
    exists = place < rows.size
    attempt, row = before.attempt[exists], rows[place[exists]]
    begun = started[attempt]
    goes_on = cases[row] == cases[begun]
    if window is not None:
        goes_on &= times[row] - times[begun] <= window
    return _Reached(attempt[goes_on], row[goes_on])


def _best_attempts(users: Array, taken: Sequence[_Reached]) -> BoolArray:
    """Which attempt of each user got furthest, the earliest of equals; rows of `users` are the attempts."""
    depth = np.zeros(users.size, dtype=np.int16)
    for step in taken:
        depth[step.attempt] += 1
    first = np.flatnonzero(begins(users))
    furthest = np.maximum.reduceat(depth, first) if first.size else depth
    among = np.flatnonzero(depth == np.repeat(furthest, np.diff(first, append=users.size)))
    best = np.zeros(users.size, dtype=bool)
    best[among[begins(users[among])]] = True
    return best


def _summary(taken: Sequence[_Reached], started: IntArray, times: IntArray, confidence: float) -> Funnel:
    reached = np.array([step.row.size for step in taken])
    before = np.concatenate([[0], reached[:-1]]).astype(np.float64)
    stayed = np.where(np.arange(reached.size) > 0, reached, 0).astype(np.float64)
    days = [(times[step.row] - times[started[step.attempt]]) / DAY for step in taken]
    return Funnel(
        reached=reached,
        conversion=proportions.interval(stayed, before, confidence=confidence),
        overall=proportions.interval(float(reached[-1]), float(reached[0]), confidence=confidence),
        median_days=np.array([np.median(column) if column.size else np.nan for column in days]),
    )
