"""Alphabetical order by the rules of the reader's language, as a key that compares byte by byte."""

import unicodedata

from nabiz.language.folding import search_key, turkish_casefold

TURKISH_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
ENGLISH_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 120  # letters that take part, so that a key fits into an index


class _Weights(dict[int, str]):
    """What each letter weighs, for str.translate: those of an alphabet in its order, any other when it is first met."""

    def __init__(self, alphabet: str) -> None:
        self.alphabet = {letter: chr(65 + place) for place, letter in enumerate(alphabet)}
        super().__init__({ord(letter): weight for letter, weight in self.alphabet.items()})

    def __missing__(self, code: int) -> str:
        self[code] = _other(chr(code), self.alphabet)
        return self[code]


# "A" and the characters after it, in ASCII: one byte for each letter, above blanks and digits, below other scripts.
_TURKISH, _ENGLISH = _Weights(TURKISH_ALPHABET), _Weights(ENGLISH_ALPHABET)
_BETWEEN_LEVELS = "\x01"


def sort_key(text: str, language: str) -> str:
    """A key whose byte order is the alphabetical order of `language` ("tr", otherwise English).

    Turkish: a b c ç … g ğ h ı i … o ö … s ş … u ü …, with q, w and x where the Latin alphabet has them; other accents
    (â, é) count only between words that are otherwise equal. English: all accents count only then. In both, case comes
    last, blanks and signs before digits, digits before letters. An empty text gives an empty key.
    """
    shown = " ".join(unicodedata.normalize("NFC", text.replace("\x00", "")).split())[:LONGEST]
    if not shown:
        return ""
    first = _turkish_level(shown) if language == "tr" else _english_level(shown)
    return _BETWEEN_LEVELS.join((first, turkish_casefold(shown), shown.swapcase()))


def _turkish_level(text: str) -> str:
    return turkish_casefold(text).translate(_TURKISH)


def _english_level(text: str) -> str:
    return search_key(text).translate(_ENGLISH)


def _other(letter: str, weights: dict[str, str]) -> str:
    """A letter that the alphabet does not have sorts as its plain form; a sign sorts before everything else."""
    if letter == " " or letter.isdigit():
        return letter
    if unicodedata.combining(letter):
        return ""
    plain = search_key(letter)
    if plain and all(each in weights for each in plain):
        return "".join(weights[each] for each in plain)
    return letter if letter.isalpha() else "!"
