"""Every text of a survey in every language, side by side, for whoever translates."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nabiz.feedback.kinds import SCALES
from nabiz.feedback.models import LANGUAGES, Question, Version
from nabiz.feedback.texts import one_line

LONGEST_TEXT = 600


@dataclass(frozen=True)
class Text:
    """`path` is its name in a form. One that is not `needed` may stay empty in every language."""

    path: str
    about: str
    words: dict[str, str]
    key: str = ""
    needed: bool = True

    @property
    def missing(self) -> list[str]:
        """The languages in which it has to be written still."""
        is_used = self.needed or any(self.words.values())
        return [language for language in LANGUAGES if is_used and not self.words.get(language)]


def texts_of(version: Version, questions: Sequence[Question]) -> list[Text]:
    return [*_of_version(version), *(text for question in questions for text in _of_question(question))]


def missing_in(version: Version, questions: Sequence[Question], language: str) -> list[Text]:
    return [text for text in texts_of(version, questions) if language in text.missing]


def with_words(texts: Mapping[str, Any], name: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a text field in which `name` has these words by language."""
    changed = deepcopy(dict(texts))
    for language, words in sent.items():
        changed.setdefault(language, {})[name] = one_line(words, LONGEST_TEXT)
    return changed


def _of_version(version: Version) -> Iterator[Text]:
    yield Text("why", _("Who asks, and why"), _words(version.texts, "why"), needed=False)
    yield Text("thanks", _("Words of thanks"), _words(version.texts, "thanks"), needed=False)


def _of_question(question: Question) -> Iterator[Text]:
    key = question.key
    yield Text(f"{key}.title", _("Question"), _words(question.texts, "title"), key)
    yield Text(f"{key}.hint", _("Hint"), _words(question.texts, "hint"), key, needed=False)
    if question.kind in SCALES and question.kind != Question.Kind.SMILEYS:
        yield Text(f"{key}.low", _("Low end"), _words(question.texts, "low"), key, needed=False)
        yield Text(f"{key}.high", _("High end"), _words(question.texts, "high"), key, needed=False)
    if question.kind == Question.Kind.CONSENT:
        yield Text(f"{key}.low", _("Beside the box"), _words(question.texts, "low"), key, needed=False)
    for field, name in (("options", _("Answer")), ("rows", _("Row"))):
        for each in getattr(question, field):
            yield Text(f"{key}.{field}.{each['value']}", name, _words(each["texts"], "label"), key)


def _words(texts: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: texts.get(language, {}).get(name, "") for language in LANGUAGES}
