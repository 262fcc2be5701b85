"""Durations counted: how many ended, and how many were still going when last seen, at each distinct time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, counts


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Three arrays of one length: distinct times, ascending; events and censored cases at each. Counts may be weights.

    Make one with `from_durations` or `from_counts`, which sort, merge and check.
    """

    times: FloatArray
    events: FloatArray
    censored: FloatArray

    @property
    def n(self) -> float:
        """All cases."""
        return float(self.events.sum() + self.censored.sum())

    @property
    def last(self) -> float:
        """The longest duration seen, ended or not; NaN without cases."""
        return float(self.times[-1]) if self.times.size else np.nan

    @property
    def at_risk(self) -> FloatArray:
        """Cases that lasted at least until each time."""
        return np.asarray((self.events + self.censored)[::-1].cumsum()[::-1], dtype=np.float64)

    def at_risk_at(self, times: npt.ArrayLike) -> FloatArray:
        """Cases that lasted at least until each of the given times."""
        step = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="left")
        return np.concatenate([self.at_risk, [0.0]])[step]

    def events_at(self, times: FloatArray) -> FloatArray:
        """Events at exactly each of the given times."""
        step = np.searchsorted(self.times, times, side="left")
        found = np.concatenate([self.times, [np.nan]])[step] == times
        return np.where(found, np.concatenate([self.events, [0.0]])[step], 0.0)


def from_durations(durations: npt.ArrayLike, ended: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> LifeTable:
    """From one row per case: its duration, whether it ended (else it was still going), and how often it counts.

    ValueError for a duration that is negative or NaN, or for columns of unequal length.
    """
    times, happened = np.asarray(durations, dtype=np.float64), np.asarray(ended, dtype=bool)
    weight = np.ones(times.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    return from_counts(times, np.where(happened, weight, 0.0), np.where(happened, 0.0, weight))


def from_counts(times: npt.ArrayLike, events: npt.ArrayLike, censored: npt.ArrayLike) -> LifeTable:
    """From counts per time, as an engine groups them: in any order, a time may come twice, zero rows are dropped.

    ValueError for a time that is negative or NaN, for negative counts, or for columns of unequal length.
    """
    columns = (np.asarray(times, dtype=np.float64), *(np.asarray(c, dtype=np.float64) for c in (events, censored)))
    if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
        raise ValueError("times, events and censored are columns of one length")
    when, ended, open_ = columns
    counts(ended, open_)
    used = ended + open_ > 0
    if not bool(np.all(when[used] >= 0)):
        raise ValueError("a duration is a number, and not negative")
    distinct, place = np.unique(when[used], return_inverse=True)
    sums = (np.bincount(place, column[used], distinct.size) for column in (ended, open_))
    return LifeTable(distinct, *(column.astype(np.float64) for column in sums))
