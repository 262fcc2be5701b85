"""Costly smooth functions of a count and a time, for a million customers: worked out at few points, read between."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray

Counts: TypeAlias = npt.NDArray[np.int64]
Function: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]

PRECISION = 1e-12
# Rows looked at together: their temporaries stay in the cache of one core.
BLOCK = 1 << 14
PART = 256


def by_count(function: Function, count: Counts, z: FloatArray) -> FloatArray:
    """function(count, z) for columns of whole numbers >= 0 and of numbers > 0, to some eleven digits.

    The function is asked for counts of shape (m, 1) and z of shape (m, k). For each count that occurs a Chebyshev
    polynomial in ln z stands in for it, where that is less work. The function has to be analytic in z but for z < 0
    (powers of 1 + z and their integrals are): that fixes how many points it takes, usually a dozen.
    """
    distinct = np.flatnonzero(np.bincount(count, minlength=1))
    log = np.log(z)
    middle, half = (log.max() + log.min()) / 2, max((log.max() - log.min()) / 2, 1e-9)
    size = _points(half)
    if z.size <= distinct.size * size:
        return _in_parts(function, count, z[:, None])[:, 0]
    angles = np.pi * (np.arange(size) + 0.5) / size
    nodes = np.broadcast_to(np.exp(middle + half * np.cos(angles)), (distinct.size, size))
    waves = np.cos(np.outer(angles, np.arange(size))) * np.where(np.arange(size) == 0, 1, 2) / size
    series = np.ascontiguousarray((_in_parts(function, distinct, nodes) @ waves).T)
    place = np.zeros(int(distinct[-1]) + 1, dtype=np.int64)
    place[distinct] = np.arange(distinct.size)
    found = np.empty(z.shape)
    for start in range(0, z.size, BLOCK):
        rows = slice(start, start + BLOCK)
        found[rows] = _clenshaw(series, place[count[rows]], (log[rows] - middle) / half)
    return found


def _in_parts(function: Function, count: Counts, z: FloatArray) -> FloatArray:
    x = count[:, None].astype(np.float64)
    parts = [function(x[i : i + PART], z[i : i + PART]) for i in range(0, x.size, PART)]
    return np.concatenate(parts)


def _points(half: float) -> int:
    """The nearest singularities lie at +- pi i; a Bernstein ellipse through them fixes the rate of convergence."""
    ratio = np.pi / half
    return int(np.ceil(-np.log(PRECISION) / np.log(ratio + np.hypot(ratio, 1)))) + 3


def _clenshaw(series: FloatArray, column: Counts, at: FloatArray) -> FloatArray:
    later, latest = np.zeros(at.shape), np.zeros(at.shape)
    for row in series[:0:-1]:
        later, latest = row[column] + 2 * at * later - latest, later
    return np.asarray(series[0][column] + at * later - latest, dtype=np.float64)
