"""Find what identifies a person in free text, and put the name of its kind in its place.

Numbers count only where their check digits agree or their shape leaves no doubt, so that order numbers, dates and
amounts stay. Every pattern begins at a border and has bounded parts: time grows with the length of the text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from nabiz.language.checkdigits import is_card, is_iban, is_national_id, is_tax_number

Kind = Literal["email", "secret", "iban", "card", "national_id", "tax_number", "phone", "plate"]
KINDS: tuple[Kind, ...] = ("email", "secret", "iban", "card", "national_id", "tax_number", "phone", "plate")
SHORTEST_SECRET = 15
FEWEST_DIGITS, FEWEST_AT_HOME = 8, 10
BEFORE = 40  # so many letters before a number may tell what it is

# A pattern begins with what its first letter may be, which is looked for fast; then comes what may not stand before it.
_WORTH_A_LOOK = re.compile(r"[\d@:=]|eyJ")
_NUMBERS = re.compile(r"[\d(+][\d ().+\-]{8,}")
_SIGNS = str.maketrans("", "", " ().+-")
_BEGUN, _ENDS = r"(?<!\w.)(?<!\d[.,/:-].)", r"(?!\w)(?![.,/:-]\d)"
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SECRET = re.compile(
    r"(?<![\w-])(?:(?:sk|pk|rk)[_-](?:live|test|proj|ant)?[_-]?\w{16,200}|gh[pousr]_\w{30,200}|github_pat_\w{20,200}"
    r"|xox[abpr]-[\w-]{10,200}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,2000})(?![\w-])"
)
_LOOKS_SECRET = re.compile(r"[spr]k[_-]|gh[pousr]_|github_|xox|AKIA|AIza|eyJ|[\w-]{32}")
_LONG = re.compile(r"(?<![\w-])(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}[a-z])(?=[\w-]{0,80}\d)[A-Za-z0-9_-]{32,200}(?![\w-])")
_PASSWORD = re.compile(
    r"(?<!\w)(?:şifre|sifre|parola|password|passcode)\w{0,5} {0,2}(?:[:=]|is:?) {0,2}(?P<it>[^\s,;]{4,64})",
    re.IGNORECASE,
)
# Parts of the words above whose letters have one other case only, so that a plain search leaves none of them out.
_OF_PASSWORDS = ("fre", "rola", "wor", "code")
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
_AT_HOME_TOO = ((_TRUNK, "0"), (_AT_HOME, ""), (_AMERICAN, ""))
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


class Numbers(NamedTuple):
    """A stretch of digits, blanks and signs, and how many digits are in it."""

    start: int
    end: int
    digits: int


Span = tuple[int, int]


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
    taken = bytearray()
    numbers = _numbers(text)
    for kind, finder in _FINDERS if numbers else _WITHOUT_NUMBERS:
        for start, end in finder(text, numbers):
            if taken.find(1, start, end) < 0:
                taken = taken or bytearray(len(text))
                taken[start:end] = b"\1" * (end - start)
                kept.append(Found(kind, start, end))
    return sorted(kept, key=lambda each: each.start)


def _numbers(text: str) -> list[Numbers]:
    """Everything that consists of digits and what may stand between them, and is long enough to be anybody's number."""
    found = (match.span() for match in _NUMBERS.finditer(text))
    all_of_them = (Numbers(start, end, len(text[start:end].translate(_SIGNS))) for start, end in found)
    return [each for each in all_of_them if each.digits >= FEWEST_DIGITS]


def _within(pattern: re.Pattern[str], text: str, numbers: Sequence[Numbers], fewest: int) -> Iterator[re.Match[str]]:
    """The matches of a pattern of digits only. It may look at the two signs before and behind them."""
    for each in numbers:
        if each.digits >= fewest:
            yield from pattern.finditer(text, each.start, each.end + 2)


def _emails(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield match.start(), match.end() - len(match[0]) + len(match[0].rstrip("-"))


def _secrets(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    spans = []
    if ":" in text or "=" in text or " is" in text:
        lowered = text.lower()
        if any(part in lowered for part in _OF_PASSWORDS):
            spans += [match.span("it") for match in _PASSWORD.finditer(text) if not match["it"].startswith("[")]
    long = [word for word in text.split() if len(word) >= SHORTEST_SECRET]
    if any(map(_LOOKS_SECRET.search, long)):
        spans += [match.span() for pattern in (_SECRET, _LONG) for match in pattern.finditer(text)]
    return _apart(spans)


def _ibans(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        start = match.start() - 2
        if length := is_iban(text[start : match.end() + 1]):
            yield start, start + length


def _cards(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    return (match.span() for match in _within(_CARD, text, numbers, 13) if is_card(_digits(match[0])))


def _national_ids(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    return (match.span() for match in _within(_NATIONAL, text, numbers, 11) if is_national_id(_digits(match[0])))


def _tax_numbers(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    """One order number in ten has the right check digit, so that a word before it must say what it is."""
    for match in _within(_TAX, text, numbers, 10):
        if is_tax_number(_digits(match[0])) and _OF_TAXES.search(text, max(0, match.start() - BEFORE), match.start()):
            yield match.span()


def _phones(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    spans = []
    for each in numbers:
        piece, end = text[each.start : each.end], each.end + 2
        if "+" in piece or "00" in piece:
            spans += [match.span() for match in _ABROAD.finditer(text, each.start, end)]
        if each.digits < FEWEST_AT_HOME:
            continue
        for pattern, needs in _AT_HOME_TOO:
            if needs in piece:
                spans += [match.span() for match in pattern.finditer(text, each.start, end) if _is_phone(text, match)]
    return _apart(spans)


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """No order number is written like a mobile number; what is like another one may be a date or an order."""
    if _MOBILE.fullmatch(match[0]):
        return True
    return not (_DATE.match(match[0]) or _OF_AN_ORDER.search(text, max(0, match.start() - BEFORE), match.start()))


def _plates(text: str, numbers: Sequence[Numbers]) -> Iterator[Span]:
    for match in _PLATE.finditer(text):
        if (match[2] or match[3] or "") not in _UNITS:
            yield match.span()


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Of spans that overlap, the one that begins first; of those, the longest."""
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


Finder = Callable[[str, Sequence[Numbers]], Iterator[Span]]
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
