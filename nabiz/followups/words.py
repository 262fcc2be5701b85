"""What a comment is about and in what tone, as far as rules ask for it."""

from collections.abc import Mapping
from typing import Any, Protocol

from nabiz.followups.models import Rule
from nabiz.themes.queries import family_of, standing_theme
from nabiz.themes.understanding import understand


class Read(Protocol):
    """How a comment was understood: as a row that was written down, or just now."""

    label: str
    theme_id: int
    aspects: list[dict[str, Any]]


class _Now:
    def __init__(self, text: str) -> None:
        its = understand([text])[0]
        self.label, self.theme_id, self.aspects = str(its.judgement.label), its.theme, list(its.aspects)


class Words:
    """A comment, read once and only where a rule asks. `known` is how it was read before."""

    def __init__(self, text: str, known: Read | None = None) -> None:
        self.text, self._read = text, known

    def meet(self, rule: Rule) -> bool:
        """Whether it is about the rule's theme, in the rule's tone.

        Where a comment names several things, the tone is that of the clauses about the theme: "fast delivery, bad
        sound" is no complaint about the delivery. A theme that is gone meets nothing.
        """
        if not rule.asks_words:
            return True
        if not self.text.strip():
            return False
        if rule.theme is None:
            return self.read.label == rule.tone
        about = _tone_about(rule.theme, self.read)
        return bool(about) and rule.tone in ("", about)

    @property
    def read(self) -> Read:
        if self._read is None:
            self._read = _Now(self.text)
        return self._read


def _tone_about(number: int, read: Read) -> str:
    """In what tone the theme is spoken of; empty where it is not."""
    theme = standing_theme(number)
    if theme is None:
        return ""
    named: Mapping[str, Any] | None = next(
        (each for each in read.aspects if theme.key and each["theme"] == theme.key), None
    )
    if named:
        return str(named["label"])
    return read.label if read.theme_id in family_of(theme) else ""
