"""The words that tell what a text is about: stems without small words; praise and blame in general apart."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from nabiz.language.cleaning import clean
from nabiz.language.detection import Language, detect_language
from nabiz.language.folding import plain_letters, turkish_casefold
from nabiz.language.stems import stem_key

LONGEST = 4_000  # characters that take part in what a text is about

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*")
_APOSTROPHE = re.compile("['’`´]")


class Word(NamedTuple):
    """A stem in plain letters, by which words are compared, and the word as it was written, in lower case."""

    key: str
    form: str


def content_words(text: str, language: Language | None = None) -> list[Word]:
    """The telling words of a text in their order. Without a language it is recognised, or else taken for Turkish."""
    read_in = language or detect_language(text) or "tr"
    cleaned = _ADDRESS.sub(" ", clean(text, LONGEST))
    words = (_bare(found, read_in) for found in _WORD.findall(cleaned))
    return [Word(stem_key(word, read_in), word) for word in words if len(word) > 1 and not _is_small(word, read_in)]


@cache
def general_keys() -> frozenset[str]:
    """The keys of words that praise or blame without saying what: good, iyi, thanks."""
    return frozenset(key for language in ("tr", "en") for key in _keys(language, "general"))


@cache
def nameless_keys() -> frozenset[str]:
    """The keys of words by which nothing is called, though texts may resemble each other in them: hello, saatler."""
    return frozenset(key for language in ("tr", "en") for key in _keys(language, "nameless"))


def _bare(word: str, language: Language) -> str:
    """A Turkish apostrophe parts a name from its ending, an English one stands for a letter."""
    if language == "tr":
        return turkish_casefold(_APOSTROPHE.split(word)[0])
    return _APOSTROPHE.sub("", word).lower()


def _is_small(word: str, language: Language) -> bool:
    return plain_letters(word) in _words(language, "small")


@cache
def _words(language: Language, role: str) -> frozenset[str]:
    lists = tomllib.loads((files("nabiz.language") / "theme_words.toml").read_text(encoding="utf-8"))
    return frozenset(plain_letters(lists[language][role]).split())


@cache
def _keys(language: Language, role: str) -> frozenset[str]:
    words = _words(language, role)
    return words | {stem_key(word, language) for word in words}
