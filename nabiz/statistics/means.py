"""Means of answers and amounts, from sums that any engine can make: n, sum of x, sum of x^2."""

from typing import Generic, NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, Numbers, columns, counts, divide, root, sizes
from nabiz.statistics.distributions import two_sided_t
from nabiz.statistics.estimates import Difference, Estimate, around, make_difference, make_estimate


class Sums(NamedTuple, Generic[Numbers]):
    """Sufficient statistics of a mean: numbers for one group, arrays of one shape for many."""

    n: Numbers
    total: Numbers
    squares: Numbers


def sums(values: npt.ArrayLike) -> Sums[float]:
    """The sums of a list of numbers."""
    x = np.asarray(values, dtype=np.float64)
    return Sums(float(x.size), float(x.sum()), float((x**2).sum()))


def interval(n: Numbers, total: Numbers, squares: Numbers, *, confidence: float = 0.95) -> Estimate[Numbers]:
    """The mean with Student's t interval, in the unit of x; the bounds are not clipped to any scale.

    Inputs are n, sum of x and sum of x^2. NaN where n is 0; bounds are NaN where n is 1. The variance is taken from the
    sums, so x should not be tiny in spread against its size (ratings, durations and amounts are fine; timestamps are
    not). ValueError for negative n.
    """
    size, mean, variance = _moments(n, total, squares)
    se = root(variance / size)
    reach = two_sided_t(confidence, size - 1) * se
    return make_estimate(mean, around(mean, reach), se=se, n=n, confidence=confidence, method="t")


def difference(before: Sums[Numbers], after: Sums[Numbers], *, confidence: float = 0.95) -> Difference[Numbers]:
    """Change of a mean between two independent samples: Welch's t test, variances not assumed equal.

    Undefined (NaN) where a sample has fewer than two values, and its test also where neither sample varies.
    """
    (n_1, mean_1, variance_1), (n_2, mean_2, variance_2) = _moments(*before), _moments(*after)
    part_1, part_2 = variance_1 / n_1, variance_2 / n_2
    se = root(part_1 + part_2)
    df = divide((part_1 + part_2) ** 2, divide(part_1**2, n_1 - 1) + divide(part_2**2, n_2 - 1))
    reach = two_sided_t(confidence, df) * se
    change = mean_2 - mean_1
    return make_difference(change, around(change, reach), se=se, df=df, confidence=confidence, method="welch")


def _moments(n: Numbers, total: Numbers, squares: Numbers) -> tuple[FloatArray, FloatArray, FloatArray]:
    """n (NaN where empty), the mean and the sample variance (NaN below two values)."""
    size = sizes(counts(n)[0])
    sum_x, sum_xx = columns(total, squares)
    mean = sum_x / size
    spread = sum_xx - size * mean**2
    # What cancellation leaves of equal values is noise, of either sign.
    return size, mean, divide(np.where(spread < 1e-12 * sum_xx, 0.0, spread), size - 1)
