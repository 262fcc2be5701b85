"""Shares of successes: interval, test of a change, shrinkage towards a parent rate. Shares are fractions 0..1.

Methods of the interval: `wilson` (default; Newcombe 1998a), `clopper_pearson` (exact: covers at least as much as it
promises), `agresti_coull`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple

import numpy as np

from nabiz.statistics.columns import FloatArray, Numbers, columns, counts, divide, root, settle, sizes
from nabiz.statistics.distributions import beta_quantile, two_sided_z, upper_tail
from nabiz.statistics.estimates import Bounds, Difference, Estimate, make_difference, make_estimate

Method = Literal["wilson", "clopper_pearson", "agresti_coull"]


class Share(NamedTuple, Generic[Numbers]):
    """So many successes among n: numbers for one group, arrays of one shape for many."""

    successes: Numbers
    n: Numbers


@dataclass(frozen=True, slots=True)
class Shrunk(Generic[Numbers]):
    """The share as it was seen, and as it is ranked."""

    raw: Numbers
    estimate: Estimate[Numbers]


def interval(
    successes: Numbers, n: Numbers, *, method: Method = "wilson", confidence: float = 0.95
) -> Estimate[Numbers]:
    """The share with its bounds. Without successes `low` is 0, without failures `high` is 1, exactly.

    Inputs are numbers, or arrays of one shape. NaN where n is 0. ValueError unless 0 <= successes <= n.
    """
    x, total = _checked(successes, n)
    usable = sizes(total)
    low, high = LIMITS[method](x, usable, confidence)
    share = x / usable
    # Rounding leaves the bounds of 0/n and n/n a hair off, on either side.
    low, high = np.where(x == 0, 0 * share, np.maximum(low, 0)), np.where(x == total, share, np.minimum(high, 1))
    se = root(share * (1 - share) / usable)
    return make_estimate(share, (low, high), se=se, n=total, confidence=confidence, method=method)


def difference(before: Share[Numbers], after: Share[Numbers], *, confidence: float = 0.95) -> Difference[Numbers]:
    """Change of a share between two independent samples: Newcombe's hybrid score interval and the pooled z test.

    Newcombe (1998b), method 10. The interval and the test are made differently, so that at the edge one may exclude 0
    and the other not. NaN where a sample is empty; z and p are NaN where both shares are 0 or both are 1.
    """
    first, second = (interval(*sample, confidence=confidence) for sample in (before, after))
    (p_1, low_1, high_1), (p_2, low_2, high_2) = (columns(e.value, e.low, e.high) for e in (first, second))
    change = p_2 - p_1
    bounds = (change - np.hypot(p_2 - low_2, high_1 - p_1), change + np.hypot(high_2 - p_2, p_1 - low_1))
    (x_1, n_1), (x_2, n_2) = columns(*before), columns(*after)
    pooled = divide(x_1 + x_2, n_1 + n_2)
    se = root(pooled * (1 - pooled) * (1 / sizes(n_1) + 1 / sizes(n_2)))
    return make_difference(change, bounds, se=se, confidence=confidence, method="newcombe")


def shrink(
    successes: Numbers,
    n: Numbers,
    prior_mean: Numbers,
    *,
    prior_strength: float = 20.0,
    confidence: float = 0.95,
) -> Shrunk[Numbers]:
    """The share drawn towards its parent's rate, for ranking groups of unequal size: (x + k m) / (n + k).

    Posterior mean of a beta-binomial with prior mean m (the parent's rate) and strength k (20-50 answers), with the
    equal-tailed interval. A group without data gets the parent's rate; `raw` is NaN there. A parent rate of exactly 0
    or 1 leaves no bounds where the group agrees with it (NaN). ValueError for a rate off 0..1 or a strength <= 0.
    """
    x, total = _checked(successes, n)
    mean = columns(prior_mean)[0]
    if not prior_strength > 0 or bool(np.any((mean < 0) | (mean > 1))):
        raise ValueError("a prior has a mean from 0 to 1 and a positive strength")
    a, b = x + prior_strength * mean, total - x + prior_strength * (1 - mean)
    tail = upper_tail(confidence)
    bounds = (beta_quantile(1 - tail, a, b), beta_quantile(tail, a, b))
    value = a / (a + b)
    se = root(value * (1 - value) / (a + b + 1))
    shrunk = make_estimate(value, bounds, se=se, n=total, confidence=confidence, method="beta_binomial")
    return Shrunk(settle(x / sizes(total)), shrunk)


def _checked(successes: Numbers, n: Numbers) -> tuple[FloatArray, FloatArray]:
    x, total = counts(successes, n)
    if bool(np.any(x > total)):
        raise ValueError("there cannot be more successes than trials")
    return x, total


def _wilson(x: FloatArray, n: FloatArray, confidence: float) -> Bounds:
    z2 = two_sided_z(confidence) ** 2
    centre = (x + z2 / 2) / (n + z2)
    reach = np.sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    return centre - reach, centre + reach


def _clopper_pearson(x: FloatArray, n: FloatArray, confidence: float) -> Bounds:
    tail = upper_tail(confidence)
    return beta_quantile(1 - tail, x, n - x + 1), beta_quantile(tail, x + 1, n - x)


def _agresti_coull(x: FloatArray, n: FloatArray, confidence: float) -> Bounds:
    z2 = two_sided_z(confidence) ** 2
    share = (x + z2 / 2) / (n + z2)
    reach = np.sqrt(z2 * share * (1 - share) / (n + z2))
    return share - reach, share + reach


LIMITS: dict[Method, Callable[[FloatArray, FloatArray, float], Bounds]] = {
    "wilson": _wilson,
    "clopper_pearson": _clopper_pearson,
    "agresti_coull": _agresti_coull,
}
