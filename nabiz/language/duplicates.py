"""Texts that say the same in nearly the same words: sent twice, copied, or written from one template.

MinHash (Broder 1997) over runs of five characters, with banding (Leskovec, Rajaraman & Ullman, chapter 3) so that not
every pair is compared; candidates are then compared exactly.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nabiz.language.ngrams import Grams, counted, letter_grams

THRESHOLD = 0.7
_BITS = 32
_BANDS, _ROWS = 24, 4  # two texts with 0.7 in common meet in a band with a probability of 0.998, with 0.3 of 0.18

Labels = NDArray[np.int64]


def duplicates(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """For each text the place of the first one it nearly repeats, its own place where it repeats none.

    Two texts are near-doubles when the runs of five characters they share are at least `threshold` of all their runs
    (Jaccard), or when they are equal but for case, accents and blanks. O(total length).
    """
    runs = _runs(texts)
    first = list(range(len(texts)))
    for one, other in sorted(_candidates(runs)):
        a, b = _root(first, one), _root(first, other)
        if a != b and _jaccard(runs[one], runs[other]) >= threshold:
            first[max(a, b)] = min(a, b)
    return [_root(first, place) for place in range(len(texts))]


def similarity(one: str, other: str) -> float:
    """The share of common runs of five characters, 0 to 1 (Jaccard); of shorter texts whether they are equal."""
    a, b = _runs([one, other])
    return _jaccard(a, b)


def _runs(texts: Sequence[str]) -> list[Labels]:
    """The distinct runs of each text; of one too short for any, its single letters and what shorter runs it has."""
    long, short = (_by_text(letter_grams(texts, lengths, _BITS), len(texts)) for lengths in ((5,), (1, 2, 3, 4)))
    return [one if len(one) else other for one, other in zip(long, short, strict=True)]


def _by_text(grams: Grams, texts: int) -> list[Labels]:
    text, bucket, _ = counted(grams, 1 << _BITS)
    return np.split(bucket, np.searchsorted(text, np.arange(1, texts))) if texts else []


def _candidates(runs: list[Labels]) -> set[tuple[int, int]]:
    """Pairs that agree in at least one band of their signatures: each text with the first one of its bucket."""
    chance = np.random.default_rng(0)
    factors = chance.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    found: set[tuple[int, int]] = set()
    seen: dict[tuple[int, bytes], int] = {}
    for place, run in enumerate(runs):
        if not len(run):
            continue
        signature = _signature(run, factors)
        for band in range(_BANDS):
            first = seen.setdefault((band, signature[band].tobytes()), place)
            if first != place:
                found.add((first, place))
    return found


def _signature(run: Labels, factors: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = run.astype(np.uint64)[:, None] * factors[None, :]
    mixed = (mixed ^ (mixed >> np.uint64(29))) * factors[None, ::-1]
    return np.asarray(mixed.min(0).reshape(_BANDS, _ROWS))


def _jaccard(one: Labels, other: Labels) -> float:
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(len(one) + len(other) - common, 1)


def _root(first: list[int], place: int) -> int:
    while first[place] != place:
        place = first[place]
    return place
