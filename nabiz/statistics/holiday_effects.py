"""What a moving holiday does to daily numbers, counted from its first day.

A feast that moves eleven days a year is no matter for month or week dummies: its days are compared with the same
weekdays just before it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from nabiz.statistics.columns import divide

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a holiday touches, counted from its first day: -1 is its eve."""

    first_day: date
    since: int
    until: int

    @property
    def days(self) -> dict[int, date]:
        return {offset: self.first_day + timedelta(days=offset) for offset in range(self.since, self.until + 1)}


@dataclass(frozen=True, slots=True)
class Factor:
    """Actual over baseline on one day of a holiday, over `n` years; NaN without any that could be compared."""

    value: float
    n: int

    def shrunk(self, strength: float = 1.0) -> float:
        """The factor pulled towards 1, as if `strength` more years had shown no effect. 1 without any year.

        For days that fell on few weekdays yet, or on a weekday on which they never fell.
        """
        return (self.n * self.value + strength) / (self.n + strength) if self.n else 1.0


def holiday_factors(history: Mapping[date, float], windows: Sequence[Window], *, weeks: int = 4) -> dict[int, Factor]:
    """One factor per offset: the sum of the actuals over the sum of their baselines, over all years of the holiday.

    The baseline of a day is the median of the last `weeks` same weekdays before it that are known and lie in no window;
    fewer where the history begins later, and without any the day is left out. Days missing from the history, or NaN,
    are unknown. ValueError for less than one week.
    """
    if weeks < 1:
        raise ValueError("a baseline takes at least one week")
    known = {day: value for day, value in history.items() if not np.isnan(value)}
    touched = {day for window in windows for day in window.days.values()}
    pairs: dict[int, list[tuple[float, float]]] = {offset: [] for window in windows for offset in window.days}
    for offset, day in (item for window in windows for item in window.days.items()):
        usual = _baseline(day, known, touched, weeks)
        if day in known and not np.isnan(usual):
            pairs[offset].append((known[day], usual))
    sums = {offset: np.array(found).reshape(-1, 2).sum(axis=0) for offset, found in sorted(pairs.items())}
    return {offset: Factor(float(divide(*both)), len(pairs[offset])) for offset, both in sums.items()}


def _baseline(day: date, known: Mapping[date, float], touched: Collection[date], weeks: int) -> float:
    oldest = min(known, default=day)
    before = (day - i * WEEK for i in range(1, (day - oldest).days // 7 + 1))
    usual = [known[one] for one in before if one in known and one not in touched][:weeks]
    return float(np.median(usual)) if usual else np.nan
