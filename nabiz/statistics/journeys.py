"""What follows what: transitions between the stages of a journey, how likely and after how long; and whole paths."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nabiz.statistics import proportions
from nabiz.statistics.columns import Array, FloatArray
from nabiz.statistics.estimates import Estimate
from nabiz.statistics.runs import HOUR, IntArray, begins, codes, ends, ordered

# What comes before the first stage of a case and after its last.
OUTSIDE = -1
USUAL = 0.95
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Transitions:
    """One element per pair of stages of which one directly follows the other: source, target, how often.

    A source of `OUTSIDE` is the start of a case, such a target its end. `share` is the count over all that leaves the
    source, with Wilson bounds. Hours lie between the two events; NaN at starts and ends.
    """

    source: IntArray
    target: IntArray
    count: IntArray
    share: Estimate[Array]
    median_hours: FloatArray
    mean_hours: FloatArray
    cases: int


@dataclass(frozen=True, slots=True)
class Variants:
    """The distinct paths, the most frequent first: how many cases took each, and where one of them lies in the rows:
    `length` rows from `first` on."""

    count: IntArray
    first: IntArray
    length: IntArray


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps within cases, sorted by source and target: their gaps, and where each of the width^2 pairs begins."""

    width: int
    gaps: IntArray
    offsets: IntArray


def transitions(
    case: npt.ArrayLike,
    at: npt.ArrayLike,
    stage: npt.ArrayLike,
    *,
    add_start_end: bool = True,
    as_of: int | None = None,
    silence_hours: float | None = None,
    confidence: float = 0.95,
) -> Transitions:
    """Directly-follows counts from events sorted by case and moment (microseconds); stages are codes from 0 on, few.

    With `as_of`, a case has ended only once it has been silent for longer than `silence_hours`; one that still runs
    leaves nothing from its last stage. By default that is the 95th percentile of the hours after which others went on
    from that stage; a stage from which nobody ever went on is an end at once. Without `as_of` every case has ended.
    ValueError for unsorted rows or negative codes.
    """
    cases, times = ordered(case, at)
    stages = _stages(stage, cases.size)
    if as_of is not None:
        happened = times <= as_of
        cases, times, stages = cases[happened], times[happened], stages[happened]
    steps = _steps(cases, times, stages)
    tables = [_followed(steps)]
    first, last = begins(cases), ends(cases)
    if add_start_end:
        ended = last if as_of is None else last & (as_of - times > _patience(steps, silence_hours)[stages])
        entered, left = (np.bincount(stages[edge], minlength=steps.width) for edge in (first, ended))
        tables += [_at_edge(entered, is_start=True), _at_edge(left, is_start=False)]
    source, target, count, median, mean = (np.concatenate(parts) for parts in zip(*tables, strict=True))
    leaving = np.bincount(source + 1, count, steps.width + 1)[source + 1]
    share = proportions.interval(count.astype(np.float64), leaving, confidence=confidence)
    return Transitions(source, target, count, share, median / HOUR, mean / HOUR, int(first.sum()))


def variants(case: npt.ArrayLike, stage: npt.ArrayLike) -> Variants:
    """Whole paths counted, from events sorted by case and then by time. Ties keep the order of their first rows.

    Paths are told apart by 64-bit hashes of stages and places: among a million paths, two fall together once in some
    40 million runs.
    """
    cases = codes(case)
    stages = _stages(stage, cases.size)
    first = np.flatnonzero(begins(cases))
    length = np.diff(first, append=cases.size)
    place = np.arange(cases.size) - np.repeat(first, length)
    hashes = np.add.reduceat(_mixed(_mixed(place) + stages.astype(np.uint64)), first) if first.size else first
    _, seen, count = np.unique(hashes, return_index=True, return_counts=True)
    order = np.lexsort((seen, -count))
    return Variants(count[order], first[seen][order], length[seen][order])


def _stages(stage: npt.ArrayLike, rows: int) -> Array:
    stages = codes(stage)
    if stages.shape != (rows,) or (rows and stages.min() < 0):
        raise ValueError("every row has a stage, a code from 0 on")
    return stages


def _steps(cases: Array, times: IntArray, stages: Array) -> _Steps:
    width = int(stages.max(initial=-1)) + 1
    # Two bytes where they suffice: numpy sorts those by radix, in a fraction of the time.
    narrow = np.dtype(np.uint16 if width**2 < 2**16 else np.int64)
    pair: Array = stages[:-1].astype(narrow) * np.asarray(width, narrow) + stages[1:].astype(narrow)
    pair[ends(cases)[:-1]] = width**2
    offsets = np.concatenate([[0], np.cumsum(np.bincount(pair, minlength=width**2 + 1))])[:-1]
    return _Steps(width, _sorted_gaps(pair, times, offsets), offsets)


def _sorted_gaps(pair: Array, times: IntArray, offsets: IntArray) -> IntArray:
    """The gaps in the order of their pairs, put there a chunk of rows at a time: less memory, and in the cache."""
    gaps = np.empty(offsets[-1], dtype=np.int64)
    free = offsets[:-1].copy()
    for chunk in range(0, pair.size, CHUNK):
        here = pair[chunk : chunk + CHUNK]
        count = np.bincount(here, minlength=offsets.size)[:-1]
        order = np.argsort(here, kind="stable")[: count.sum()]
        place = np.repeat(free - (np.cumsum(count) - count), count) + np.arange(order.size)
        gaps[place] = np.diff(times[chunk : chunk + CHUNK + 1])[order]
        free += count
    return gaps


def _followed(steps: _Steps) -> tuple[Array, ...]:
    """Source, target, count, median and mean gap of the pairs that occur."""
    count = np.diff(steps.offsets)
    pair = np.flatnonzero(count)
    gaps = [steps.gaps[steps.offsets[i] : steps.offsets[i + 1]] for i in pair]
    mean = np.array([gap.mean() for gap in gaps], dtype=np.float64)
    # Sorting in place by halves is fine: nobody asks for the order within a pair.
    median = np.array([np.median(gap, overwrite_input=True) for gap in gaps], dtype=np.float64)
    return pair // max(steps.width, 1), pair % max(steps.width, 1), count[pair], median, mean


def _at_edge(count: IntArray, *, is_start: bool) -> tuple[Array, ...]:
    stage = np.flatnonzero(count)
    outside, unknown = np.full(stage.size, OUTSIDE), np.full(stage.size, np.nan)
    pair = (outside, stage) if is_start else (stage, outside)
    return *pair, count[stage], unknown, unknown


def _patience(steps: _Steps, silence_hours: float | None) -> FloatArray:
    """The microseconds of silence, per stage, after which a case has ended."""
    if silence_hours is not None:
        return np.full(steps.width, silence_hours * HOUR)
    bounds = steps.offsets[:: max(steps.width, 1)]
    gaps = (steps.gaps[a:b] for a, b in pairwise(bounds))
    return np.array([np.quantile(gap, USUAL) if gap.size else -1.0 for gap in gaps], dtype=np.float64)


def _mixed(values: npt.NDArray[np.int64] | npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of splitmix64: every bit of the input changes half of the output's."""
    x = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
