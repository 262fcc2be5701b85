"""How many of those who began together are still there, month by month (or any other unit)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, divide
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.survival import kaplan_meier


@dataclass(frozen=True, slots=True)
class Cohort:
    """`retention[k]` is the share still there k periods after the start; cells of the future do not exist."""

    start: int
    size: int
    retention: FloatArray


@dataclass(frozen=True, slots=True)
class Retention:
    """The triangle, oldest cohort first, and two ways to sum it up by age.

    `weighted_average` uses the cohorts old enough for each age, so that it may RISE as young cohorts leave it;
    `pooled` is the Kaplan-Meier curve of everybody, which cannot, and is the one to draw.
    """

    cohorts: tuple[Cohort, ...]
    weighted_average: FloatArray
    pooled: FloatArray


def cohort_retention(starts: npt.ArrayLike, ends: npt.ArrayLike, as_of: int) -> Retention:
    """Cohorts from one row per customer, in period numbers (a month is 12 x year + month).

    `ends` is the first period in which the customer no longer was one, NaN while they are; an end after `as_of` has not
    happened yet, a start after it is left out. ValueError for an end before its start or columns of unequal length.
    """
    begin, end = np.asarray(starts, dtype=np.float64), np.asarray(ends, dtype=np.float64)
    if begin.shape != end.shape or bool(np.any(end < begin)):
        raise ValueError("each customer has one start, and an end that is not before it")
    known = begin <= as_of
    begin, end = begin[known], end[known]
    ended = end <= as_of
    lasted = np.where(ended, end, as_of) - begin
    cohorts = tuple(
        _cohort(int(start), lasted[begin == start], ended[begin == start], as_of) for start in np.unique(begin)
    )
    ages = np.arange(max((cohort.retention.size for cohort in cohorts), default=0))
    curve = kaplan_meier(from_durations(lasted, ended))
    return Retention(cohorts, _weighted_average(cohorts, ages.size), np.asarray(curve.at(ages).value))


def _cohort(start: int, lasted: FloatArray, ended: npt.NDArray[np.bool_], as_of: int) -> Cohort:
    ages = np.arange(as_of - start + 1)
    stays = (lasted[:, None] > ages) | ~ended[:, None]
    return Cohort(start, lasted.size, stays.mean(axis=0))


def _weighted_average(cohorts: tuple[Cohort, ...], ages: int) -> FloatArray:
    staying, size = np.zeros(ages), np.zeros(ages)
    for cohort in cohorts:
        reach = cohort.retention.size
        staying[:reach] += cohort.size * cohort.retention
        size[:reach] += cohort.size
    return divide(staying, size)
