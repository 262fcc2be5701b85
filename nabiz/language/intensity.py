"""How strongly something is said, whatever it says: by degree words, capitals, exclamation marks and emoji."""

import re

from nabiz.language.cleaning import clean
from nabiz.language.folding import plain_letters

_DEGREE = re.compile(
    r"\b(?:co+k|en|asiri|fazlasiyla|son derece|oldukca|inanilmaz|resmen|tamamen|hic|asla|kesinlikle|bu kadar|cidden"
    r"|gercekten|very|so|too|extremely|really|totally|absolutely|completely|incredibly|highly|never|ever|at all"
    r"|utterly|most)\b"
)
_SIGN = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_EXCLAMATION = re.compile(r"!+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_CAPITALS = re.compile(r"\b[A-ZÇĞİÖŞÜ]{3,}\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_READ = 2_000  # characters; the tone of a text is clear by then


def intensity(text: str) -> float:
    """0 for what is said calmly, towards 1 for what is shouted: 1 - 0.7 ^ (number of signs, each kind bounded).

    Signs: words of degree ("çok", "very"; at most 3), exclamation marks (3), words in capitals among others (3),
    drawn-out letters (2), emoji (2). A text all in capitals counts two,
    since some people never write otherwise.
    """
    start = clean(text, _READ)
    signs = [
        (len(_DEGREE.findall(plain_letters(start))), 3),
        (sum(len(run) for run in _EXCLAMATION.findall(start)), 3),
        (_shouted(start), 3),
        (len(_DRAWN_OUT.findall(start)), 2),
        (len(_SIGN.findall(start)), 2),
    ]
    return round(float(1 - 0.7 ** sum(min(found, most) for found, most in signs)), 4)


def _shouted(text: str) -> int:
    words, shouted = len(_WORD.findall(text)), len(_CAPITALS.findall(text))
    return min(shouted, 2) if words and shouted * 2 > words else shouted
