"""The trained models of sentiment: weights of letter and word grams, one file for each language.

A text is its letter grams and its word grams, each weighted by (1 + ln count) × idf and brought to length one; a linear
machine gives three margins. A multinomial logistic regression over them, over what the rules say, and over the length
gives calibrated probabilities (Platt 1999, for several classes; Wolpert 1992, for several judges); those of the rules
alone are mixed in where a text is very short. Trained by `scripts/train_language.py`; what on: `MODELCARD.md`.
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

VERSION = 2
CLASSES = 3  # negative, neutral, positive
CHARACTERS_AT_ONCE = 200_000
VERY_SHORT, CLEAR = 0.4, 0.7  # hundreds of characters, and a score of the rules
SHORT = 0.45  # hundreds of characters, over which a text stops being a remark that the rules read best

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
    """Weights f × 3, a margin each class starts from, and what turns margins and advice into probabilities."""

    features: Features
    weights: Floats
    start: Floats
    scaling: Floats
    offset: Floats
    by_rules: Floats  # the same for what the rules say alone, its last row an offset

    def probabilities(self, texts: Sequence[str], advice: Floats) -> Floats:
        """n × 3: negative, neutral, positive; each row sums to 1. `advice` is a row for each text: `sentiment.advice`.

        Texts without a known gram, of which the rules say nothing either, are neutral for sure.
        """
        found, start = [np.zeros((0, CLASSES))], 0
        for part in _portions(texts):
            found.append(self._probabilities(part, advice[start : start + len(part)]))
            start += len(part)
        return np.concatenate(found)

    def margins(self, texts: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
        """n × 3, and which texts have a known gram at all."""
        text, gram, value = self.features.values(texts)
        found = [np.bincount(text, value * self.weights[gram, each], len(texts)) for each in range(CLASSES)]
        return np.stack(found, axis=1) + self.start, np.bincount(text, minlength=len(texts)) > 0

    def _probabilities(self, texts: Sequence[str], advice: Floats) -> Floats:
        margins, is_known = self.margins(texts)
        judged = _shares(inputs(np.where(is_known[:, None], margins, 0.0), advice) @ self.scaling + self.offset)
        weight = trust(advice)[:, None]
        mixed = (1 - weight) * judged + weight * _shares(spoken(advice) @ self.by_rules[:-1] + self.by_rules[-1])
        is_silent = ~is_known & ~advice[:, 0].astype(bool)
        found = np.where(is_silent[:, None], np.array([0.0, 1.0, 0.0]), mixed)
        return np.asarray(found.round(6))  # the last bits depend on how many texts come together

    def save(self, file: IO[bytes]) -> None:
        """Write it compressed: buckets as gaps, weights as 16-bit floats."""
        buckets = np.flatnonzero(self.features.number >= 0)
        order = self.features.number[buckets]
        half = {"rarity": self.features.rarity[order], "weights": self.weights[order]}
        small: dict[str, Any] = {name: array.astype(np.float16) for name, array in half.items()}
        whole: dict[str, Any] = {
            "start": self.start,
            "scaling": self.scaling,
            "offset": self.offset,
            "by_rules": self.by_rules,
        }
        gaps = np.diff(buckets, prepend=0).astype(np.uint32)
        np.savez_compressed(file, version=np.array([VERSION, BITS]), gaps=gaps, **small, **whole)


def inputs(margins: Floats, advice: Floats) -> Floats:
    """What the probabilities are made of: margins, what the rules say, the length; the first two again, the more the
    shorter the text, and where something is denied."""
    score, length, is_denied = advice[:, :1], advice[:, 1:2], advice[:, 2:]
    said = np.concatenate([margins, np.maximum(score, 0), np.minimum(score, 0), np.ones_like(score)], axis=1)
    return np.concatenate([said[:, :-1], length, said * np.exp(-length / SHORT), said * is_denied], axis=1)


def spoken(advice: Floats) -> Floats:
    """What the rules say alone: praise, blame, and both where something is denied."""
    said = np.concatenate([np.maximum(advice[:, :1], 0), np.minimum(advice[:, :1], 0)], axis=1)
    return np.concatenate([said, said * advice[:, 2:]], axis=1)


def trust(advice: Floats) -> Floats:
    """How far the rules alone are followed, 0 to 1: where they say something clear of a very short text.

    A count of grams is at its weakest there: "ürün güzel" is in the reviews it learned from only before an "ama".
    """
    told: Floats = np.minimum(1, (advice[:, 0] / CLEAR) ** 2) * np.exp(-((advice[:, 1] / VERY_SHORT) ** 2))
    return told


def _shares(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares


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
    return SentimentModel(features, weights, start, parts["scaling"], parts["offset"], parts["by_rules"])


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
