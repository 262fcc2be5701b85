"""From cells as they stand in a file to values, a column at a time.

Each reader answers with an array of the same length and a mask of the cells that did not fit, which are null in the
array. A blank cell is null and fits.
"""

from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.reading import moments
from nabiz.imports.reading.tables import Settings

Read = tuple[pa.Array, pa.Array]
DECIMAL = pa.decimal128(38, 10)
CURRENCY = r"(?:₺|\$|€|£|¥|TL|TRY|USD|EUR|GBP|US\$)"
PLAIN = r"^[+-]?\d{1,28}(?:\.\d*)?$"
SCIENTIFIC = r"^[+-]?\d+(?:\.\d*)?[eE][+-]?\d{1,3}$"
YES = pa.array(["true", "t", "yes", "y", "1", "on", "evet", "e", "doğru", "var", "x", "✓"])
NO = pa.array(["false", "f", "no", "n", "0", "off", "hayır", "hayir", "h", "yanlış", "yok"])
DEFAULT = Settings(decimal=".", thousands="", date_order="dmy", blank=())


def as_text(column: pa.Array, settings: Settings = DEFAULT) -> Read:
    """The cell without spaces around it; nothing, or a word that stands for nothing, is null."""
    text = _trimmed(column, settings)
    return text, pa.array(np.zeros(len(text), bool))


def as_decimal(column: pa.Array, settings: Settings = DEFAULT) -> Read:
    """Amounts such as 1.204,50 · ₺1.204 · $1,204.50 · (12.00) · 12- · 12 %, exact to ten digits after the point.

    A percentage is its fraction: 12 % is 0.12, as a spreadsheet keeps it.
    """
    text = _trimmed(column, settings)
    if (quick := _cast(text, settings)) is not None:
        return quick, pa.array(np.zeros(len(text), bool))
    number, percent = _bare(text, settings)
    plain = pc.match_substring_regex(number, PLAIN)
    value = _exact(pc.if_else(plain, number, None))
    scientific = pc.fill_null(pc.match_substring_regex(number, SCIENTIFIC), False)
    if pc.any(scientific).as_py():
        value = pc.coalesce(value, _from_float(pc.if_else(scientific, number, None)))
    if pc.any(percent).as_py():
        value = pc.if_else(percent, _hundredth(value), value)
    return value, _misfits(text, value)


def as_integer(column: pa.Array, settings: Settings = DEFAULT) -> Read:
    """Whole numbers; 27.0 is 27, and 27.5 does not fit."""
    text = _trimmed(column, settings)
    try:
        return text.cast(pa.int64()), pa.array(np.zeros(len(text), bool))
    except pa.ArrowInvalid:
        value, _ = as_decimal(column, settings)
    small = pc.less(pc.abs(value.cast(pa.float64())), 9.2e18)
    whole = pc.and_(pc.equal(value, pc.floor(value)), small)
    found = pc.if_else(whole, value, None).cast(pa.int64())
    return found, _misfits(text, found)


def as_moment(column: pa.Array, settings: Settings, zone: ZoneInfo) -> Read:
    """Instants in UTC. A time without an offset is local to `zone`; a day alone is its midnight there."""
    text = _trimmed(column, settings)
    if (quick := _iso(text, zone)) is not None:
        return quick, pa.array(np.zeros(len(text), bool))
    found, _ = moments.in_utc(moments.read(text, settings.date_order), zone)
    return found, _misfits(text, found)


def as_day(column: pa.Array, settings: Settings = DEFAULT) -> Read:
    """Calendar days; a time of day that stands behind one is left out."""
    text = _trimmed(column, settings)
    read = moments.read(text, settings.date_order)
    found = pa.array(read.local.astype("datetime64[D]"), pa.date32(), mask=~read.ok)
    return found, _misfits(text, found)


def as_truth(column: pa.Array, settings: Settings = DEFAULT) -> Read:
    """Yes or no, in Turkish and English, as words, letters or 1 and 0."""
    text = _trimmed(column, settings)
    # lower() of İ is i with a dot above of its own, and HAYIR must not become "hayir": both spellings are listed
    word = pc.replace_substring(pc.utf8_lower(text), "̇", "")
    yes, no = pc.is_in(word, YES), pc.is_in(word, NO)
    found = pc.if_else(yes, True, pc.if_else(no, False, None))
    return found, _misfits(text, found)


def _trimmed(column: pa.Array, settings: Settings) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    text = pc.utf8_trim_whitespace(column)
    nothing = pc.is_in(text, pa.array(["", *(settings.blank or ())], pa.string()))
    return pc.if_else(nothing, None, text) if pc.any(nothing).as_py() else text


def _misfits(text: pa.Array, found: pa.Array) -> pa.Array:
    return pc.and_(text.is_valid(), found.is_null())


def _cast(text: pa.Array, settings: Settings) -> pa.Array | None:
    """The quick way: plain numbers with a point."""
    if settings.decimal == "," or settings.thousands == ".":
        return None
    try:
        return text.cast(DECIMAL)
    except pa.ArrowInvalid:
        return None


def _bare(text: pa.Array, settings: Settings) -> tuple[pa.Array, pa.Array]:
    """The digits with a point, without currency, grouping and percent sign, and which cells were percentages."""
    number = pc.replace_substring(text, "−", "-")
    percent = pc.fill_null(pc.match_substring_regex(number, r"^\s*%|%\s*$"), False)
    for pattern, by in (
        (r"^\((.*)\)$", r"-\1"),
        (r"%", ""),
        (rf"(?i)^([+-]?)\s*{CURRENCY}\s*|\s*{CURRENCY}\s*([+-]?)$", r"\1\2"),
        (r"^(.*\d)\s*-$", r"-\1"),
        (r"^([+-])\s+", r"\1"),
    ):
        number = pc.replace_substring_regex(pc.utf8_trim_whitespace(number), pattern, by)
    return _ungrouped(number, settings), percent


def _ungrouped(number: pa.Array, settings: Settings) -> pa.Array:
    decimal, group = settings.decimal or ".", settings.thousands or ""
    if group:
        sign = r"[\s\x{a0}\x{202f}]" if group.isspace() else rf"[\{group}]"
        grouped = rf"^[+-]?\d{{1,3}}(?:{sign}\d{{3}})+(?:\{decimal}\d*)?$"
        is_grouped = pc.fill_null(pc.match_substring_regex(number, grouped), False)
        number = pc.if_else(is_grouped, pc.replace_substring_regex(number, sign, ""), number)
    if decimal == ",":
        # a point that is not the group's would otherwise turn 1.5 into a number that nobody wrote
        number = pc.if_else(pc.match_substring(number, "."), None, pc.replace_substring(number, ",", "."))
    return pc.replace_substring_regex(number, r"^([+-]?)\.", r"\10.")  # .5 is 0.5; RE2 has one digit for a group


def _exact(number: pa.Array) -> pa.Array:
    shortened = pc.replace_substring_regex(number, r"(\.\d{10})\d+$", r"\1")
    return shortened.cast(DECIMAL)


def _from_float(number: pa.Array) -> pa.Array:
    value = number.cast(pa.float64())
    return pc.if_else(pc.less(pc.abs(value), 1e17), value, None).cast(DECIMAL, safe=False)


def _hundredth(value: pa.Array) -> pa.Array:
    return pc.round(
        pc.multiply(value.cast(pa.decimal128(33, 10)), pa.scalar("0.01").cast(pa.decimal128(4, 2))), 10
    ).cast(DECIMAL)


def _iso(text: pa.Array, zone: ZoneInfo) -> pa.Array | None:
    """The quick way: ISO 8601 throughout, all with an offset or none."""
    try:
        return text.cast(pa.timestamp("us", "UTC"))
    except pa.ArrowInvalid:
        pass
    try:
        local = text.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    found = pc.assume_timezone(local, zone.key, ambiguous="earliest", nonexistent="latest")
    return found.cast(pa.timestamp("us", "UTC"))
