"""Which of the two languages a short text is in: by letters, small words and endings. No model, no download."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from nabiz.language.folding import plain_letters

Language = Literal["tr", "en"]

_TURKISH_ENDING = re.compile(
    r"\w{2,}(?:yor\w*|l[ae]r\w{0,4}|[dt][iu][mk]|m[ae]d[iu]\w*|[iu]n[iu]z|m[iu]st?\w*|[ae]c[ae][kg]\w*|s[iu]z)$"
)
_ENGLISH_ENDING = re.compile(r"\w{2,}(?:ing|tion|ed|ly|ness|ful|able|ght|th)$")
_LETTERS = {"tr": re.compile("[ğışçöüĞİŞÇÖÜ]"), "en": re.compile("[wqxWQX]")}


def detect_language(text: str) -> Language | None:
    """ "tr" or "en", whichever has more signs for it; None where neither has (a number, a name, an emoji)."""
    words = re.findall(r"[^\W\d_]+", plain_letters(text.replace("'", "").replace("’", "")))
    turkish = _evidence(text, words, "tr", _TURKISH_ENDING)
    english = _evidence(text, words, "en", _ENGLISH_ENDING)
    if turkish == english:
        return None
    return "tr" if turkish > english else "en"


def _evidence(text: str, words: list[str], language: Language, ending: re.Pattern[str]) -> float:
    common, letters = _common()[language], len(_LETTERS[language].findall(text))
    return letters + sum(2.0 * (word in common) + 0.5 * bool(ending.match(word)) for word in words)


@cache
def _common() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((files("nabiz.language") / "languages.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in lists.items()}
