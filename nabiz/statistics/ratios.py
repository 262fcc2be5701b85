"""Ratios of two sums over the same units, such as money at the end over money at the start, account by account."""

from typing import Generic, NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Numbers, columns, counts, divide, root
from nabiz.statistics.distributions import two_sided_t
from nabiz.statistics.estimates import UNLIMITED, Estimate, around, make_estimate


class PairSums(NamedTuple, Generic[Numbers]):
    """Sufficient statistics of a ratio sum(y) / sum(x): numbers for one group, arrays of one shape for many."""

    n: Numbers
    x: Numbers
    y: Numbers
    xx: Numbers
    yy: Numbers
    xy: Numbers


def pair_sums(x: npt.ArrayLike, y: npt.ArrayLike) -> PairSums[float]:
    """The sums over units, from one x and one y per unit. ValueError if the lengths differ."""
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if first.shape != second.shape:
        raise ValueError("each unit needs both an x and a y")
    sums = (first.sum(), second.sum(), (first**2).sum(), (second**2).sum(), (first * second).sum())
    return PairSums(float(first.size), *(float(total) for total in sums))


def interval(
    n: Numbers,
    x: Numbers,
    y: Numbers,
    xx: Numbers,
    yy: Numbers,
    xy: Numbers,
    *,
    confidence: float = 0.95,
    limits: tuple[float, float] = UNLIMITED,
) -> Estimate[Numbers]:
    """R = sum(y) / sum(x) with its t interval on n - 1 degrees of freedom, clipped to `limits`.

    Linearisation (Cochran 1977, Sampling Techniques, 6.4): SE^2 = n / (n - 1) sum((y - R x)^2) / sum(x)^2, over n units
    drawn independently. It reads the customers of today as one draw of those there might have been. One unit that
    outweighs all others makes it too short. NaN where sum(x) is 0; bounds are NaN below two units. For net revenue
    retention the units are the accounts of the opening cohort, and `limits` are (0, inf); for gross, (0, 1).
    """
    size, sum_x, sum_y, sum_xx, sum_yy, sum_xy = columns(counts(n)[0], x, y, xx, yy, xy)
    ratio = divide(sum_y, sum_x)
    residual = sum_yy - 2 * ratio * sum_xy + ratio**2 * sum_xx
    residual = np.where(residual < 1e-12 * sum_yy, 0.0, residual)
    se = root(divide(residual * divide(size, size - 1), sum_x**2))
    se = np.where(size > 1, se, np.nan)
    reach = two_sided_t(confidence, size - 1) * se
    return make_estimate(ratio, around(ratio, reach, limits), se=se, n=size, confidence=confidence, method="linearised")
