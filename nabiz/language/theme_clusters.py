"""Texts grouped by direction: spherical k-means from a fixed start, as many groups as come out the same again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from nabiz.language.theme_vectors import Vectors, unit

ROUNDS = 60
STARTS = 4
TRIED = (4, 6, 8, 10, 12, 15, 18, 22, 26)
FEWEST = 8  # where texts are enough: fewer are always more stable, and tell a company little
TRIALS = 3
TEXTS_A_THEME = 12  # at least, on average
NEARLY_BEST = 0.04  # the largest number whose stability is this close to the best one is taken
SAMPLE = 3_000

Labels = NDArray[np.int64]


def cluster(vectors: Vectors, count: int) -> Vectors:
    """`count` unit centroids (or fewer, where texts are fewer) of n unit vectors, the largest group first.

    Spherical k-means (Dhillon & Modha 2001), the best of a few starts that a fixed seed chooses far apart.
    """
    runs = [_run(vectors, _far_apart(vectors, count, np.random.default_rng(seed))) for seed in range(STARTS)]
    centroids = max(runs, key=lambda found: float((vectors @ found.T).max(1).sum()))
    sizes = np.bincount(nearest(vectors, centroids), minlength=len(centroids))
    return centroids[np.argsort(-sizes, kind="stable")][: int((sizes > 0).sum())]


def choose_count(vectors: Vectors) -> int:
    """How many groups: the largest number that is nearly as stable as the most stable one.

    Stability is the agreement (adjusted Rand index) of two clusterings learned from different halves, on all texts
    (Ben-Hur, Elisseeff & Guyon 2002).
    """
    tried = [count for count in TRIED if count * TEXTS_A_THEME <= len(vectors)]
    tried = [count for count in tried if count >= FEWEST] or tried[-1:]
    if not tried:
        return max(1, min(4, len(vectors) // 6))
    stability = [float(np.mean([_agreement(vectors, count, trial) for trial in range(TRIALS)])) for count in tried]
    return max(count for count, value in zip(tried, stability, strict=True) if value >= max(stability) - NEARLY_BEST)


def nearest(vectors: Vectors, centroids: Vectors) -> Labels:
    """The closest centroid of each vector."""
    return np.asarray((vectors @ centroids.T).argmax(1), dtype=np.int64)


def groups(centroids: Vectors, sizes: Sequence[int], count: int) -> Labels:
    """Centroids joined to at most `count` groups by Ward's method: the upper level of the tree. Numbered from 0."""
    if len(centroids) <= 2:
        return np.zeros(len(centroids), dtype=np.int64)
    joined = fcluster(linkage(centroids, method="ward"), count, criterion="maxclust")
    return np.asarray(joined - 1, dtype=np.int64)


def adjusted_rand(one: Labels, other: Labels) -> float:
    """How far two partitions agree beyond chance, 1 at most (Hubert & Arabie 1985)."""
    table = np.zeros((int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1))
    np.add.at(table, (one, other), 1)
    together = _pairs(table).sum()
    rows, columns = _pairs(table.sum(1)).sum(), _pairs(table.sum(0)).sum()
    by_chance = rows * columns / max(_pairs(np.array([len(one)])).sum(), 1)
    most = (rows + columns) / 2
    return float((together - by_chance) / (most - by_chance)) if most > by_chance else 1.0


def settle(vectors: Vectors, centroids: Vectors, rounds: int = ROUNDS) -> Vectors:
    """Centroids moved to the middle of the texts that are closest to them, until nothing changes."""
    return _run(vectors, centroids, rounds)


def _run(vectors: Vectors, centroids: Vectors, rounds: int = ROUNDS) -> Vectors:
    before = np.full(len(vectors), -1)
    for _ in range(rounds):
        labels = nearest(vectors, centroids)
        if (labels == before).all():
            break
        before, sums = labels, np.zeros_like(centroids)
        np.add.at(sums, labels, vectors)
        empty = np.linalg.norm(sums, axis=1) < 1e-9
        centroids = np.where(empty[:, None], centroids, unit(sums))
    return centroids


def _far_apart(vectors: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    """Starting points by k-means++ (Arthur & Vassilvitskii 2007) over 1 - cosine."""
    chosen = [vectors[int(chance.integers(len(vectors)))]]
    distance = 1 - vectors @ chosen[0]
    while len(chosen) < min(count, len(vectors)):
        weights = np.maximum(distance, 0.0)
        if weights.sum() < 1e-9:
            break
        chosen.append(vectors[int(chance.choice(len(vectors), p=weights / weights.sum()))])
        distance = np.minimum(distance, 1 - vectors @ chosen[-1])
    return np.array(chosen)


def _agreement(vectors: Vectors, count: int, trial: int) -> float:
    order = np.random.default_rng(trial).permutation(len(vectors))[:SAMPLE]
    half = len(order) // 2
    one, other = (
        _run(part, _far_apart(part, count, np.random.default_rng(trial)), 25)
        for part in (vectors[order[:half]], vectors[order[half:]])
    )
    return adjusted_rand(nearest(vectors[order], one), nearest(vectors[order], other))


def _pairs(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(counts * (counts - 1) / 2)
