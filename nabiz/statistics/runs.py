"""Rows that lie together, case by case: checks, and where each case begins and ends.

Questions about the order of events are answered on sorted columns: whole-number codes of the cases, ascending, and
moments in microseconds, ascending within a case. Whatever database sorted them has done most of the work.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, BoolArray

IntArray: TypeAlias = npt.NDArray[np.int64]

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR


def moments(at: npt.ArrayLike) -> IntArray:
    """Moments as int64 microseconds since 1970 (UTC): taken as they are if whole numbers, converted if datetime64."""
    given = np.asarray(at)
    if given.dtype.kind == "M":
        given = given.astype("datetime64[us]").view(np.int64)
    if given.size and given.dtype.kind not in "iu":
        raise ValueError("moments are whole microseconds, or datetime64")
    return np.asarray(given, dtype=np.int64)


def codes(values: npt.ArrayLike) -> Array:
    """A column of whole numbers, in the width it came in (narrow ones are faster)."""
    given = np.asarray(values)
    if given.size and given.dtype.kind not in "iub":
        raise ValueError("codes are whole numbers")
    return given if given.size else given.astype(np.int64)


def ordered(case: npt.ArrayLike, at: npt.ArrayLike) -> tuple[Array, IntArray]:
    """Both columns, checked. ValueError unless they are as long, and sorted by case and then by moment."""
    cases, times = codes(case), moments(at)
    if cases.shape != times.shape or cases.ndim != 1:
        raise ValueError("every row has a case and a moment")
    falls = times[1:] < times[:-1]
    changes = cases[1:] != cases[:-1]
    if bool(np.any(falls & ~changes)) or bool(np.any(cases[1:] < cases[:-1])):
        raise ValueError("rows are sorted by case, and by moment within a case")
    return cases, times


def begins(case: Array) -> BoolArray:
    """Whether each row is the first of its case."""
    first = np.ones(case.size, dtype=bool)
    np.not_equal(case[1:], case[:-1], out=first[1:])
    return first


def ends(case: Array) -> BoolArray:
    """Whether each row is the last of its case."""
    last = np.ones(case.size, dtype=bool)
    np.not_equal(case[1:], case[:-1], out=last[:-1])
    return last
