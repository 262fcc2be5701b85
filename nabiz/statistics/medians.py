"""The median of what was counted, from distinct values and how often each occurs."""

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray, counts, divide, root
from nabiz.statistics.distributions import upper_tail
from nabiz.statistics.estimates import Difference, Estimate, make_difference, make_estimate


def interval(values: npt.ArrayLike, times: npt.ArrayLike, *, confidence: float = 0.95) -> Estimate[float]:
    """The median with bounds from order statistics, which assume nothing about the distribution.

    `values` are distinct numbers in any order, `times` how often each occurs; the two have one shape. The bounds lie
    between two neighbouring order statistics, interpolated as by Hettmansperger & Sheather (1986), so that they hold
    nearly as often as they say and not more often; many equal values make them hold more often. NaN where there is
    nothing, bounds NaN where there are too few values for them (below 6 at 95 %). ValueError for negative times.
    """
    x, count = _sorted(values, times)
    reached = np.cumsum(count)
    n = float(count.sum())
    if n == 0:
        nothing = float("nan")
        return make_estimate(nothing, (nothing, nothing), se=nothing, n=0.0, confidence=confidence, method="order")
    middle = (_ranked(x, reached, np.floor((n + 1) / 2)) + _ranked(x, reached, np.ceil((n + 1) / 2))) / 2
    depth, share = _depth(n, confidence)
    low, high = (
        (1 - share) * _ranked(x, reached, outer) + share * _ranked(x, reached, inner)
        for outer, inner in ((depth, depth + 1), (n + 1 - depth, n - depth))
    )
    return make_estimate(middle, (low, high), se=np.nan, n=n, confidence=confidence, method="order")


def difference(
    before: tuple[npt.ArrayLike, npt.ArrayLike], after: tuple[npt.ArrayLike, npt.ArrayLike], *, confidence: float = 0.95
) -> Difference[float]:
    """Change of the median between two independent samples of (values, times), judged by the rank-sum test.

    Mann & Whitney (1947) with the correction for ties, by the normal approximation: it asks whether values of one
    sample tend to be larger, and so looks at more than the two medians. `value` is the change of the median, `tested`
    the share of pairs in which the later is larger, less a half. There is no interval. NaN where a sample is empty, and
    the test also where all values are equal.
    """
    (x_1, n_1), (x_2, n_2) = _sorted(*before), _sorted(*after)
    values = np.union1d(x_1, x_2)
    first, second = np.zeros(values.size), np.zeros(values.size)
    first[np.searchsorted(values, x_1)], second[np.searchsorted(values, x_2)] = n_1, n_2
    m, n, both = first.sum(), second.sum(), first + second
    below = np.cumsum(first) - first / 2
    superior = divide(second @ below, m * n) - 0.5
    ties = divide((both**3 - both).sum(), (m + n) * (m + n - 1))
    se = root(divide((m + n + 1) - ties, 12 * m * n))
    change = interval(*after, confidence=confidence).value - interval(*before, confidence=confidence).value
    unknown = (np.nan, np.nan)
    return make_difference(change, unknown, tested=superior, se=se, confidence=confidence, method="mann_whitney")


def _sorted(values: npt.ArrayLike, times: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, count = counts(times)[0], np.asarray(values, dtype=np.float64)
    if x.shape != count.shape:
        raise ValueError("each value occurs so many times")
    x, count = count[x > 0], x[x > 0]
    order = np.argsort(x, kind="stable")
    return x[order], count[order]


def _ranked(x: FloatArray, reached: FloatArray, rank: float) -> float:
    """The order statistic of a rank from 1 to n; NaN beyond."""
    return float(x[np.searchsorted(reached, rank)]) if 1 <= rank <= reached[-1] else float("nan")


def _depth(n: float, confidence: float) -> tuple[float, float]:
    """The rank of the lower bound, and how far towards the next it lies; NaN-making rank 0 where n is too small."""
    tail = 1 - upper_tail(confidence)
    ranks = np.arange(0, np.floor(n / 2) + 1)
    outside = special.bdtr(ranks, n, 0.5)  # P(B <= rank): the chance that the median lies below X_(rank + 1)
    rank = float(np.searchsorted(outside, tail, side="right"))
    if rank == 0:
        return 0.0, 0.0
    held, next_held = 1 - 2 * special.bdtr(rank - 1, n, 0.5), 1 - 2 * special.bdtr(rank, n, 0.5)
    part = (held - confidence) / (held - next_held)
    return rank, float((n - rank) * part / (rank + (n - 2 * rank) * part))
