"""Dates and times as people and machines write them, read a column at a time."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.reading.tables import DateOrder

TIME = (
    r"(?:[T ,]+(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    r"\s*(?P<p>[AaPp]\.?[Mm]\.?|ÖÖ|ÖS|öö|ös)?)?\s*(?P<z>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$"
)
NUMERIC = r"^(?P<a>\d{1,4})\s?[./\-]\s?(?P<b>\d{1,2})\s?[./\-]\s?(?P<c>\d{1,4})" + TIME
WORDS = r"^(?:\p{L}{2,12}\.?,?\s+)?(?P<a>\d{1,2})(?:st|nd|rd|th)?[ .\-]+(?P<b>\p{L}{3,9})\.?,?[ \-]+(?P<c>\d{4})" + TIME
WORDS_FIRST = r"^(?:\p{L}{2,12}\.?,\s+)?(?P<b>\p{L}{3,9})\.?\s+(?P<a>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<c>\d{4})" + TIME
COMPACT = r"^(?P<c>\d{4})(?P<b>\d{2})(?P<a>\d{2})(?:[T ]?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?)?(?P<z>Z)?$"
SHORT = r"^(?P<c>\d{2})(?P<b>\d{2})(?P<a>\d{2})$"
EPOCH = r"^(?P<e>\d{9,10}|\d{12,13}|\d{15,16})(?:\.(?P<f>\d+))?$"
MONTHS = (
    "jan january oca ocak", "feb february şub şubat sub subat", "mar march mart", "apr april nis nisan",
    "may mayıs mayis", "jun june haz haziran", "jul july tem temmuz", "aug august ağu ağustos agu agustos",
    "sep sept september eyl eylül eylul", "oct october eki ekim", "nov november kas kasım kasim",
    "dec december ara aralık aralik",
)  # fmt: skip
MONTH_WORDS = pa.array([word for words in MONTHS for word in words.split()])
MONTH_NUMBERS = np.array([number for number, words in enumerate(MONTHS, 1) for _ in words.split()])
EARLIEST, LATEST = np.datetime64("0001-01-01", "us"), np.datetime64("9999-12-31T23:59:59.999999", "us")
NO_OFFSET = np.iinfo(np.int64).min
MICROSECOND = np.timedelta64(1, "us")


@dataclass
class Moments:
    """Local times, minutes of offset where one is written, and which cells were understood."""

    local: np.ndarray  # datetime64[us]
    offset: np.ndarray  # minutes, NO_OFFSET where none is written
    has_time: np.ndarray
    ok: np.ndarray


def read(column: pa.Array, order: DateOrder | None) -> Moments:
    """Each cell of a text column by the first way of writing that it fits. Blank cells are not ok."""
    size = len(column)
    moments = Moments(
        np.zeros(size, "datetime64[us]"), np.full(size, NO_OFFSET), np.zeros(size, bool), np.zeros(size, bool)
    )
    rest = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    for pattern in (NUMERIC, COMPACT, EPOCH, WORDS, WORDS_FIRST, SHORT):
        if not len(rest):
            break
        found = pc.extract_regex(column.take(pa.array(rest)), pattern)
        fits = found.is_valid().to_numpy(zero_copy_only=False)
        if fits.any():
            _put(moments, rest[fits], found.filter(pa.array(fits)), order, pattern)
            rest = rest[~fits]
    return moments


def in_utc(moments: Moments, zone: ZoneInfo) -> tuple[pa.Array, np.ndarray]:
    """The instants, and which of them exist. Of a doubled hour the first counts, a skipped one is the change itself."""
    written = moments.offset != NO_OFFSET
    local = pa.array(moments.local, pa.timestamp("us"))
    instants = pc.assume_timezone(local, zone.key, ambiguous="earliest", nonexistent="latest")
    utc = instants.cast(pa.int64()).to_numpy(zero_copy_only=False).view("datetime64[us]")
    shift = np.where(written, moments.offset, 0) * 60_000_000 * MICROSECOND
    utc = np.where(written, moments.local - shift, utc)
    ok = moments.ok & (utc >= EARLIEST) & (utc <= LATEST)
    return pa.array(utc, pa.timestamp("us", "UTC"), mask=~ok), ok


def only_one_order(column: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Masks of cells that can only be day first, only month first, or either; those with the year first are none."""
    found = pc.extract_regex(column, NUMERIC)
    a, b, c = (_number(found, name) for name in "abc")
    dated = (
        found.is_valid().to_numpy(zero_copy_only=False) & (a <= 31) & (b <= 31) & (_length(found, "a") < 3) & (c >= 0)
    )
    return dated & (a > 12) & (b <= 12), dated & (b > 12) & (a <= 12), dated & (a <= 12) & (b <= 12) & (a != b)


def _put(moments: Moments, at: np.ndarray, found: pa.Array, order: DateOrder | None, pattern: str) -> None:
    if pattern == EPOCH:
        moments.local[at], moments.ok[at] = _epoch(found)
        moments.offset[at], moments.has_time[at] = 0, True
        return
    year, month, day, fits = _calendar(found, order, pattern)
    clock, has_time, in_day = _clock(found) if "(?P<h>" in pattern else (np.zeros(len(at), np.int64), False, True)
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    days = first + (day - 1)
    fits &= (day >= 1) & (days.astype("datetime64[M]") == first.astype("datetime64[M]"))
    moments.local[at] = days.astype("datetime64[us]") + clock * MICROSECOND
    moments.ok[at], moments.has_time[at] = fits & in_day, has_time
    if "(?P<z>" in pattern:
        moments.offset[at] = _offset(_text(found, "z"))


def _calendar(found: pa.Array, order: DateOrder | None, pattern: str) -> tuple[np.ndarray, ...]:
    a, c = _number(found, "a"), _number(found, "c")
    if pattern in (WORDS, WORDS_FIRST):
        index = pc.index_in(pc.utf8_lower(_text(found, "b")), MONTH_WORDS)
        known = index.is_valid().to_numpy(zero_copy_only=False)
        return c, MONTH_NUMBERS[index.fill_null(0).to_numpy()], a, known
    b = _number(found, "b")
    if pattern == NUMERIC:
        year_first = (_length(found, "a") > 2) | (np.full(len(a), order == "ymd") & (c <= 31))
        year, month, day = _ordered(a, b, c, year_first, order)
        length = np.where(year_first, _length(found, "a"), _length(found, "c"))
    else:
        year, month, day, length = c, b, a, _length(found, "c")
    year = np.where(length <= 2, np.where(year < 70, year + 2000, year + 1900), year)
    return year, month, day, (length % 2 == 0) & (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12)


def _ordered(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, year_first: np.ndarray, order: DateOrder | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year, month and day. A mixed order is told by what exceeds twelve."""
    match order:
        case "mdy":
            month_first = np.ones(len(a), bool)
        case "mixed":
            month_first = (b > 12) & (a <= 12)
        case "mixed_mdy":
            month_first = a <= 12
        case _:
            month_first = np.zeros(len(a), bool)
    month = np.where(year_first, b, np.where(month_first, a, b))
    day = np.where(year_first, c, np.where(month_first, b, a))
    return np.where(year_first, a, c), month, day


def _clock(found: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Microseconds of the day, whether a time is written, and whether it exists."""
    h, mi, s = _number(found, "h"), _number(found, "mi"), _number(found, "s")
    in_day = (h < 24) & (mi < 60) & (s < 61)
    has_time = _length(found, "h") > 0
    names = {field.name for field in found.type}
    if "p" in names:
        half = pc.utf8_upper(_text(found, "p"))
        after = pc.is_in(pc.utf8_slice_codeunits(half, 0, 2), pa.array(["PM", "P.", "ÖS"])).to_numpy(
            zero_copy_only=False
        )
        halved = _length(found, "p") > 0
        in_day &= ~halved | ((h >= 1) & (h <= 12))
        h = np.where(halved, h % 12 + np.where(after, 12, 0), h)
    part = _fraction(found) if "f" in names else 0
    return ((h * 60 + mi) * 60 + s) * 1_000_000 + part, has_time, in_day


def _fraction(found: pa.Array) -> np.ndarray:
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(_text(found, "f"), 6, "0"), 0, 6)
    found_numbers: np.ndarray = digits.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found_numbers


def _epoch(found: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    whole, length = _number(found, "e"), _length(found, "e")
    scale = np.where(length <= 10, 1_000_000, np.where(length <= 13, 1_000, 1))
    since = whole * scale + np.where(length <= 10, _fraction(found), 0)
    return since.view("datetime64[us]"), np.ones(len(whole), bool)


def _offset(written: pa.Array) -> np.ndarray:
    """Minutes east of Greenwich, of Z, UTC, +03, +0300 and +03:00."""
    digits = pc.utf8_rpad(pc.replace_substring_regex(written, r"[^0-9]", ""), 4, "0")
    number = digits.cast(pa.int64()).to_numpy(zero_copy_only=False)
    sign = np.where(pc.starts_with(written, "-").to_numpy(zero_copy_only=False), -1, 1)
    blank = pc.equal(written, "").to_numpy(zero_copy_only=False)
    return np.where(blank, NO_OFFSET, sign * (number // 100 * 60 + number % 100))


def _text(found: pa.Array, name: str) -> pa.Array:
    return pc.fill_null(pc.struct_field(found, name), "")


def _number(found: pa.Array, name: str) -> np.ndarray:
    text = _text(found, name)
    found_numbers: np.ndarray = (
        pc.if_else(pc.equal(text, ""), "0", text).cast(pa.int64()).to_numpy(zero_copy_only=False)
    )
    return found_numbers


def _length(found: pa.Array, name: str) -> np.ndarray:
    found_numbers: np.ndarray = pc.utf8_length(_text(found, name)).to_numpy(zero_copy_only=False)
    return found_numbers
