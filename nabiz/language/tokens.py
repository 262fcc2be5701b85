"""Texts as sentences of plain words and signs: what rules about words can look at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nabiz.language.folding import plain_letters

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_TOKEN = re.compile(
    r"""(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)
      | (?P<number>\d+(?:[.,/]\d+)*)
      | (?P<face>>?[:;=]'?-?[)(D/|s]+(?!\w)|<3|\^\^)
      | (?P<end>[.!?…\n]+)
      | (?P<pause>[,;:()–—]|\s-\s)
      | (?P<sign>[^\w\s])""",
    re.VERBOSE,
)
_LONG = re.compile(r"(.)\1{2,}")
_DOUBLED = "eo"  # letters that English words double, so that goood is good and sooo stays apart from so


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in plain letters, a comma for each pause; emoji and emoticons apart; how it ends, "" if it does not."""

    words: tuple[str, ...]
    signs: tuple[str, ...]
    end: str


def sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of a text, without addresses. Drawn-out words come back to size: çoook is cok, goood is good."""
    found: list[Sentence] = []
    words: list[str] = []
    signs: list[str] = []
    for kind, token in _tokens(text):
        if kind == "word":
            words.append(_word(token, language))
        elif kind in ("number", "pause"):
            words.append(token if kind == "number" else ",")
        elif kind == "end":
            found.append(Sentence(tuple(words), tuple(signs), token.strip()))
            words, signs = [], []
        else:
            signs.append(token)
    return [one for one in (*found, Sentence(tuple(words), tuple(signs), "")) if one.words or one.signs]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(_ADDRESS.sub(" ", text)):
        yield match.lastgroup or "", match.group()


def _word(token: str, language: str) -> str:
    """A Turkish apostrophe parts a name from its ending, an English one stands for a letter."""
    if language == "tr":
        return _LONG.sub(r"\1", plain_letters(re.split("['’`´]", token)[0]))
    plain = plain_letters(re.sub("['’`´]", "", token))
    return _LONG.sub(lambda run: run[1] * 2 if run[1] in _DOUBLED else run[1], plain)
