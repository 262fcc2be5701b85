"""How strongly something is said, whatever it says: by degree words, capitals, exclamation marks and emoji."""

import re
from functools import cache

from nabiz.language.cleaning import clean
from nabiz.language.detection import Language
from nabiz.language.sentiment_rules import rules_for
from nabiz.language.tokens import sentences

CALM = 0.0
_EXCLAMATION = re.compile(r"!+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_CAPITALS = re.compile(r"\b[A-ZÇĞİÖŞÜ]{3,}\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_READ = 2_000  # characters; the tone of a text is clear by then


def intensity(text: str, language: Language = "tr") -> float:
    """0 for what is said calmly, towards 1 for what is shouted: 1 - 0.7 ^ (number of signs, each kind bounded).

    Signs: words of degree ("çok", "very"; at most 3), exclamation marks (3), words in capitals among others (3),
    drawn-out letters (2), telling emoji (2). A text all in capitals counts two,
    since some people never write otherwise.
    """
    start = clean(text, _READ)
    signs = [
        (_degrees(start, language), 3),
        (sum(len(run) for run in _EXCLAMATION.findall(start)), 3),
        (_shouted(start), 3),
        (len(_DRAWN_OUT.findall(start)), 2),
        (sum(letter in _telling() for letter in start), 2),
    ]
    return round(float(1 - 0.7 ** sum(min(found, most) for found, most in signs)), 4)


def _degrees(text: str, language: Language) -> int:
    found = rules_for(language).intensifiers
    return sum(
        found.match(sentence.words, i) is not None
        for sentence in sentences(text, language)
        for i in range(len(sentence.words))
    )


def _shouted(text: str) -> int:
    words, shouted = len(_WORD.findall(text)), len(_CAPITALS.findall(text))
    return min(shouted, 2) if words and shouted * 2 > words else shouted


@cache
def _telling() -> frozenset[str]:
    return frozenset(sign for sign, value in rules_for("en").signs.items() if abs(value) >= 1 and len(sign) == 1)
