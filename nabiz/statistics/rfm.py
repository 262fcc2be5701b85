"""Purchases of customers, summed up in the four numbers that the models of repeat purchase need."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, columns

Unit = Literal["day", "week", "month", "year"]
DAYS: dict[Unit, float] = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}


@dataclass(frozen=True, slots=True)
class Summary:
    """One row per customer, in the order of their ids.

    `frequency` is x, the number of days with a purchase after the first; `recency` is t_x, the age at the last one;
    `age` is T, the time from the first purchase to the end; `monetary` is the mean spend of a repeat day, 0 if none.
    """

    customers: Array
    frequency: FloatArray
    recency: FloatArray
    age: FloatArray
    monetary: FloatArray


@dataclass(frozen=True, slots=True)
class Histories:
    """Checked columns of x, t_x and T, and how many customers share each row."""

    frequency: npt.NDArray[np.int64]
    recency: FloatArray
    age: FloatArray
    weights: FloatArray

    @property
    def n(self) -> float:
        return float(self.weights.sum())

    @property
    def repeaters(self) -> float:
        """Customers who bought again."""
        return float(self.weights[self.frequency > 0].sum())

    def distinct(self) -> "Histories":
        """Equal rows made one, their weights added: worth its sorting where a row is costly."""
        order = np.lexsort((self.frequency, self.recency, self.age))
        rows = self.take(order)
        same = [np.diff(column) == 0 for column in (rows.frequency, rows.recency, rows.age)]
        begins = np.flatnonzero(np.append(True, ~np.logical_and.reduce(same))) if order.size else order
        kept = rows.take(begins)
        weights = np.add.reduceat(rows.weights, begins) if order.size else rows.weights
        return Histories(kept.frequency, kept.recency, kept.age, weights)

    def take(self, rows: npt.NDArray[np.int64] | slice) -> "Histories":
        """Some of the rows."""
        return Histories(self.frequency[rows], self.recency[rows], self.age[rows], self.weights[rows])


def summarise(
    customers: npt.ArrayLike,
    days: npt.ArrayLike,
    amounts: npt.ArrayLike,
    *,
    end: int | np.datetime64 | None = None,
    unit: Unit = "day",
    first_in_monetary: bool = False,
) -> Summary:
    """From one row per purchase: id of the customer, its day (dates, or numbers of days), its amount.

    Purchases of one day are one purchase of their sum, whatever the unit; a refund should be booked on the day of its
    purchase, as a day of its own it would count as another. Rows after `end` (default: the last day) are left out.
    Times are whole days divided by 7, 365/12 or 365. The first day is not part of `monetary` unless
    `first_in_monetary`; the gamma-gamma model needs it left out. The convention is that of `lifetimes`. ValueError for
    an undated row or columns of unequal length.
    """
    ids, when, paid = np.asarray(customers), day_numbers(days), np.asarray(amounts, dtype=np.float64)
    if not ids.shape == when.shape == paid.shape:
        raise ValueError("each purchase has a customer, a day and an amount")
    last = int(day_numbers(end)) if end is not None else int(when.max() if when.size else 0)
    names, who = np.unique(ids[when <= last], return_inverse=True)
    when, paid = when[when <= last], paid[when <= last]
    start = int(when.min(initial=last))
    span = last - start + 1
    visits, visit = np.unique(who * span + (when - start), return_inverse=True)
    spent, owner, day = np.bincount(visit, paid, visits.size), visits // span, visits % span + start
    opens = np.searchsorted(owner, np.arange(names.size))
    n = np.bincount(owner, minlength=names.size)
    first, latest = day[opens], day[opens + n - 1]
    counted = n if first_in_monetary else n - 1
    if not first_in_monetary:
        spent[opens] = 0.0
    monetary = np.bincount(owner, spent, names.size) / np.maximum(counted, 1)
    frequency, recency, age = columns(n - 1, (latest - first) / DAYS[unit], (last - first) / DAYS[unit])
    return Summary(names, frequency, recency, age, monetary)


def histories(
    frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Histories:
    """Columns of x, t_x and T as the models take them; `weights` count the customers of each row (default 1).

    ValueError where x is not a whole number, not 0 <= t_x <= T, t_x is not 0 without a repeat purchase, or a weight is
    negative.
    """
    x, last, seen = (np.atleast_1d(np.asarray(column, dtype=np.float64)) for column in (frequency, recency, age))
    count = np.ones(x.shape) if weights is None else np.atleast_1d(np.asarray(weights, dtype=np.float64))
    if not x.shape == last.shape == seen.shape == count.shape:
        raise ValueError("each customer has a frequency, a recency and an age")
    whole = x.astype(np.int64, copy=False) if not bool(np.isnan(x).any()) else np.full(x.shape, -1)
    if not bool(np.all((whole == x) & (whole >= 0) & (count >= 0) & np.isfinite(seen))):
        raise ValueError("a frequency and a weight are counts, and an age is a number")
    if not bool(np.all((last >= 0) & (last <= seen) & ((whole > 0) | (last == 0)))):
        raise ValueError("the last repeat purchase lies between the first purchase (0) and the age")
    return Histories(whole, last, seen, count)


def day_numbers(days: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Dates, with or without a time of day, as numbers of days; numbers stay. ValueError where one is missing."""
    given = np.asarray(days)
    if given.dtype.kind not in "Miuf":
        given = given.astype("datetime64[D]")
    if given.dtype.kind == "M":
        given = given.astype("datetime64[D]")
    if bool(np.any(np.isnat(given) if given.dtype.kind == "M" else np.isnan(given))):
        raise ValueError("each purchase has a day")
    return np.floor(given.astype(np.float64)).astype(np.int64)
