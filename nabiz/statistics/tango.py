"""The score interval of a difference of two shares of ONE sample, such as promoters minus detractors.

Tango (1998), Statistics in Medicine 17:891-908. The interval holds every difference that a score test would not reject;
the nuisance share is replaced by its maximum-likelihood estimate under that difference.
"""

import numpy as np

from nabiz.statistics.columns import BoolArray, FloatArray, root

# Each halving gains a bit; 60 of them reach the resolution of a float on -1..1.
HALVINGS = 60


def score_limits(first: FloatArray, second: FloatArray, n: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Bounds of (first - second) / n, where `first` and `second` count two exclusive kinds among `n`.

    All arrays of one shape; bounds lie in -1..1. Where n is NaN the result is meaningless and for the caller to mask.
    """
    estimate = (first - second) / n
    low = _crossing(first, second, n, z, np.full(n.shape, -1.0), estimate)
    high = _crossing(first, second, n, -z, estimate, np.full(n.shape, 1.0))
    return low, high


def _crossing(
    first: FloatArray, second: FloatArray, n: FloatArray, z: float, left: FloatArray, right: FloatArray
) -> FloatArray:
    """The difference at which the falling score statistic equals z."""
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        is_above = _exceeds(first, second, n, middle, z)
        left, right = np.where(is_above, middle, left), np.where(is_above, right, middle)
    return (left + right) / 2


def _exceeds(first: FloatArray, second: FloatArray, n: FloatArray, delta: FloatArray, z: float) -> BoolArray:
    """Whether the score statistic at `delta` is above z, without dividing by a variance that vanishes at +-1."""
    a = 2 * n
    b = -first - second + (2 * n - first + second) * delta
    c = -second * delta * (1 - delta)
    nuisance = (root(b**2 - 4 * a * c) - b) / (2 * a)
    sd = root(n * (2 * nuisance + delta * (1 - delta)))
    return np.asarray(first - second - n * delta > z * sd)
