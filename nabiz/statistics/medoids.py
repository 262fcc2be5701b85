"""Clusters around real members (partitioning around medoids), and how well each member sits in its own.

Any distance will do, so mixed data from `gower.distances` is welcome, and a cluster can be shown by its medoid: a real
customer, not an average that nobody is.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray

IntArray: TypeAlias = npt.NDArray[np.intp]

BLOCK = 256  # rows of the matrix handled at a time: they stay in the processor's cache
# Sums of the same numbers in another order differ by a hair; what is less than this part better is a tie.
GUARD = 1e-12


@dataclass(frozen=True, slots=True)
class Clustering:
    """The places of the medoids in ascending order, each row's cluster (0..k-1, in that order), and the mean distance
    of the rows from their medoids, which is what was made small."""

    medoids: IntArray
    labels: IntArray
    cost: float

    @property
    def clusters(self) -> list[list[int]]:
        """The members of each cluster, in order."""
        return [np.flatnonzero(self.labels == cluster).tolist() for cluster in range(self.medoids.size)]


def partition(distances: FloatArray, k: int) -> Clustering:
    """PAM (Kaufman & Rousseeuw 1990): greedy choice of k medoids, then the best swap until none helps.

    The same steps as R's `cluster::pam`; every swap is weighed at once as in FastPAM (Schubert & Rousseeuw 2021), so
    that an iteration takes O(n^2) and 5,000 rows some seconds. A row as near to two medoids belongs to the first.
    ValueError unless the matrix is square and complete and 1 <= k <= n.
    """
    if distances.ndim != 2 or distances.shape[0] != distances.shape[1] or not 1 <= k <= len(distances):
        raise ValueError("PAM needs a square matrix of distances, and from 1 to n clusters")
    if bool(np.isnan(distances).any()):
        raise ValueError("some rows cannot be compared: they share no known value")
    medoids = _build(distances, k)
    while k > 1 and (swap := _best_swap(distances, medoids)) is not None:
        medoids[swap[0]] = swap[1]
    medoids.sort()
    near = distances[:, medoids]
    labels = near.argmin(axis=1)
    labels[medoids] = np.arange(k)  # doubles of a medoid may be medoids too
    return Clustering(medoids, labels, float(near.min(axis=1).mean()))


def silhouettes(distances: FloatArray, labels: npt.ArrayLike) -> FloatArray:
    """How much nearer each row is to its own cluster than to the next one, -1..1 (Rousseeuw 1987); 0 if it is alone.

    All NaN where there is one cluster, or as many as rows. The mean below 0.25 says: no clear groups.
    """
    names, codes = np.unique(np.asarray(labels), return_inverse=True)
    if not 1 < names.size < codes.size:
        return np.full(codes.size, np.nan)
    belongs = np.equal.outer(codes, np.arange(names.size)).astype(np.float64)
    sizes, rows = belongs.sum(axis=0), np.arange(codes.size)
    sums = distances @ belongs
    own = sums[rows, codes] / np.maximum(sizes[codes] - 1, 1)
    means = sums / sizes
    means[rows, codes] = np.inf
    other = means.min(axis=1)
    widest = np.maximum(own, other)
    alone = (sizes[codes] == 1) | (widest == 0)
    return np.where(alone, 0.0, (other - own) / np.where(alone, 1.0, widest))


def _build(distances: FloatArray, k: int) -> IntArray:
    """Start from the row nearest to all, then add whichever brings all the rest nearest. Of equals, the last (as R)."""
    totals = distances.sum(axis=0)
    chosen = [_last_near(totals <= totals.min() * (1 + GUARD))]
    while len(chosen) < k:
        nearest = distances[:, chosen].min(axis=1)
        gain = np.zeros(len(distances))
        for rows in _blocks(len(distances)):
            gain += np.maximum(nearest[rows, None] - distances[rows], 0).sum(axis=0)
        gain[chosen] = -np.inf
        chosen.append(_last_near(gain >= gain.max() * (1 - GUARD)))
    return np.array(chosen, dtype=np.intp)


def _last_near(best: npt.NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(best)[-1])


def _best_swap(distances: FloatArray, medoids: IntArray) -> tuple[int, int] | None:
    """(which medoid to give up, for which row), or None where no swap makes the sum of distances smaller.

    To give up medoid i for row h changes the sum by: what all would lose without i, plus what h saves, corrected for
    the rows of i that h takes over. The last two are summed over rows for all h at once.
    """
    near = distances[:, medoids]
    order = np.argsort(near, axis=1, kind="stable")
    owner, (first, second) = order[:, 0], np.take_along_axis(near, order[:, :2], axis=1).T
    owns = np.equal.outer(np.arange(medoids.size), owner).astype(np.float64)
    change = np.repeat((owns @ (second - first))[:, None], len(distances), axis=1)
    for rows in _blocks(len(distances)):
        block, low, high = distances[rows], first[rows, None], second[rows, None]
        change += np.minimum(block - low, 0).sum(axis=0)
        change += owns[:, rows] @ (np.clip(block, low, high) - high)
    change[:, medoids] = np.inf
    best, tie = change.min(), GUARD * first.sum()
    if best >= -tie:
        return None
    # Row by row of the candidates, as R looks at them, so that ties fall alike.
    candidate, medoid = divmod(int(np.argmax(change.transpose() <= best + tie)), medoids.size)
    return medoid, candidate


def _blocks(n: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, n, BLOCK)]
