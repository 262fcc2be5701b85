"""How many parts a short message takes, which is what it costs.

Three alphabets: GSM-7 (160 letters alone, 153 in each of several parts), GSM-7 with the Turkish shift table, in which
ş ğ ı İ Ş Ğ ç count twice (155 and 149), and UCS-2 (70 and 67). Tables: 3GPP TS 23.038.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Alphabet = Literal["gsm7", "turkish", "ucs2"]
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_SHIFTED = frozenset("^{}\\[~]|€\f")
_TURKISH = frozenset("şğıİŞĞç")
ROOM: dict[Alphabet, tuple[int, int]] = {"gsm7": (160, 153), "turkish": (155, 149), "ucs2": (70, 67)}
_PLAIN = str.maketrans("şğıİŞĞç“”„‘’‚–—…•\u00a0", "sgiISGc\"\"\"'''--.* ")


@dataclass(frozen=True)
class Length:
    alphabet: Alphabet
    units: int
    parts: int


def measure(text: str, *, knows_turkish: bool) -> Length:
    """`knows_turkish`: whether the gateway uses the Turkish shift table."""
    letters = set(text)
    alphabet: Alphabet = "ucs2"
    if letters <= _BASIC | _SHIFTED:
        alphabet = "gsm7"
    elif knows_turkish and letters <= _BASIC | _SHIFTED | _TURKISH:
        alphabet = "turkish"
    costs = [_cost(letter, alphabet) for letter in text]
    alone, together = ROOM[alphabet]
    return Length(alphabet, sum(costs), 1 if sum(costs) <= alone else _parts(costs, together))


def without_accents(text: str) -> str:
    """The same in letters that GSM-7 has: ş as s, ı as i. Ö, Ü and Ç stay, for it has those."""
    return text.replace("…", "...").translate(_PLAIN)


def _cost(letter: str, alphabet: Alphabet) -> int:
    if alphabet == "ucs2":
        return len(letter.encode("utf-16-be")) // 2
    return 1 if letter in _BASIC else 2


def _parts(costs: Iterable[int], room: int) -> int:
    """A letter is not torn in two."""
    parts, used = 1, 0
    for cost in costs:
        if used + cost > room:
            parts, used = parts + 1, 0
        used += cost
    return parts
