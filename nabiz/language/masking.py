"""Find what identifies a person in free text, and put the name of its kind in its place.

Numbers count only where their check digits agree or their shape leaves no doubt, so that order numbers, dates and
amounts stay. Every pattern begins at a border and has bounded parts: time grows with the length of the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from nabiz.language.checkdigits import is_card, is_iban, is_national_id, is_tax_number

Kind = Literal["email", "secret", "iban", "card", "national_id", "tax_number", "phone", "plate"]
KINDS: tuple[Kind, ...] = ("email", "secret", "iban", "card", "national_id", "tax_number", "phone", "plate")
SHORTEST_SECRET = 15
BEFORE = 40  # so many letters before a number may tell what it is

# A pattern begins with what its first letter may be, which is looked for fast; then comes what may not stand before it.
_WORTH_A_LOOK = re.compile(r"[\d@:=]|eyJ")
_NUMBER_RUN = re.compile(r"\d[\d ().+\-]{7}")
_BEGUN, _ENDS = r"(?<!\w.)(?<!\d[.,/:-].)", r"(?!\w)(?![.,/:-]\d)"
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SECRET = re.compile(
    r"(?<![\w-])(?:(?:sk|pk|rk)[_-](?:live|test|proj|ant)?[_-]?\w{16,200}|gh[pousr]_\w{30,200}|github_pat_\w{20,200}"
    r"|xox[abpr]-[\w-]{10,200}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,2000})(?![\w-])"
)
_LONG = re.compile(r"(?<![\w-])(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}[a-z])(?=[\w-]{0,80}\d)[A-Za-z0-9_-]{32,200}(?![\w-])")
_PASSWORD = re.compile(
    r"(?<!\w)(?:şifre|sifre|parola|password|passcode)\w{0,5} {0,2}(?:[:=]|is:?) {0,2}(?P<it>[^\s,;]{4,64})",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\d(?<=[A-Za-z]{2}.)(?<!\w[A-Za-z]{2}.)\d[ -]?(?:[A-Za-z0-9][ -]?){10,29}[A-Za-z0-9]")
_CARD = re.compile(
    r"\d" + _BEGUN + r"(?:\d{3}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{3}([ -])\d{6}\2\d{4,5}|\d{12,18})" + _ENDS
)
_NATIONAL = re.compile(r"[1-9]" + _BEGUN + r"\d{2}([ -]?)\d{3}\1\d{3}\1\d{2}" + _ENDS)
_TAX = re.compile(r"\d" + _BEGUN + r"\d{2}([ -]?)\d{3}\1\d{4}" + _ENDS)
_ABROAD = re.compile(r"[+0](?<!\w.)(?:(?<=\+)|0)[1-9](?:[ .()-]{0,2}\d){7,13}(?!\w)")
_TRUNK = re.compile(r"[(0]" + _BEGUN + r"(?:(?<=0)|(?<=\()0)[ ()-]{0,2}[1-9](?:[ ()-]{0,2}\d){8,9}(?!\w)")
_AT_HOME = re.compile(
    r"[(2-59]" + _BEGUN + r"(?:(?<=5)[0-6]\d|(?<=[234])\d{2}|(?:(?<=9)0[ .-]?\(?|(?<=\())(?:5[0-6]|[234]\d)\d)"
    r"\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}" + _ENDS
)
_MOBILE = re.compile(r"\(?05[0-6]\d\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}")
_AMERICAN = re.compile(r"[(\d]" + _BEGUN + r"(?:(?<=\()\d{3}\) ?|(?<=\d)\d{2}[-.])\d{3}[-.]\d{4}" + _ENDS)
_PLATE = re.compile(
    r"[0-8](?<!\w.)(?:(?<=0)[1-9]|(?<=8)[01]|(?<=[1-7])\d)"
    r"([ -]?)(?:[A-Z]\1\d{4,5}|([A-Z]{2})\1\d{3,4}|([A-Z]{3})\1\d{2,3})(?!\w)"
)
_DATE = re.compile(r"\(?(?:\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d{2}|(?:19|20)\d{2}[./ -]\d{1,2}[./ -]\d{1,2})(?!\d)")
_OF_AN_ORDER = re.compile(
    r"sipari|order|fatura|invoice|takip|track|kargo|ticket|talep|bilet|rezervasyon|booking|seri|serial|barkod|barcode",
    re.IGNORECASE,
)
_OF_TAXES = re.compile(r"vergi|v\.?k\.?n|\btax\b|\bvat\b", re.IGNORECASE)
_UNITS = frozenset({
    "TL", "KG", "GB", "MB", "TB", "CM", "MM", "KM", "ML", "LT", "AM", "PM", "HZ", "KW", "GR", "TRY", "USD",
    "EUR", "GBP", "MHZ", "GHZ", "KVA", "KDV", "VE", "YA", "DE", "DA",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stood in the text as it was: text[start:end]."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with [email], [phone] … in place of what was found, and what that was, in order."""

    text: str
    found: tuple[Found, ...] = ()

    @property
    def kinds(self) -> set[Kind]:
        return {each.kind for each in self.found}


def mask(text: str) -> Masked:
    """The text without mail addresses, phones, cards, IBANs, Turkish identity and tax numbers, plates and secrets.

    Works on Turkish and English alike. Names are not looked for. Masking a masked text changes nothing.
    """
    if not _WORTH_A_LOOK.search(text):
        return Masked(text)
    found = _without_overlaps(text)
    if not found:
        return Masked(text)
    pieces, end = [], 0
    for each in found:
        pieces += [text[end : each.start], f"[{each.kind}]"]
        end = each.end
    return Masked("".join(pieces) + text[end:], tuple(found))


def _without_overlaps(text: str) -> list[Found]:
    """What stands earlier among KINDS keeps its place."""
    kept: list[Found] = []
    finders = _FINDERS if _NUMBER_RUN.search(text) else _WITHOUT_NUMBERS
    for kind, finder in finders:
        new = [Found(kind, start, end) for start, end in finder(text)]
        if kept and new:
            taken = bytearray(len(text))
            for each in kept:
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
            new = [each for each in new if not any(taken[each.start : each.end])]
        kept += new
    return sorted(kept, key=lambda each: each.start)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield match.start(), match.end() - len(match[0]) + len(match[0].rstrip("-"))


def _secrets(text: str) -> Iterator[tuple[int, int]]:
    spans = []
    if ":" in text or "=" in text or " is" in text:
        spans += [match.span("it") for match in _PASSWORD.finditer(text) if not match["it"].startswith("[")]
    if max(map(len, text.split()), default=0) >= SHORTEST_SECRET:
        spans += [match.span() for pattern in (_SECRET, _LONG) for match in pattern.finditer(text)]
    yield from _apart(spans)


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        start = match.start() - 2
        if length := is_iban(text[start : match.end() + 1]):
            yield start, start + length


def _cards(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _CARD.finditer(text) if is_card(_digits(match[0])))


def _national_ids(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _NATIONAL.finditer(text) if is_national_id(_digits(match[0])))


def _tax_numbers(text: str) -> Iterator[tuple[int, int]]:
    """One order number in ten has the right check digit, so that a word before it must say what it is."""
    for match in _TAX.finditer(text):
        if is_tax_number(_digits(match[0])) and _OF_TAXES.search(text, max(0, match.start() - BEFORE), match.start()):
            yield match.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    spans = [match.span() for match in _ABROAD.finditer(text)]
    for pattern in (_TRUNK, _AT_HOME, _AMERICAN):
        for match in pattern.finditer(text):
            is_mobile = _MOBILE.fullmatch(match[0]) is not None  # no order number is written like one
            if is_mobile or not (_DATE.match(match[0]) or _is_of_an_order(text, match.start())):
                spans.append(match.span())
    yield from _apart(spans)


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for match in _PLATE.finditer(text):
        if (match[2] or match[3] or "") not in _UNITS:
            yield match.span()


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of spans that overlap, the one that begins first; of those, the longest."""
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _is_of_an_order(text: str, start: int) -> bool:
    return bool(_OF_AN_ORDER.search(text, max(0, start - BEFORE), start))


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


Finder = Callable[[str], Iterator[tuple[int, int]]]
_FINDERS: tuple[tuple[Kind, Finder], ...] = (
    ("email", _emails),
    ("secret", _secrets),
    ("iban", _ibans),
    ("card", _cards),
    ("national_id", _national_ids),
    ("tax_number", _tax_numbers),
    ("phone", _phones),
    ("plate", _plates),
)
_WITHOUT_NUMBERS = tuple(each for each in _FINDERS if each[0] in ("email", "secret", "iban", "plate"))
