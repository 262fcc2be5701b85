"""Time that counts: seconds within opening hours, in a time zone, without holidays and pauses.

A calendar is unrolled once over the days in question into moments of opening and closing; after that, any number of
intervals is measured by looking up its two ends. Days of a clock change have 23 or 25 hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray
from nabiz.statistics.runs import SECOND, IntArray, codes, moments

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Opening(NamedTuple):
    """From when to when, in seconds of the wall clock since midnight; an end at or before the start is tomorrow's."""

    start: int
    end: int


class Pauses(NamedTuple):
    """Columns: which interval is paused (its position), from when, until when. They may overlap, in any order."""

    interval: npt.ArrayLike
    start: npt.ArrayLike
    end: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours of a week, Monday first, in a time zone. Holidays close a day; a special day has its own hours.

    A day that is both keeps the special hours, as the more exact statement (the eve of a feast: 09:00-13:00).
    """

    zone: str
    weekly: Sequence[Sequence[Opening]]
    holidays: frozenset[date] = frozenset()
    special_days: Mapping[date, Sequence[Opening]] = field(default_factory=dict)

    def openings_on(self, day: date) -> Sequence[Opening]:
        if day in self.special_days:
            return self.special_days[day]
        return () if day in self.holidays else self.weekly[day.weekday()]


@dataclass(frozen=True, slots=True)
class OpenTime:
    """What a calendar comes to from `since` to `until`: `edges` alternate between opening and closing, and `elapsed` is
    the open time before each. Everything in microseconds."""

    since: int
    until: int
    edges: IntArray
    elapsed: IntArray

    def before(self, at: npt.ArrayLike) -> IntArray:
        """Open microseconds from `since` until each moment. ValueError for a moment outside the table."""
        asked = moments(at)
        if asked.size and not (self.since <= asked.min() and asked.max() <= self.until):
            raise ValueError("the opening hours were not unrolled that far")
        if not self.edges.size:
            return np.zeros_like(asked)
        # Slopes are 0 or 1 and moments lie below 2^53 (until 2255), so that floats are exact here, and twice as fast.
        return np.interp(asked, self.edges, self.elapsed).astype(np.int64)


def unroll(calendar: Calendar, since: int, until: int) -> OpenTime:
    """The opening hours from one moment to another, in microseconds since 1970 (UTC)."""
    return unroll_in_force([(since, calendar)], since, until)


def unroll_in_force(policies: Sequence[tuple[int, Calendar]], since: int, until: int) -> OpenTime:
    """As `unroll`, where the calendar changed: each is in force from its moment until the next one's.

    Before the first nothing is open. An interval across a change is measured by either calendar on its own side.
    """
    changes = sorted(policies, key=lambda policy: policy[0])
    last = [moment for moment, _ in changes[1:]] + [until]
    pieces = [
        _openings(calendar, max(moment, since), min(upto, until))
        for (moment, calendar), upto in zip(changes, last, strict=True)
    ]
    edges = _union(np.concatenate([np.empty((0, 2), dtype=np.int64), *pieces]))
    lengths = edges[:, 1] - edges[:, 0]
    closing = np.cumsum(lengths)
    elapsed = np.column_stack([closing - lengths, closing]).ravel()
    return OpenTime(since, until, edges.ravel(), elapsed)


def seconds_between(
    start: npt.ArrayLike, end: npt.ArrayLike, *, hours: OpenTime | None = None, pauses: Pauses | None = None
) -> FloatArray:
    """Seconds of each [start, end) that count: within opening hours, outside the union of its pauses.

    Without `hours` every second counts. `start` and `end` are columns of one length in microseconds (or datetime64). An
    interval wholly out of hours has 0 s, and so has one that ends before it starts. O(n log edges).
    """
    first, last = moments(start), moments(end)
    if first.shape != last.shape:
        raise ValueError("every interval has a start and an end")
    last = np.maximum(first, last)
    counted = _open(hours, first, last)
    if pauses is not None:
        counted = counted - _paused(hours, first, last, pauses)
    return counted / SECOND


def _open(hours: OpenTime | None, start: IntArray, end: IntArray) -> IntArray:
    return end - start if hours is None else hours.before(end) - hours.before(start)


def _paused(hours: OpenTime | None, start: IntArray, end: IntArray, pauses: Pauses) -> IntArray:
    """Open microseconds of each interval that lie in its pauses, a moment in two pauses counted once."""
    which = codes(pauses.interval).astype(np.int64)
    begun, over = (np.clip(moments(column), start[which], end[which]) for column in (pauses.start, pauses.end))
    order = np.lexsort((begun, which))
    which, begun, over = which[order], begun[order], over[order]
    begun = np.maximum(begun, _covered(which, begun, over))
    lost = _open(hours, begun, np.maximum(begun, over))
    # Sums of microseconds stay exact in a float up to 285 years.
    return np.bincount(which, weights=lost, minlength=start.size).astype(np.int64)


def _covered(which: IntArray, begun: IntArray, over: IntArray) -> IntArray:
    """The latest end among the earlier pauses of the same interval; rows sorted by interval and start.

    A running maximum must not cross from one interval to the next. Ranks of the ends, shifted by interval, see to that
    without outgrowing 64 bits.
    """
    by_end = np.argsort(over, kind="stable")
    rank = np.empty_like(by_end)
    rank[by_end] = np.arange(by_end.size)
    latest = over[by_end[np.maximum.accumulate(which * by_end.size + rank) % max(by_end.size, 1)]]
    covered = begun.copy()
    covered[1:] = np.where(which[1:] == which[:-1], latest[:-1], begun[1:])
    return covered


def _openings(calendar: Calendar, since: int, until: int) -> IntArray:
    """Pairs of opening and closing moments within [since, until), one row each."""
    zone = ZoneInfo(calendar.zone)
    day, last = (_local_day(moment, zone) for moment in (since, until))
    day -= timedelta(days=1)  # yesterday's hours may run past midnight
    pairs = []
    while day <= last:
        for start, end in calendar.openings_on(day):
            upto = end if end > start else end + 86_400
            pairs.append((_moment(day, start, zone), _moment(day, upto, zone)))
        day += timedelta(days=1)
    found = np.clip(np.array(pairs, dtype=np.int64).reshape(-1, 2), since, max(since, until))
    return found[found[:, 0] < found[:, 1]]


def _union(pairs: IntArray) -> IntArray:
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    reached = np.maximum.accumulate(pairs[:, 1])
    opens = np.ones(len(pairs), dtype=bool)
    opens[1:] = pairs[1:, 0] > reached[:-1]
    closes = np.roll(opens, -1)
    return np.column_stack([pairs[opens, 0], reached[closes]])


def _local_day(moment: int, zone: ZoneInfo) -> date:
    return (EPOCH + timedelta(microseconds=moment)).astimezone(zone).date()


def _moment(day: date, seconds: int, zone: ZoneInfo) -> int:
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return (wall.replace(tzinfo=zone) - EPOCH) // MICROSECOND
