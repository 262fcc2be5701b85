"""Whether clusters are there, or only in this sample: clusterwise bootstrap (Hennig 2007, as `clusterboot` in R's fpc).

A mean Jaccard index below 0.5 means that the cluster dissolves, below 0.6 do not trust it, from 0.75 it is stable, from
0.85 very. Each cluster is judged by itself: one may be real while the others are not.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray, FloatArray
from nabiz.statistics.medoids import IntArray, partition

STABLE_AT = 0.75


@dataclass(frozen=True, slots=True)
class Stability:
    """Per cluster of the reference: its likeness to the best match in each resample (resamples x clusters)."""

    jaccard: FloatArray

    @property
    def mean(self) -> FloatArray:
        """The index of each cluster. NaN without resamples."""
        runs, clusters = self.jaccard.shape
        return self.jaccard.mean(axis=0) if runs else np.full(clusters, np.nan)

    def is_stable(self, at: float = STABLE_AT) -> BoolArray:
        """Whether each cluster reaches `at`, a rounding error forgiven."""
        return self.mean >= at - 1e-12


def stability(
    reference: Sequence[Collection[int]], resamples: Iterable[tuple[Collection[int], Sequence[Collection[int]]]]
) -> Stability:
    """Judge the reference clusters by what the same method found in resamples: pairs of (rows drawn, their clusters).

    Clusters are collections of row numbers, doubles counted once. Per resample, a reference cluster is cut down to the
    rows drawn and compared with its best match, members in common / members of either; one of which no row was drawn
    counts as 0, as fpc has it.
    """
    originals = [set(cluster) for cluster in reference]
    rows = [_best_matches(originals, set(drawn), [set(c) for c in clusters]) for drawn, clusters in resamples]
    return Stability(np.array(rows, dtype=np.float64).reshape(len(rows), len(originals)))


def stability_of_medoids(
    distances: FloatArray, labels: npt.ArrayLike, *, resamples: int = 100, seed: int = 0
) -> Stability:
    """Judge the clusters that PAM found: draw as many rows as there are, with replacement, and partition again.

    `labels` is one cluster number 0..k-1 per row of the square `distances`. As long as `resamples` times
    `medoids.partition`: a background job from some thousand rows on.
    """
    codes = np.asarray(labels, dtype=np.intp)
    k = int(codes.max()) + 1

    def again(rows: IntArray) -> IntArray:
        return partition(distances[np.ix_(rows, rows)], k).labels

    return stability(_members(np.arange(codes.size), codes), _redraw(codes.size, again, resamples, seed))


def _best_matches(originals: list[set[int]], drawn: set[int], clusters: list[set[int]]) -> list[float]:
    cut = [original & drawn for original in originals]
    found = [cluster for cluster in clusters if cluster]
    return [max((len(one & other) / len(one | other) for other in found), default=0.0) for one in cut]


def _redraw(
    n: int, again: Callable[[IntArray], IntArray], resamples: int, seed: int
) -> Iterable[tuple[list[int], list[list[int]]]]:
    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        rows = rng.integers(n, size=n)
        yield rows.tolist(), _members(rows, again(rows))


def _members(rows: IntArray, labels: IntArray) -> list[list[int]]:
    return [rows[labels == cluster].tolist() for cluster in range(int(labels.max(initial=-1)) + 1)]
