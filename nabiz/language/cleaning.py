"""Texts as they arrive from outside made safe to read: one Unicode form, no invisible characters, a bounded length."""

import re
import unicodedata

LONGEST = 10_000  # characters that are read of one text; what follows says little more and could cost much

# Zero-width and joining characters, direction marks and overrides, variation selectors, soft hyphen, byte order mark,
# tags. They show nothing, and are used to hide words from filters or to turn the reading order round.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u20d0-\u20ff]+"
)


def clean(text: str, longest: int = LONGEST) -> str:
    """The first `longest` characters in NFC, without invisible and control characters; line breaks and tabs stay.

    Control characters become blanks, so that what they parted stays apart; invisible ones go, so that a word with a
    zero-width space inside is found again. Of piled-up accents three stay. A text that is clean comes back unchanged.
    """
    cut = text[: longest * 2]
    shown = _MARKS.sub(r"\1", _CONTROL.sub(" ", _INVISIBLE.sub("", cut)))
    return unicodedata.normalize("NFC", shown)[:longest]


def has_hidden_characters(text: str) -> bool:
    """Whether the text holds direction overrides, zero-width or other characters that show nothing.

    Variation selectors and the joiner count only outside emoji, where they are part of ordinary writing.
    """
    return any(not _belongs_to_emoji(text, found.start()) for found in _INVISIBLE.finditer(text[: LONGEST * 2]))


def _belongs_to_emoji(text: str, place: int) -> bool:
    return text[place] in "\ufe0e\ufe0f\u200d" and place > 0 and ord(text[place - 1]) >= 0x203C
