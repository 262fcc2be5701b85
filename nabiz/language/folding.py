"""Case and letters folded so that people find what they mean: IŞIK, ışık and isik are one word."""

import unicodedata

_TURKISH_UPPER = str.maketrans({"I": "ı", "İ": "i"})
_PLAIN = str.maketrans({"ı": "i", "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})


def turkish_casefold(text: str) -> str:
    """Lower case by Turkish rules: I becomes ı and İ becomes i. NFC in and out."""
    return unicodedata.normalize("NFC", text).translate(_TURKISH_UPPER).lower()


def plain_letters(text: str) -> str:
    """Lower case without diacritics, ı as i; white space and signs stay as they are."""
    if text.isascii():
        return text.lower()
    lowered = turkish_casefold(text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", lowered)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    # Once more, because what comes apart can be a capital: ᴬ is an A.
    return letters.casefold().translate(_PLAIN)


def search_key(text: str) -> str:
    """What a search compares: plain letters, runs of white space as one blank.

    The same key comes out whichever keyboard typed the word: "IŞIK", "ışık" and "isik" all give "isik".
    """
    return " ".join(plain_letters(text).split())
