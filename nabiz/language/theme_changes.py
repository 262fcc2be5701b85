"""How a model of themes changes: by more texts, and by what people say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from nabiz.language.content import Word
from nabiz.language.theme_clusters import cluster, groups
from nabiz.language.theme_names import telling_words
from nabiz.language.theme_parts import Theme, digest
from nabiz.language.theme_vectors import Vectors, Vocabulary, embed, learn, single, unit

if TYPE_CHECKING:
    from nabiz.language.theme_model import ThemeModel

Model = TypeVar("Model", bound="ThemeModel")

MUCH_CLOSER = 0.3  # by so much cosine another theme must be closer before an old text moves
FAR = 0.35  # a new text less close than this to every theme may help to found one
FOUNDERS, FOUNDING_SHARE = 8, 0.01  # how many such texts must resemble each other, at least
ALIKE = 0.5  # how close founders are to their middle
WEIGHT_OF_CORRECTION = 0.05  # of a theme's size, at least three texts
GROUP_OF = 4  # topics in a branch of the tree, on average


def update(model: Model, texts: Sequence[str], assigned: Sequence[int | None]) -> tuple[Model, list[int]]:
    """See `ThemeModel.update`."""
    words = model.words_of(texts)
    told = [model.corrections.get(digest(text)) for text in texts]
    before = [t if t is not None else old for t, old in zip(told, assigned, strict=True)]
    known = np.array([model.current(old) if old is not None else 0 for old in before], dtype=np.int64)
    moved = _in_new_words(model, words, known)
    vectors = embed(words, moved.vocabulary)
    founded = _founded(moved, vectors[known == 0])
    found = np.array([each.theme for each in founded.assign_words(texts, words)], dtype=np.int64)
    is_told = np.array([each is not None for each in told], dtype=bool)
    stays = (known > 0) & (is_told | ~_is_drawn_away(founded, vectors, known))
    themes = np.where(stays, known, found)
    return described(founded, words, themes), [int(theme) for theme in themes]


def described(model: Model, words: Sequence[Sequence[Word]], themes: NDArray[np.int64]) -> Model:
    """The model with telling words, sizes and groups from texts whose themes are known. Pinned themes keep theirs."""
    topics = model.topics
    place = {theme.id: i for i, theme in enumerate(topics)}
    labels = np.array([place.get(int(theme), -1) for theme in themes], dtype=np.int64)
    telling = telling_words(words, labels, model.vocabulary, len(topics))
    sizes = {theme.id: int((themes == theme.id).sum()) for theme in model.themes}
    branch = groups(model.centroids, [sizes[theme.id] for theme in topics], max(1, round(len(topics) / GROUP_OF)))
    changed = [
        replace(
            theme,
            size=sizes[theme.id],
            words=theme.words if theme.is_pinned or theme.id not in place else telling[place[theme.id]] or theme.words,
            group=int(branch[place[theme.id]]) if theme.id in place else 0,
        )
        for theme in model.themes
    ]
    return replace(model, themes=tuple(changed))


def correct(model: Model, text: str, theme: Theme) -> Model:
    """See `ThemeModel.correct`."""
    corrected = replace(model, corrections={**model.corrections, digest(text): theme.id})
    vector = embed(model.words_of([text]), model.vocabulary)[0]
    if theme.kind != "topic" or theme.is_pinned or not vector.any():
        return corrected
    row = [each.id for each in model.topics].index(theme.id)
    centroids = model.centroids.copy()
    weight = max(3.0, WEIGHT_OF_CORRECTION * theme.size)
    centroids[row] = single(unit(max(theme.size, 1) * centroids[row] + weight * vector))
    return replace(corrected, centroids=centroids)


def merge(model: Model, theme: Theme, into: Theme) -> Model:
    """See `ThemeModel.merge`."""
    if theme.id == into.id:
        return model
    if theme.kind != "topic" or into.kind != "topic":
        raise ValueError("only topics can be merged")
    ids = [each.id for each in model.topics]
    one, other = ids.index(theme.id), ids.index(into.id)
    centroids = model.centroids.copy()
    if not into.is_pinned:
        centroids[other] = single(unit(max(theme.size, 1) * centroids[one] + max(into.size, 1) * centroids[other]))
    themes = [replace(e, size=e.size + theme.size) if e.id == into.id else e for e in model.themes if e.id != theme.id]
    merged = {**model.merged, theme.id: into.id}
    return replace(model, themes=tuple(themes), centroids=np.delete(centroids, one, axis=0), merged=merged)


def split(model: Model, theme: Theme, texts: Sequence[str], parts: int) -> Model:
    """See `ThemeModel.split`."""
    words = model.words_of(texts)
    vectors = embed(words, model.vocabulary)
    told = np.flatnonzero(vectors.any(axis=1))
    if theme.kind != "topic" or len(np.unique(vectors[told].round(6), axis=0)) < max(parts, 2):
        raise ValueError("these texts cannot be told apart")
    centroids = cluster(vectors[told], max(parts, 2))
    labels = (vectors[told] @ centroids.T).argmax(1)
    telling = telling_words([words[i] for i in told], labels, model.vocabulary, len(centroids))
    sizes = np.bincount(labels, minlength=len(centroids))
    row = [each.id for each in model.topics].index(theme.id)
    kept = replace(theme, words=telling[0], size=int(sizes[0]))
    moved = model.centroids.copy()
    moved[row] = single(centroids[0])
    new = [
        Theme(model.next_id + i, "topic", telling[i + 1], group=theme.group, size=int(sizes[i + 1]))
        for i in range(len(centroids) - 1)
    ]
    return _with_topics(replace(model.with_theme(kept), centroids=moved), new, centroids[1:])


def add(model: Model, name: str, words: Sequence[str]) -> Model:
    """See `ThemeModel.add`."""
    vector = embed(model.words_of([" ".join(words)]), model.vocabulary)
    if not vector.any():
        raise ValueError("none of these words stands in the texts")
    theme = Theme(model.next_id, "topic", tuple(words)[:6], " ".join(name.split())[:120], is_pinned=True)
    return _with_topics(model, [theme], vector)


def _with_topics(model: Model, new: list[Theme], centroids: Vectors) -> Model:
    rows = np.concatenate((model.centroids.reshape(-1, centroids.shape[1]), single(centroids)))
    return replace(model, themes=(*model.themes, *new), centroids=rows, next_id=model.next_id + len(new))


def _in_new_words(model: Model, words: Sequence[Sequence[Word]], known: NDArray[np.int64]) -> Model:
    """The model in the vocabulary of all texts, its centroids in the middle of the texts that were theirs."""
    vocabulary = learn(words)
    vectors = embed(words, vocabulary)
    rows = []
    for topic, old in zip(model.topics, model.centroids, strict=True):
        middle = vectors[known == topic.id].sum(0)
        if topic.is_pinned or not middle.any():
            middle = _carried_over(old, model.vocabulary, vocabulary)
        rows.append(unit(middle))
    return replace(model, vocabulary=vocabulary, centroids=single(np.array(rows).reshape(len(rows), vectors.shape[1])))


def _carried_over(centroid: Vectors, before: Vocabulary, after: Vocabulary) -> Vectors:
    """A place told by the words nearest to it, for a theme that has no texts to tell it by."""
    closeness = before.vectors @ centroid
    places = after.places()
    nearest = [i for i in np.argsort(-closeness, kind="stable")[:30] if before.keys[i] in places and closeness[i] > 0]
    return np.asarray(
        sum((closeness[i] * after.vectors[places[before.keys[i]]] for i in nearest), np.zeros(after.vectors.shape[1]))
    )


def _is_drawn_away(model: ThemeModel, vectors: Vectors, known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Old texts of a topic to which another topic has become much closer. Texts of general themes stay."""
    place = {theme.id: row for row, theme in enumerate(model.topics)}
    if not place:
        return np.zeros(len(known), dtype=bool)
    cosines = vectors @ model.centroids.T
    rows = np.array([place.get(int(theme), -1) for theme in known])
    own = cosines[np.arange(len(known)), rows]
    gone = (known > 0) & (rows < 0) & np.array([int(theme) > 3 for theme in known])
    return np.asarray(gone | ((rows >= 0) & (cosines.max(1) - own > MUCH_CLOSER)))


def _founded(model: Model, new: Vectors) -> Model:
    """The model with a new theme, where enough of the new texts are far from all others and close to each other."""
    told = new[new.any(axis=1)]
    closest = (told @ model.centroids.T).max(1, initial=0.0)
    strangers = told[closest < FAR]
    least = max(FOUNDERS, FOUNDING_SHARE * sum(theme.size for theme in model.themes))
    if len(strangers) < least:
        return model
    centroids = cluster(strangers, max(1, int(len(strangers) // (2 * least))))
    cosines = strangers @ centroids.T
    support = [(cosines[cosines.argmax(1) == row, row] > ALIKE).sum() for row in range(len(centroids))]
    kept = [row for row, texts in enumerate(support) if texts >= least]
    new_themes = [Theme(model.next_id + i, "topic") for i in range(len(kept))]
    return _with_topics(model, new_themes, centroids[kept]) if kept else model
