"""How the common kinds of counts become a number: shares, totals, counts of all there is."""

from datetime import timedelta
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from nabiz.metrics.definitions import Columns, Comparison, Estimator, Unit
from nabiz.statistics import proportions
from nabiz.statistics.estimates import Difference, Estimate


def share(successes: str, among: str) -> Estimator:
    """The share of one count in another, with Wilson bounds."""

    def estimate(columns: Columns, *, confidence: float) -> Estimate[Any]:
        return proportions.interval(columns[successes], columns[among], confidence=confidence)

    return estimate


def share_difference(successes: str, among: str) -> Comparison:
    """The change of such a share between two samples."""

    def compare(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
        first, second = (proportions.Share(each[successes], each[among]) for each in (before, after))
        return proportions.difference(first, second, confidence=confidence)

    return compare


def total(value: str, n: str) -> Estimator:
    """A count or a sum of all there is: nothing was sampled, so the bounds are the value itself."""

    def estimate(columns: Columns, *, confidence: float) -> Estimate[Any]:
        return complete(columns[value], columns[n], confidence)

    return estimate


class Whole(TypedDict):
    """What `@metric` is told of a count or a sum of all there is."""

    unit: Unit
    estimate: Estimator
    fewest: int
    matures: timedelta
    scale: tuple[float | None, float | None]


def whole(unit: Unit, value: str, n: str = "", *, matures: timedelta, floor: float | None = 0) -> Whole:
    """The column `value` itself; nothing at all is a number too. `n` is the column of what was counted."""
    estimate = total(value, n or value)
    return Whole(unit=unit, estimate=estimate, fewest=0, matures=matures, scale=(floor, None))


def complete(values: npt.NDArray[Any], n: npt.NDArray[Any], confidence: float) -> Estimate[Any]:
    return Estimate(values, values, values, np.zeros(values.shape), n, confidence, method="complete_count")
