"""Words and phrases looked up in a running text, with the endings that a language allows them.

How the entries are written is explained at the top of `sentiment_tr.toml` and `sentiment_en.toml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, NamedTuple, TypeVar

from nabiz.language.endings import is_denied, is_noun_ending, is_verb_ending, is_without
from nabiz.language.folding import search_key

Kind = Literal["exact", "any", "tail", "noun", "verb"]
Value = TypeVar("Value")

_SOFT = str.maketrans("kpt", "gbd")  # as in eksik, eksiği


class Match(NamedTuple, Generic[Value]):
    """What was found, over how many words, and whether an ending denies it."""

    value: Value
    length: int
    is_denied: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of an entry."""

    stem: str
    kind: Kind

    def denied(self, word: str) -> bool | None:
        """None unless the word is this one; whether its ending denies it."""
        if self.kind == "tail":
            return False if word.endswith(self.stem) else None
        if not word.startswith(self.stem):
            return None
        return _reading(word[len(self.stem) :], self.kind)


class Lexicon(Generic[Value]):
    """Entries with a value each; of several that fit, the one with more words, then the one with more letters wins."""

    def __init__(self, language: str) -> None:
        self._inflects = language == "tr"
        self._words: dict[str, list[tuple[Kind, Value]]] = {}
        self._phrases: dict[str, list[tuple[list[_Word], Value]]] = {}
        self._beginnings: set[str] = set()  # the first two letters of every entry, so that most words need no look
        self._is_open = False  # whether an entry fits words that begin otherwise
        self._lookup = lru_cache(maxsize=50_000)(self._look_up)
        self._begun = lru_cache(maxsize=50_000)(self._begin)

    def add(self, entries: str | Iterable[str], value: Value) -> None:
        """Add entries, of a list or separated by commas."""
        split = entries.split(",") if isinstance(entries, str) else entries
        for entry in (each.strip() for each in split):
            if entry:
                self._add(entry.split(), value)

    def match(self, words: Sequence[str], start: int) -> Match[Value] | None:
        """The best entry that begins at `start` in a sequence of plain words."""
        if words[start][:2] not in self._beginnings and not self._is_open:
            return None
        found = self._phrase(words, start)
        if found is not None:
            return found
        single = self._lookup(words[start])
        return Match(single[0], 1, single[1]) if single else None

    def _add(self, entry: list[str], value: Value) -> None:
        *before, last = entry
        parts = [self._word(word, "exact") for word in before]
        parts.append(self._word(last, "noun" if self._inflects else "exact"))
        self._beginnings |= {parts[0].stem[:2], parts[0].stem[:2].translate(_SOFT)}
        self._is_open |= parts[0].kind == "tail" or len(parts[0].stem) < 2
        if before:
            key = "" if parts[0].kind == "tail" else parts[0].stem[:3]
            self._phrases.setdefault(key, []).append((parts, value))
            self._phrases[key].sort(key=_length, reverse=True)
            return
        word = parts[0]
        self._words.setdefault(word.stem, []).append((word.kind, value))
        soft = word.stem[:-1] + word.stem[-1:].translate(_SOFT)
        if self._inflects and word.kind != "exact" and soft != word.stem:
            self._words.setdefault(soft, []).append((word.kind, value))

    def _word(self, written: str, kind: Kind) -> _Word:
        if written.startswith("="):
            return _Word(search_key(written[1:]), "exact")
        if written.endswith("-"):
            return _Word(search_key(written[:-1]), "verb")
        if written.endswith("*"):
            return _Word(_plain(written[:-1]), "any")
        if written.startswith("*"):
            return _Word(_plain(written[1:]), "tail")
        return _Word(_plain(written), kind)

    def _phrase(self, words: Sequence[str], start: int) -> Match[Value] | None:
        for parts, value in self._begun(words[start]):
            denied = _denied(parts, words[start + 1 : start + 1 + len(parts)])
            if denied is not None:
                return Match(value, len(parts) + 1, denied)
        return None

    def _begin(self, word: str) -> list[tuple[list[_Word], Value]]:
        """The phrases that can begin with this word, without their first part."""
        keys = (word[:3], word[:2], "") if len(word) > 2 else (word, "")
        near = (phrase for key in keys for phrase in self._phrases.get(key, ()))
        return [(parts[1:], value) for parts, value in near if parts[0].denied(word) is not None]

    def _look_up(self, word: str) -> tuple[Value, bool] | None:
        for end in range(len(word), 1, -1):
            for kind, value in self._words.get(word[:end], ()):
                denied = _reading(word[end:], kind)
                if denied is not None:
                    return value, denied
        return None


def _denied(parts: list[_Word], words: Sequence[str]) -> bool | None:
    """None unless these words are the phrase; whether the ending of its last word denies it."""
    if len(words) < len(parts):
        return None
    denied: bool | None = None
    for part, word in zip(parts, words, strict=True):
        denied = part.denied(word)
        if denied is None:
            return None
    return denied


def _reading(rest: str, kind: Kind) -> bool | None:
    """None where `rest` cannot be the ending of such a word, else whether it denies the word."""
    if kind == "exact":
        return None if rest else False
    if kind == "any":
        return False
    if kind == "verb":
        return is_denied(rest) if is_verb_ending(rest) else None
    return True if is_without(rest) else False if is_noun_ending(rest) else None


def _plain(written: str) -> str:
    return search_key(written.replace("'", ""))


def _length(phrase: tuple[list[_Word], object]) -> tuple[int, int]:
    return len(phrase[0]), sum(len(word.stem) for word in phrase[0])
