"""Signs that a text is not feedback: keys hit at random, advertisements, links, hidden characters, repetition."""

import re
from typing import Literal

from nabiz.language.cleaning import clean, has_hidden_characters
from nabiz.language.folding import plain_letters

Sign = Literal["gibberish", "advertisement", "links", "repetition", "hidden"]

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|xyz|top|ru|click|shop|link|info|bet|casino)\b\S*")
_ADVERTISEMENT = re.compile(
    r"\b(?:bahis|casino|kumar|slot|rulet|bonus\w*|freespin|takipci satin|kredi cikar\w*|evden calis\w*|ek gelir"
    r"|whatsapp hatti|sohbet hatti|escort|viagra|cialis|bitcoin|crypto\w*|forex|seo servic\w*|backlinks?"
    r"|earn money|make money|work from home|click here|hemen tikla\w*|tiklayin|cheap (?:loans?|pills?)|free followers"
    r"|investment opportunit\w*|limited offer)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouy]")
_KEYS = re.compile(
    r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|zxcv|xcvb|cvbn|lkjh|fdsa|jkl[sşi]|qaz|wsx|dsad|sada|asdas|sdasd"
)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_LATIN = re.compile(r"[a-z]+")


def spam_signs(text: str) -> tuple[Sign, ...]:
    """What speaks against a text, in a fixed order; none for an ordinary one, and none for an empty one.

    They are signs, not proof: show them beside the text, and let a person throw it away.
    """
    plain = plain_letters(clean(text))
    words = _WORD.findall(plain)
    links = _LINK.findall(plain)
    found: dict[Sign, bool] = {
        "gibberish": _is_gibberish(words),
        "advertisement": len(set(_ADVERTISEMENT.findall(plain))) >= (1 if links else 2),
        "links": len(links) >= 3 or bool(links and len(words) <= 8),
        "repetition": len(words) >= 8 and len(set(words)) * 5 <= len(words),
        "hidden": has_hidden_characters(text),
    }
    return tuple(sign for sign, is_seen in found.items() if is_seen)


def _is_gibberish(words: list[str]) -> bool:
    """Half of the letters or more stand in words that nobody can speak. Other scripts are not judged."""
    latin = [word for word in words if len(word) >= 4 and _LATIN.fullmatch(word)]
    letters = sum(len(word) for word in words)
    odd = sum(len(word) for word in latin if _is_unspeakable(word))
    return odd >= 5 and 2 * odd >= letters


def _is_unspeakable(word: str) -> bool:
    if _KEYS.search(word) or _CONSONANTS.search(word) or len(set(word)) == 1:
        return True
    return len(word) >= 5 and len(_VOWEL.findall(word)) * 6 < len(word)
