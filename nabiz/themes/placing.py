"""Where in the tree a text belongs: what its words name comes before what it merely resembles."""

from collections.abc import Sequence
from dataclasses import dataclass

from nabiz.language.content import content_words
from nabiz.language.detection import Language
from nabiz.language.sentiment import LANGUAGES
from nabiz.themes.models import Theme
from nabiz.themes.starters import starters

OF_LABEL = {"positive": "praise", "negative": "complaint", "neutral": "other"}


@dataclass(frozen=True)
class Places:
    """The tree as it is now. `topics` are the discovered themes by the number that the model gives them."""

    topics: dict[int, Theme]
    keys: dict[str, Theme]
    merged: dict[int, int]
    made: dict[str, Theme]

    def of(self, text: str, number: int | None, named: Sequence[str], label: str) -> int:
        """The theme of a text: one that a member made of a word it says; or the topic that it lies in, where that fits
        the things the text names.

        A topic that a member made or pinned needs no such agreement. Without a topic it is the first thing named, and
        where nothing is named, praise, complaint or something else, by the tone.
        """
        if self.made and (made := next((self.made[key] for key in keys_of(text) if key in self.made), None)):
            return self.standing(made.pk)
        topic = self.topics.get(number) if number is not None else None
        if topic and (not named or topic.is_pinned or self._branch(topic) in named):
            return self.standing(topic.pk)
        return self.standing(self.keys[named[0] if named else OF_LABEL[label]].pk)

    def standing(self, theme_id: int) -> int:
        """Which theme stands for this one after merges."""
        while theme_id in self.merged:
            theme_id = self.merged[theme_id]
        return theme_id

    def _branch(self, topic: Theme) -> str:
        return next((key for key, theme in self.keys.items() if theme.pk == topic.parent_id), "")


def places() -> Places:
    """Read the tree."""
    keys = starters()
    everything = list(Theme.objects.all())
    topics = {theme.number: theme for theme in everything if theme.is_topic and theme.number is not None}
    made = {
        key: theme for theme in everything if theme.is_made for word in theme.words for key in keys_of(word, *LANGUAGES)
    }
    return Places(
        topics, keys, made=made, merged={t.pk: t.merged_into_id for t in everything if t.merged_into_id is not None}
    )


def keys_of(text: str, *languages: Language) -> list[str]:
    """The stems of what a text says, by which words of one kind are one; in its own language unless others are told."""
    return [word.key for language in languages or (None,) for word in content_words(text, language)]
