"""Means of amounts that few large ones dominate, such as orders, from sums: n, x, x^2, x^3."""

from typing import Generic, NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, Numbers, columns, counts, divide, root, sizes
from nabiz.statistics.distributions import two_sided_t
from nabiz.statistics.estimates import Estimate, make_estimate

# The skewness of a sample falls short of that of what it was drawn from. Enlarged by 1 + 5 / sqrt(n), 95 % intervals
# hold for lognormal amounts (sigma 0.5 and 1) and exponential ones from n = 30 on, for even ones from 50 on.
SHORTFALL = 5.0
STRAIGHT = 1e-9


class SkewedSums(NamedTuple, Generic[Numbers]):
    """Sufficient statistics: numbers for one group, arrays of one shape for many."""

    n: Numbers
    total: Numbers
    squares: Numbers
    cubes: Numbers


def skewed_sums(values: npt.ArrayLike) -> SkewedSums[float]:
    """The sums of a list of amounts."""
    x = np.asarray(values, dtype=np.float64)
    return SkewedSums(float(x.size), float(x.sum()), float((x**2).sum()), float((x**3).sum()))


def interval(
    n: Numbers, total: Numbers, squares: Numbers, cubes: Numbers, *, confidence: float = 0.95
) -> Estimate[Numbers]:
    """The mean with a t interval bent by the skewness, in the unit of x: further to the side of the large amounts.

    Hall (1992), On the removal of skewness by transformation, J. R. Stat. Soc. B 54: the cubic transformation, with
    the sample skewness enlarged for small samples. NaN where n is 0; bounds are NaN where n is 1. As `means.interval`
    takes its variance from the sums. ValueError for negative n.
    """
    size = sizes(counts(n)[0])
    sum_x, sum_xx, sum_xxx = columns(total, squares, cubes)
    mean = sum_x / size
    second = np.where(sum_xx - size * mean**2 < 1e-12 * sum_xx, 0.0, sum_xx / size - mean**2)
    third = sum_xxx / size - 3 * mean * sum_xx / size + 2 * mean**3
    skewness = np.nan_to_num(divide(third, root(second) ** 3)) * (1 + SHORTFALL / np.sqrt(size))
    se = root(divide(second, size - 1))
    t = two_sided_t(confidence, size - 1)
    bounds = (mean - _straightened(t, skewness, size) * se, mean - _straightened(-t, skewness, size) * se)
    return make_estimate(mean, bounds, se=se, n=n, confidence=confidence, method="hall_t")


def _straightened(t: FloatArray, skewness: FloatArray, n: FloatArray) -> FloatArray:
    """The Studentised mean whose transform is t: T + a T^2 + a^2 T^3 / 3 + a / 2 with a = skewness / (3 sqrt n)."""
    a = skewness / (3 * np.sqrt(n))
    bent = np.where(np.abs(a) < STRAIGHT, STRAIGHT, a)
    found = (np.cbrt(1 + 3 * bent * (t - bent / 2)) - 1) / bent
    return np.asarray(np.where(np.abs(a) < STRAIGHT, t, found), dtype=np.float64)
