"""Use of the product: which features accounts have made their own, and how often users come back."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics import means, proportions
from nabiz.statistics.columns import Array, FloatArray, counts, divide
from nabiz.statistics.estimates import Estimate, make_estimate
from nabiz.statistics.percentiles import percentiles
from nabiz.statistics.runs import IntArray, ordered

WEEKEND = (5, 6)
# Day 0, the first of January 1970, was a Thursday; weeks begin on Monday.
THURSDAY = 3


@dataclass(frozen=True, slots=True)
class Adoption:
    """One element per feature: how many accounts have `adopted` it, the `rate` (Wilson), and `depth`, the median uses
    of those who have.

    `breadth` is the mean share of the features that an account has adopted, `seat_utilisation` active seats over seats.
    """

    eligible: int
    adopted: IntArray
    rate: Estimate[Array]
    depth: FloatArray
    breadth: float
    seat_utilisation: float


@dataclass(frozen=True, slots=True)
class Stickiness:
    """`calendar`: mean daily actives over all actives of the period, with t bounds over users. `rolling`: mean over
    days of that day's actives over those of the window up to it. `weekdays`: `calendar` for daily actives on working
    days. `daily` and `trailing` have one element per day."""

    period_active: int
    calendar: Estimate[float]
    rolling: float
    weekdays: float
    active_days_per_user: float
    daily: IntArray
    trailing: IntArray

    @property
    def mean_daily(self) -> float:
        return float(self.daily.mean())


def adoption(
    uses: npt.ArrayLike,
    *,
    entitled: npt.ArrayLike = True,
    seats: npt.ArrayLike = 0,
    active_seats: npt.ArrayLike = 0,
    min_uses: npt.ArrayLike = 3,
    confidence: float = 0.95,
) -> Adoption:
    """From a row of uses per account and a column per core feature, over the window in question (28 days).

    Only accounts that are `entitled` count. A feature is adopted from `min_uses` on, one number or one per feature.
    Where a base is empty the result is NaN. ValueError for negative numbers or columns of unequal length.
    """
    table = counts(uses)[0]
    if table.ndim != 2:
        raise ValueError("uses are a table of accounts and features")
    is_entitled = np.broadcast_to(np.asarray(entitled, dtype=bool), len(table))
    table = table[is_entitled]
    has_adopted = table >= np.asarray(min_uses, dtype=np.float64)
    adopted, eligible = has_adopted.sum(axis=0), len(table)
    rate = proportions.interval(
        adopted.astype(np.float64), np.full(adopted.shape, float(eligible)), confidence=confidence
    )
    depth = [percentiles(column[has], [0.5])[0] for column, has in zip(table.T, has_adopted.T, strict=True)]
    active, sold = (np.broadcast_to(counts(c)[0], is_entitled.shape)[is_entitled].sum() for c in (active_seats, seats))
    breadth = float(divide(adopted.sum(), has_adopted.size))
    return Adoption(eligible, adopted, rate, np.array(depth), breadth, float(divide(active, sold)))


def stickiness(
    user: npt.ArrayLike,
    day: npt.ArrayLike,
    first: int,
    last: int,
    *,
    window_days: int = 28,
    weekend: Collection[int] = WEEKEND,
    confidence: float = 0.95,
) -> Stickiness:
    """From events that count as use, sorted by user and local day: codes, and days since 1970-01-01. Any number of
    events a day.

    The period runs from `first` to `last`, both included; events before it only fill the trailing windows of
    `window_days`, which are too small where the data begins later. `weekend` holds days off, Monday 0. Identity:
    calendar = active days per user / days. NaN where nobody was active. ValueError for unsorted rows or an empty
    period. O(n).
    """
    if last < first or window_days < 1:
        raise ValueError("a period and a window have at least one day")
    users, days = _active_days(user, day, last)
    inside, length = days >= first, last - first + 1
    daily = np.bincount(days[inside] - first, minlength=length)
    per_user = np.unique(users[inside], return_counts=True)[1]
    trailing = _trailing(users, days, first, length, window_days)
    share = means.interval(*means.sums(per_user / length), confidence=confidence)
    bounds = (np.clip(share.low, 0, 1), np.clip(share.high, 0, 1))
    works = ~np.isin((np.arange(first, last + 1) + THURSDAY) % 7, list(weekend))
    seen = trailing > 0
    return Stickiness(
        period_active=per_user.size,
        calendar=make_estimate(share.value, bounds, se=share.se, n=share.n, confidence=confidence, method="t"),
        rolling=float(divide((daily[seen] / trailing[seen]).sum(), seen.sum())),
        weekdays=float(divide(divide(daily[works].sum(), works.sum()), per_user.size)),
        active_days_per_user=float(divide(per_user.sum(), per_user.size)),
        daily=daily,
        trailing=trailing,
    )


def _active_days(user: npt.ArrayLike, day: npt.ArrayLike, last: int) -> tuple[Array, IntArray]:
    """One row per user and day, up to the last."""
    users, days = ordered(user, day)
    is_new = np.ones(users.size, dtype=bool)
    is_new[1:] = (users[1:] != users[:-1]) | (days[1:] != days[:-1])
    is_new &= days <= last
    return users[is_new], days[is_new]


def _trailing(users: Array, days: IntArray, first: int, length: int, window: int) -> IntArray:
    """Distinct users of the window up to each day: an active day counts until the window has passed or the user is
    active again."""
    until = days + window
    until[:-1] = np.where(users[1:] == users[:-1], np.minimum(until[:-1], days[1:]), until[:-1])
    begin, end = (np.clip(moment - first, 0, length) for moment in (days, until))
    change = np.bincount(begin, minlength=length + 1) - np.bincount(end, minlength=length + 1)
    return np.cumsum(change)[:length]
