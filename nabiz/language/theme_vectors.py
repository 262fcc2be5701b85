"""Words as short vectors learned from the texts themselves: words that appear in the same company lie close together.

Positive pointwise mutual information of words within a window, reduced by singular values (Levy & Goldberg 2014;
context counts smoothed by the power 0.75, Levy, Goldberg & Dagan 2015). A text is the mean of its words,
weighted by how rare they are. Nothing is downloaded, and the same texts give the same vectors.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nabiz.language.content import Word, general_keys

WINDOW = 8
SMOOTHING = 0.75
DIMENSIONS = 40
WORDS_AT_MOST = 4_000

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """v words: their keys, how they are mostly written, how rare each is, and their unit vectors (v × d)."""

    keys: tuple[str, ...]
    forms: tuple[str, ...]
    rarity: NDArray[np.float64]
    vectors: Vectors

    def places(self) -> dict[str, int]:
        """Where each key stands."""
        return {key: place for place, key in enumerate(self.keys)}


def learn(texts: Sequence[Sequence[Word]]) -> Vocabulary:
    """The vocabulary of texts given as their content words. Words of one text alone are left out."""
    documents = Counter(key for text in texts for key in {word.key for word in text})
    least = 3 if len(texts) >= 500 else 2
    frequent = sorted((-count, key) for key, count in documents.items() if count >= least)[:WORDS_AT_MOST]
    keys = tuple(sorted(key for _, key in frequent))
    rarity = np.array([np.log((1 + len(texts)) / (1 + documents[key])) + 1 for key in keys])
    place = {key: i for i, key in enumerate(keys)}
    company = _company([[place[word.key] for word in text if word.key in place] for text in texts], len(keys))
    return Vocabulary(keys, _forms(texts, keys), single(rarity), _reduced(company))


def embed(texts: Sequence[Sequence[Word]], vocabulary: Vocabulary) -> Vectors:
    """Unit vectors of n texts, n × d; a row of zeros where no word tells what the text is about."""
    table = counts(texts, vocabulary.places(), without_general=True)
    table.data = (1 + np.log(table.data)) * vocabulary.rarity[table.indices]
    return unit(np.asarray(table @ vocabulary.vectors))


def counts(texts: Sequence[Sequence[Word]], places: dict[str, int], without_general: bool = False) -> sparse.csr_matrix:
    """How often each word of the vocabulary stands in each text, n × v."""
    left_out = general_keys() if without_general else frozenset()
    found = [
        (row, places[word.key])
        for row, text in enumerate(texts)
        for word in text
        if word.key in places and word.key not in left_out
    ]
    rows, columns = np.array(found, dtype=np.int64).reshape(-1, 2).T
    table = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), (len(texts), len(places)))
    return table.tocsr()


def unit(vectors: Vectors) -> Vectors:
    """Each row brought to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 1e-12, lengths, 1.0)


def _company(texts: list[list[int]], size: int) -> sparse.csr_matrix:
    """The positive pointwise mutual information of each word with each, v × v."""
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    for text in texts:
        words = np.array(text, dtype=np.int64)
        pairs.extend(np.stack((words[:-gap], words[gap:]), axis=1) for gap in range(1, min(WINDOW, len(words) - 1) + 1))
    one, other = np.concatenate(pairs).T
    table = sparse.coo_matrix((np.ones(len(one)), (one, other)), (size, size)).tocsr()
    table = (table + table.T).tocoo()
    seen = np.bincount(table.row, table.data, size)
    smoothed = seen**SMOOTHING
    expected = seen[table.row] * smoothed[table.col] / max(smoothed.sum(), 1.0)
    information = np.log(table.data / expected)
    kept = information > 0
    return sparse.csr_matrix((information[kept], (table.row[kept], table.col[kept])), (size, size))


def _reduced(company: sparse.csr_matrix) -> Vectors:
    """Unit vectors of v words from the singular vectors of their company, the same ones for the same input."""
    size = company.shape[0]
    if size < 3 or company.nnz == 0:
        return np.eye(size)
    dimensions = min(DIMENSIONS, size - 1)
    left, values = _singular(company, dimensions)
    return single(unit(left * np.sqrt(values)))


def _singular(table: sparse.csr_matrix, dimensions: int) -> tuple[Vectors, Vectors]:
    """The largest singular values and their left vectors, by random projection from a fixed seed with power iterations
    (Halko, Martinsson & Tropp 2011)."""
    width = min(dimensions + 20, table.shape[0])
    basis = np.random.default_rng(0).standard_normal((table.shape[1], width))
    for _ in range(6):
        basis = np.linalg.qr(table @ basis)[0]
        basis = np.linalg.qr(table.T @ basis)[0]
    left, values, _ = np.linalg.svd(table @ basis, full_matrices=False)
    return left[:, :dimensions], values[:dimensions]


def single(vectors: Vectors) -> Vectors:
    """Rounded to 32 bits, as a file keeps them, so that a model reads the same before and after."""
    return vectors.astype(np.float32).astype(np.float64)


def _forms(texts: Sequence[Sequence[Word]], keys: tuple[str, ...]) -> tuple[str, ...]:
    """How each word is mostly written; of forms equally frequent the shorter, then the one with Turkish letters."""
    written: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for text in texts:
        for word in text:
            if word.key in written:
                written[word.key][word.form] += 1
    return tuple(min(written[key].items(), key=lambda form: (-form[1], len(form[0]), form[0]))[0] for key in keys)
