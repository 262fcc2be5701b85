"""One value of a mapping over a whole batch, as a typed column."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from nabiz.imports.applying.cells import Cells
from nabiz.imports.applying.moving import moved
from nabiz.imports.mappings.model import REFERENCE, Number, Plain, Value, references
from nabiz.imports.reading.tables import Settings
from nabiz.imports.reading.values import as_day, as_decimal, as_integer, as_moment, as_truth

NUMBER = pa.decimal128(28, 6)
WIDE = pa.decimal256(28, 6)
INSTANT = pa.timestamp("us", "UTC")
ARROW: dict[type, pa.DataType] = {
    str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), Decimal: NUMBER, date: pa.date32(),
    datetime: INSTANT,
}  # fmt: skip
OF_WORD: dict[str | None, type] = {
    None: str, "text": str, "email": str, "phone": str, "number": Decimal, "integer": int, "truth": bool, "day": date,
    "moment": datetime,
}  # fmt: skip
LARGEST = Decimal(10) ** 14
LONGEST_TEXT = 20_000


def typed(cells: Cells, value: Value, its_type: type | None = None) -> pa.Array:
    """The value for every row, null where there is none. Rows with what does not fit are noted as misfits."""
    wanted = its_type or OF_WORD[value.type]
    text, misfits = _mapped(cells, value)
    if value.seconds_until:
        column, more = _seconds(cells, text, value)
    elif value.later or value.earlier:
        column, more = _moved(cells, text, value)
        return _noted(cells, value, datetime, text, column, pc.or_(misfits, more))
    elif any(each is not None for each in (value.plus, value.times, value.divide)) or value.absolute:
        column, more = _calculated(cells, text, value)
    else:
        column, more = _read(text, wanted, _settings(cells, value), _zone(cells, value))
        return _noted(cells, value, wanted, text, column, pc.or_(misfits, more))
    column, late = _as(column, wanted)
    return _noted(cells, value, wanted, text, column, pc.or_(pc.or_(misfits, more), late))


def _mapped(cells: Cells, value: Value) -> tuple[pa.Array, pa.Array]:
    """The text after `from`, `map`, `else` and `default`."""
    settings = _settings(cells, value)
    text = pc.coalesce(*(_text(cells, each, settings) for each in value.of))
    none = pa.repeat(False, len(cells))
    if value.map:
        keys = pa.array([key.lower() for key in value.map], pa.string())
        place = pc.index_in(pc.utf8_lower(text), keys)
        told = pc.take(pa.array([_plain(each, settings) for each in value.map.values()], pa.string()), place)
        rest = pa.scalar(_plain(value.otherwise, settings)) if value.otherwise is not None else text
        text = pc.if_else(place.is_valid(), told, pc.if_else(text.is_valid(), rest, None))
    if value.default is not None:
        text = pc.fill_null(text, _plain(value.default, settings))
    return text, none


def _text(cells: Cells, template: Plain, settings: Settings) -> pa.Array:
    if isinstance(template, str):
        return cells.text(template)
    return pa.repeat(pa.scalar(_plain(template, settings)), len(cells))


def _settings(cells: Cells, value: Value) -> Settings:
    named = [each for each in value.of if isinstance(each, str) and REFERENCE.search(each)]
    return cells.settings_of(named[0]) if named else cells.settings


def _zone(cells: Cells, value: Value) -> ZoneInfo:
    named = [each for each in value.of if isinstance(each, str) and REFERENCE.search(each)]
    return cells.zone_of(named[0]) if named else cells.zone


def _plain(constant: Plain, settings: Settings) -> str:
    """A constant of the mapping as a cell of this table would have it."""
    if isinstance(constant, bool):
        return "true" if constant else "false"
    return repr(constant).replace(".", settings.decimal or ".") if isinstance(constant, float) else str(constant)


def _read(text: pa.Array, wanted: type, settings: Settings, zone: ZoneInfo) -> tuple[pa.Array, pa.Array]:
    if wanted is str:
        return pc.utf8_slice_codeunits(pc.replace_substring(text, "\x00", ""), 0, LONGEST_TEXT), _never(text)
    if wanted is bool:
        return as_truth(text, settings)
    if wanted is int:
        return as_integer(text, settings)
    if wanted is datetime:
        return as_moment(text, settings, zone)
    if wanted is date:
        return as_day(text, settings)
    number, misfits = as_decimal(text, settings)
    column, late = _as(number, wanted)
    return column, pc.or_(misfits, late)


def _as(column: pa.Array, wanted: type) -> tuple[pa.Array, pa.Array]:
    """A number as the type that is wanted; too large a one is a misfit, and so is a broken one for an integer."""
    if wanted is str:
        return pc.cast(pc.cast(column, pa.float64()), pa.string()), _never(column)
    small = (
        pc.less(pc.abs(column), pa.scalar(LARGEST, pa.decimal128(18, 0)).cast(column.type))
        if len(column)
        else _never(column)
    )
    fits = pc.fill_null(small, True)
    column = pc.if_else(fits, column, None)
    if wanted is int:
        whole = pc.round(column)
        return pc.cast(whole, pa.int64(), safe=False), pc.invert(fits)
    if wanted is float:
        return pc.cast(column, pa.float64()), pc.invert(fits)
    return pc.cast(pc.round(column, 6), NUMBER), pc.invert(fits)


def _calculated(cells: Cells, text: pa.Array, value: Value) -> tuple[pa.Array, pa.Array]:
    number, misfits = _number(text, _settings(cells, value))
    steps: tuple[tuple[Number | None, Callable[..., Any]], ...] = (
        (value.plus, pc.add), (value.times, pc.multiply), (value.divide, pc.divide),
    )  # fmt: skip
    for operand, operation in steps:
        if operand is not None:
            other, more = _operand(cells, operand)
            if operation is pc.divide:
                other = pc.if_else(pc.equal(other, pa.scalar(Decimal(0), WIDE)), None, other)
            number = pc.cast(pc.round(operation(number, other), 6), WIDE)
            misfits = pc.or_(misfits, more)
    return (pc.abs(number) if value.absolute else number), misfits


def _operand(cells: Cells, operand: Number) -> tuple[pa.Array, pa.Array]:
    if isinstance(operand, str):
        return _number(cells.text(operand), cells.settings_of(operand))
    constant = pa.repeat(pa.scalar(Decimal(str(operand)).quantize(Decimal("0.000001")), WIDE), len(cells))
    return constant, pa.repeat(False, len(cells))


def _number(text: pa.Array, settings: Settings) -> tuple[pa.Array, pa.Array]:
    number, misfits = as_decimal(text, settings)
    small, late = _as(number, Decimal)
    return pc.cast(small, WIDE), pc.or_(misfits, late)


def _seconds(cells: Cells, text: pa.Array, value: Value) -> tuple[pa.Array, pa.Array]:
    """From the moment of the value to a later one. Before it is a misfit: a clock was wrong, or the columns are."""
    start, misfits = as_moment(text, _settings(cells, value), _zone(cells, value))
    until = value.seconds_until or ""
    end, more = as_moment(cells.text(until), cells.settings_of(until), cells.zone_of(until))
    seconds = pc.seconds_between(start, end)
    is_negative = pc.fill_null(pc.less(seconds, 0), False)
    return pc.cast(seconds, NUMBER), pc.or_(pc.or_(misfits, more), is_negative)


def _moved(cells: Cells, text: pa.Array, value: Value) -> tuple[pa.Array, pa.Array]:
    """The moment of the value, so much later or earlier. How long that is has to be written down, and not negative."""
    start, misfits = as_moment(text, _settings(cells, value), _zone(cells, value))
    for span, sign in ((value.later, 1), (value.earlier, -1)):
        if span:
            start, more = moved(start, cells.text(span), sign, cells.zone)
            misfits = pc.or_(misfits, more)
    return start, misfits


def _noted(cells: Cells, value: Value, wanted: type, text: pa.Array, column: pa.Array, misfits: pa.Array) -> pa.Array:
    if value.misfit == "bad":
        cells.misfits.note(misfits, lambda place: _sentence(cells, value, wanted, text, place))
    return pc.if_else(misfits, pa.scalar(None, column.type), column)


def _sentence(cells: Cells, value: Value, wanted: type, texts: pa.Array, place: int) -> str:
    text, column = str(texts[place]), _headers(cells, value)
    sentences = {
        int: _("“%(text)s” is no whole number (%(column)s)."),
        bool: _("“%(text)s” is neither yes nor no (%(column)s)."),
        date: _("“%(text)s” is no date (%(column)s)."),
        datetime: _("“%(text)s” is no point in time (%(column)s)."),
    }
    span = value.later or value.earlier
    if span and not as_moment(texts.slice(place, 1), _settings(cells, value), cells.zone)[1][0].as_py():
        told = _("“%(text)s” (%(column)s) is no span of time, or a negative one.")
        text, column = cells.text(span)[place].as_py() or "", cells.called(span)
    elif value.seconds_until:
        told = _("From “%(text)s” (%(column)s) to what comes later is less than no time, or one of them is no time.")
    else:
        told = sentences.get(wanted, _("“%(text)s” is no number that fits (%(column)s)."))
    return told % {"text": text[:80], "column": column}


def _headers(cells: Cells, value: Value) -> str:
    """The columns of this file that the value may come from; a mapping often names others beside them."""
    texts = [each for each in value.of if isinstance(each, str)]
    there = [each for each in texts if any(cells.bound.headers.get(name) for name in references(each))]
    return " / ".join(dict.fromkeys(cells.called(each) for each in there or texts))


def _never(column: pa.Array) -> pa.Array:
    return pa.repeat(False, len(column))
