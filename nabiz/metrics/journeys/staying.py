"""How long customers stay: of those who began, the share that is still there after each month."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nabiz.metrics.journeys.columns import IntArray, Ordered
from nabiz.metrics.windows import Window
from nabiz.statistics.estimates import Estimate
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.survival import kaplan_meier

Months = npt.NDArray[np.int64]
NEVER = -1


@dataclass(frozen=True)
class Staying:
    """For each month since the beginning: how many were seen that long, how many of them left in it, and the share
    that is still there at its end (Kaplan-Meier)."""

    months: Months
    seen: Months
    left: Months
    share: Estimate[Any]


def staying(rows: Ordered, begins: str, ends: str, over: Window) -> Staying:
    """From each customer's first beginning, where that lies in the window, to the first end after it, or to the
    window's last day for who has not left.

    Months are counted from local day to local day: who leaves in the twelfth month, or on the very day on which it is
    full, has left after twelve; who is still there has stayed for as many months as are full.
    """
    start, end = (round(moment.timestamp() * 1_000_000) for moment in (over.start, over.end))
    began = _first(rows, rows.kind == rows.kinds.index(begins))
    is_after = (rows.kind == rows.kinds.index(ends)) & (rows.at >= began[rows.customer]) & (rows.at < end)
    left = _first(rows, is_after)
    inside = (began >= start) & (began < end)
    began, left = began[inside], left[inside]
    has_left = left != NEVER
    full, is_beyond = _months(began, np.where(has_left, left, _last_instant(over)), over)
    lasted = full + (has_left & is_beyond)
    months = np.arange(int(lasted.max()) + 1 if lasted.size else 0)
    share = kaplan_meier(from_durations(lasted, has_left)).at(months)
    seen = np.cumsum(np.bincount(lasted, minlength=months.size)[::-1])[::-1]
    return Staying(months, seen, np.bincount(lasted[has_left], minlength=months.size), share)


def _first(rows: Ordered, which: npt.NDArray[np.bool_]) -> IntArray:
    """Each customer's first such moment, or NEVER."""
    found = np.full(rows.ids.size, NEVER, dtype=np.int64)
    customers, places = np.unique(rows.customer[which], return_index=True)
    found[customers] = rows.at[which][places]
    return found


def _last_instant(over: Window) -> int:
    return round(over.end.timestamp() * 1_000_000) - 1


def _months(since: IntArray, until: IntArray, over: Window) -> tuple[Months, npt.NDArray[np.bool_]]:
    """The full months between two local days, and whether there are days beyond them. Who began on a 31st has full
    months at the ends of the shorter ones."""
    (year, month, day), (to_year, to_month, to_day) = (_local(moments, over.zone.key) for moments in (since, until))
    this_month = np.datetime64("1970-01", "M") + 12 * (to_year - 1970) + to_month - 1
    length = ((this_month + 1).astype("M8[D]") - this_month.astype("M8[D]")).astype(np.int64)
    anniversary = np.minimum(day, length)
    full = 12 * (to_year - year) + to_month - month - (to_day < anniversary)
    return full, to_day != anniversary


def _local(moments: IntArray, zone: str) -> tuple[Months, Months, Months]:
    local = pa.array(moments, pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    year, month, day = (part(local).to_numpy().astype(np.int64) for part in (pc.year, pc.month, pc.day))
    return year, month, day
