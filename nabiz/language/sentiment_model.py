"""The trained models of sentiment: weights of letter and word grams, one file for each language.

A text is its letter grams and its word grams, each weighted by (1 + ln count) × idf and brought to length one; a linear
machine gives three margins, and a multinomial logistic regression over them gives calibrated probabilities (Platt 1999,
for several classes). Trained by `scripts/train_language.py`; what on, and how well: `MODELCARD.md`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from nabiz.language.detection import Language
from nabiz.language.ngrams import BITS, Grams, both_grams, counted

VERSION = 1
CLASSES = 3  # negative, neutral, positive
CHARACTERS_AT_ONCE = 200_000

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """Which grams count: the number of each bucket (-1 where none), and the rarity (idf) of each of f grams."""

    number: NDArray[np.int32]
    rarity: Floats

    def values(self, texts: Sequence[str]) -> tuple[Integers, Integers, Floats]:
        """The known grams of n texts as (text, gram, value), three arrays of one length."""
        blocks = [self._block(grams, len(texts)) for grams in both_grams(texts)]
        text, gram, value = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return text, gram, value

    def _block(self, grams: Grams, texts: int) -> tuple[Integers, Integers, Floats]:
        numbers = self.number[grams.bucket]
        known = np.flatnonzero(numbers >= 0)
        text, gram, count = counted(Grams(grams.text[known], numbers[known].astype(np.int64)), len(self.rarity))
        value = (1 + np.log(count)) * self.rarity[gram]
        length = np.sqrt(np.bincount(text, value * value, texts))
        return text, gram, value / length[text]


@dataclass(frozen=True)
class SentimentModel:
    """Weights f × 3, a margin each class starts from, and what turns the three margins into probabilities."""

    features: Features
    weights: Floats
    start: Floats
    scaling: Floats
    offset: Floats

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """n × 3: negative, neutral, positive; each row sums to 1. Texts without a known gram are neutral for sure."""
        return np.concatenate([np.zeros((0, CLASSES)), *(self._probabilities(part) for part in _portions(texts))])

    def margins(self, texts: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
        """n × 3, and which texts have a known gram at all."""
        text, gram, value = self.features.values(texts)
        found = [np.bincount(text, value * self.weights[gram, each], len(texts)) for each in range(CLASSES)]
        return np.stack(found, axis=1) + self.start, np.bincount(text, minlength=len(texts)) > 0

    def _probabilities(self, texts: Sequence[str]) -> Floats:
        margins, is_known = self.margins(texts)
        scores = margins @ self.scaling + self.offset
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        nothing = np.array([0.0, 1.0, 0.0])
        found = np.where(is_known[:, None], odds / odds.sum(axis=1, keepdims=True), nothing)
        return np.asarray(found.round(6))  # the last bits depend on how many texts come together

    def save(self, file: IO[bytes]) -> None:
        """Write it compressed: buckets as gaps, weights as 16-bit floats."""
        buckets = np.flatnonzero(self.features.number >= 0)
        order = self.features.number[buckets]
        half = {"rarity": self.features.rarity[order], "weights": self.weights[order]}
        small: dict[str, Any] = {name: array.astype(np.float16) for name, array in half.items()}
        whole: dict[str, Any] = {"start": self.start, "scaling": self.scaling, "offset": self.offset}
        gaps = np.diff(buckets, prepend=0).astype(np.uint32)
        np.savez_compressed(file, version=np.array([VERSION, BITS]), gaps=gaps, **small, **whole)


@cache
def model_of(language: Language) -> SentimentModel:
    """The shipped model of a language, read when it is first asked for and kept."""
    with (files("nabiz.language") / f"sentiment_{language}.npz").open("rb") as file:
        return load(file)


def load(file: IO[bytes]) -> SentimentModel:
    """A model that `save` wrote. ValueError where it is of another version."""
    with np.load(file, allow_pickle=False) as read:
        parts: dict[str, Any] = dict(read)
    if parts["version"].tolist() != [VERSION, BITS]:
        raise ValueError(f"a model of version {parts['version'].tolist()}, known is {[VERSION, BITS]}")
    features = features_of(np.cumsum(parts["gaps"], dtype=np.int64), parts["rarity"].astype(np.float64))
    weights, start = parts["weights"].astype(np.float64), parts["start"]
    return SentimentModel(features, weights, start, parts["scaling"], parts["offset"])


def features_of(buckets: Integers, rarity: Floats) -> Features:
    """Features for these buckets, in this order."""
    number = np.full(1 << BITS, -1, dtype=np.int32)
    number[buckets] = np.arange(len(buckets), dtype=np.int32)
    return Features(number, rarity)


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in runs of bounded length, so that memory stays bounded too."""
    start, length = 0, 0
    for place, text in enumerate(texts):
        length += len(text)
        if length > CHARACTERS_AT_ONCE:
            yield texts[start : place + 1]
            start, length = place + 1, 0
    if start < len(texts):
        yield texts[start:]
