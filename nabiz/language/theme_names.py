"""What a theme is called: the words that are frequent in it and rare in the others."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nabiz.language.content import Word, general_keys, nameless_keys
from nabiz.language.folding import plain_letters
from nabiz.language.theme_vectors import Vocabulary, counts

WORDS = 6
SAID_OF_ONESELF = 0.3
# bulamaDIM, eşleştiremeDİK, başlıYORUZ, yazmıştım, söyleyeyim, ekler misiniz: over plain letters, and verbs only.
_OF_THE_WRITER = re.compile(
    r"(?:yor(?:um|uz|dum|duk|sunuz)|[^r][dt][iu]m|[dm]?[aeiu]?d[iu]k|m[iu]s(?:t[iu][mk]|[iu]m|[iu]z)|[ae]y[iu]m"
    r"|[ae]c[ae]g[iu][mz])$"
)


def telling_words(
    texts: Sequence[Sequence[Word]], labels: NDArray[np.int64], vocabulary: Vocabulary, themes: int
) -> list[tuple[str, ...]]:
    """Up to six words for each theme, most telling first, in the form in which they are mostly written.

    Class-based tf-idf (Grootendorst 2022): share of the word in the theme × ln(1 + A / its frequency in all), where A
    is the mean number of words of a theme. Words that only praise or blame are left out, and so are greetings, words of
    time and the like, unless there is nothing else. Verbs of which the writer is the subject count less: what they did
    says less than what it was about.
    """
    table = counts(texts, vocabulary.places())
    totals = np.zeros((themes, len(vocabulary.keys)))
    for theme in range(themes):
        totals[theme] = np.asarray(table[np.flatnonzero(labels == theme)].sum(0)).ravel()
    weights = _ctfidf(totals)
    weights[:, [place for place, key in enumerate(vocabulary.keys) if key in general_keys()]] = 0.0
    naming = weights * np.array([_fitness(word) for word in zip(vocabulary.keys, vocabulary.forms, strict=True)])
    return [_best(named, vocabulary) or _best(row, vocabulary) for named, row in zip(naming, weights, strict=True)]


def _fitness(word: tuple[str, str]) -> float:
    """How far a word may give a theme its name, 0 to 1."""
    key, form = word
    if key in nameless_keys() or plain_letters(form) in nameless_keys():
        return 0.0
    return SAID_OF_ONESELF if _OF_THE_WRITER.search(plain_letters(form)) else 1.0


def _ctfidf(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths, frequency = totals.sum(1, keepdims=True), totals.sum(0)
    rarity = np.log(1 + lengths.mean() / np.maximum(frequency, 1.0))
    return np.asarray(totals / np.maximum(lengths, 1.0) * rarity)


def _best(weights: NDArray[np.float64], vocabulary: Vocabulary) -> tuple[str, ...]:
    order = np.argsort(-weights, kind="stable")[:WORDS]
    return tuple(vocabulary.forms[place] for place in order if weights[place] > 0)
