"""What a theme is called: the words that are frequent in it and rare in the others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nabiz.language.content import Word, general_keys
from nabiz.language.theme_vectors import Vocabulary, counts

WORDS = 6


def telling_words(
    texts: Sequence[Sequence[Word]], labels: NDArray[np.int64], vocabulary: Vocabulary, themes: int
) -> list[tuple[str, ...]]:
    """Up to six words for each theme, most telling first, in the form in which they are mostly written.

    Class-based tf-idf (Grootendorst 2022): share of the word in the theme × ln(1 + A / its frequency in all), where A
    is the mean number of words of a theme. Words that only praise or blame are left out.
    """
    table = counts(texts, vocabulary.places())
    totals = np.zeros((themes, len(vocabulary.keys)))
    for theme in range(themes):
        totals[theme] = np.asarray(table[np.flatnonzero(labels == theme)].sum(0)).ravel()
    weights = _ctfidf(totals)
    weights[:, [place for place, key in enumerate(vocabulary.keys) if key in general_keys()]] = 0.0
    return [_best(row, vocabulary) for row in weights]


def _ctfidf(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths, frequency = totals.sum(1, keepdims=True), totals.sum(0)
    rarity = np.log(1 + lengths.mean() / np.maximum(frequency, 1.0))
    return np.asarray(totals / np.maximum(lengths, 1.0) * rarity)


def _best(weights: NDArray[np.float64], vocabulary: Vocabulary) -> tuple[str, ...]:
    order = np.argsort(-weights, kind="stable")[:WORDS]
    return tuple(vocabulary.forms[place] for place in order if weights[place] > 0)
