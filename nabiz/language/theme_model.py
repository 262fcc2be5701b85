"""Themes that were discovered in texts, kept so that new texts find them again and a person's corrections hold.

A model is a value: what changes it returns a new one. It holds no text: corrected texts are known by their digest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from nabiz.language import theme_changes, theme_files, theme_quotes
from nabiz.language.content import Word, content_words
from nabiz.language.detection import Language
from nabiz.language.sentiment import sentiment
from nabiz.language.theme_parts import Assigned, Theme, digest
from nabiz.language.theme_vectors import Vectors, Vocabulary, embed

CLOSE_ENOUGH = 0.2  # below this cosine a text has no theme of its own and is "other"
READ = 1_000  # characters of a text that names no topic
_OF_LABEL: dict[str, int] = {"positive": 1, "negative": 2, "neutral": 3}


@dataclass(frozen=True)
class ThemeModel:
    """Themes, the vocabulary, and the centroids that texts find them by: one row a topic, in the order of `topics`."""

    vocabulary: Vocabulary
    themes: tuple[Theme, ...]
    centroids: Vectors
    language: Language | None = None
    next_id: int = 4
    corrections: Mapping[str, int] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[Theme, ...]:
        """The themes that were discovered or made, without the general ones."""
        return tuple(theme for theme in self.themes if theme.kind == "topic")

    def theme(self, theme: int) -> Theme:
        """The theme of this id, or the one it was merged into. KeyError where there is none."""
        known = {each.id: each for each in self.themes}
        return known[self.current(theme)]

    def current(self, theme: int) -> int:
        """The id that stands for this one after merges."""
        while theme in self.merged:
            theme = self.merged[theme]
        return theme

    def tree(self) -> dict[int, tuple[Theme, ...]]:
        """The topics by group, largest group first: the upper level and the lower level of a small tree."""
        branches: dict[int, list[Theme]] = {}
        for theme in self.topics:
            branches.setdefault(theme.group, []).append(theme)
        order = sorted(branches, key=lambda group: (-sum(theme.size for theme in branches[group]), group))
        return {group: tuple(branches[group]) for group in order}

    def assign(self, texts: Sequence[str]) -> list[Assigned]:
        """The theme of each text. The model does not change; the same text always gets the same theme."""
        return self.assign_words(texts, self.words_of(texts))

    def words_of(self, texts: Sequence[str]) -> list[list[Word]]:
        """The content words of each text, in the language of the model or each text's own."""
        return [content_words(text, self.language) for text in texts]

    def assign_words(self, texts: Sequence[str], words: Sequence[Sequence[Word]]) -> list[Assigned]:
        """As `assign`, for texts whose content words are known."""
        vectors = embed(words, self.vocabulary)
        found = self._nearest(vectors)
        silent = [i for i, each in enumerate(found) if each is None]
        for i in silent:
            found[i] = Assigned(
                3 if vectors[i].any() else _OF_LABEL[sentiment(texts[i][:READ], self.language).label], 0.0
            )
        corrected = [self.corrections.get(digest(text)) if self.corrections else None for text in texts]
        return [
            Assigned(self.current(told), 1.0, True) if told is not None else each or Assigned(3, 0.0)
            for told, each in zip(corrected, found, strict=True)
        ]

    def _nearest(self, vectors: Vectors) -> list[Assigned | None]:
        topics = self.topics
        if not topics:
            return [None] * len(vectors)
        cosines = vectors @ self.centroids.T
        best = cosines.argmax(1)
        closeness = cosines[np.arange(len(vectors)), best]
        return [
            Assigned(topics[place].id, min(float(close), 1.0)) if close >= CLOSE_ENOUGH else None
            for place, close in zip(best, closeness, strict=True)
        ]

    def update(self, texts: Sequence[str], assigned: Sequence[int | None]) -> tuple[Self, list[int]]:
        """The model after more texts, and the theme of each text now.

        `assigned` is the theme each text had, None for a new one. Old texts stay where they are unless another theme
        has become much closer; corrected ones always stay. New texts that fit no theme and resemble each other found
        one.
        """
        return theme_changes.update(self, texts, assigned)

    def correct(self, text: str, theme: int) -> Self:
        """This text belongs to that theme: from now on, after every update, and for texts like it a little more."""
        return theme_changes.correct(self, text, self.theme(theme))

    def rename(self, theme: int, name: str) -> Self:
        """Call a theme by a name that stays. An empty name goes back to its telling words."""
        return self.with_theme(replace(self.theme(theme), name=" ".join(name.split())[:120]))

    def pin(self, theme: int, is_pinned: bool = True) -> Self:
        """Keep words, place and existence of a theme as they are now, or let it go again."""
        return self.with_theme(replace(self.theme(theme), is_pinned=is_pinned))

    def merge(self, theme: int, into: int) -> Self:
        """Make two topics one: what was `theme` is `into` from now on. Its old id is understood for ever."""
        return theme_changes.merge(self, self.theme(theme), self.theme(into))

    def split(self, theme: int, texts: Sequence[str], parts: int = 2) -> Self:
        """Part a topic by its texts. The largest part keeps id and name; ValueError where the texts are all alike."""
        return theme_changes.split(self, self.theme(theme), texts, parts)

    def add(self, name: str, words: Sequence[str]) -> Self:
        """A theme made by a person from a few telling words. ValueError where the model knows none of them."""
        return theme_changes.add(self, name, words)

    def quotes(
        self, theme: int, texts: Sequence[str], count: int = 3, mask: Callable[[str], str] | None = None
    ) -> list[str]:
        """Up to `count` texts that represent the theme: close to its middle, of readable length, each different."""
        return theme_quotes.quotes(self, self.theme(theme), texts, count, mask)

    def with_theme(self, changed: Theme) -> Self:
        """The same model with one theme in another state."""
        return replace(self, themes=tuple(changed if each.id == changed.id else each for each in self.themes))

    def to_json(self) -> str:
        """The model as text: JSON with the arrays as base64 of 32-bit floats, nothing that runs when it is read."""
        return theme_files.to_json(self)

    @classmethod
    def from_json(cls, written: str) -> Self:
        """The model that `to_json` wrote. ValueError where it is damaged or of a version that is not known."""
        return theme_files.from_json(cls, written)
