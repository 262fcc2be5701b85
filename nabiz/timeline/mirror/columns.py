"""The columns of the mirror: the envelope of every event, and the typed facts of its family."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from nabiz.timeline.facts import Family, facts_of
from nabiz.timeline.mirror.readable import LARGEST_INT, PATTERNS, TOO_MUCH_MONEY

WORD = pa.dictionary(pa.int32(), pa.string())
INSTANT = pa.timestamp("us", "UTC")
MONEY = pa.decimal128(18, 4)
ENVELOPE = pa.schema(
    [
        ("id", pa.int64()),
        ("happened_at", INSTANT),
        ("kind", WORD),
        ("channel", WORD),
        ("touchpoint", WORD),
        ("stage", WORD),
        ("source", WORD),
        ("currency", WORD),
        ("customer_id", pa.int64()),
        ("account_id", pa.int64()),
        ("value", MONEY),
    ]
)
ARROW = {
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
    bool: pa.bool_(),
    Decimal: MONEY,
    datetime: INSTANT,
    date: pa.date32(),
}
# What JSON itself can carry; money and times travel as text and are cast afterwards.
CARRIED = {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def schema_of(family: Family) -> pa.Schema:
    """What the Parquet files of a family hold. Facts whose name the envelope already has are left out."""
    if family == "other":
        return ENVELOPE.append(pa.field("facts", pa.string()))
    fields = [(name, ARROW[its_type]) for name, its_type in facts_of(family).items() if name not in ENVELOPE.names]
    return pa.schema([*ENVELOPE, *(pa.field(name, arrow) for name, arrow in fields)])


def typed_facts(facts: pa.Array, family: Family) -> list[pa.Array]:
    """The facts of a family's events, from JSON text to columns. A fact of the wrong type is missing, not fatal."""
    wanted = {name: its_type for name, its_type in facts_of(family).items() if name not in ENVELOPE.names}
    if not wanted:
        return []
    try:
        return _parsed_fast(facts, wanted)
    except pa.ArrowInvalid:
        return _parsed_one_by_one(facts, wanted)


def _parsed_fast(facts: pa.Array, wanted: dict[str, type]) -> list[pa.Array]:
    explicit = pa.schema([(name, CARRIED.get(its_type, pa.string())) for name, its_type in wanted.items()])
    lines = "\n".join(facts.to_pylist()).encode()
    table = pyarrow.json.read_json(
        BytesIO(lines),
        read_options=pyarrow.json.ReadOptions(block_size=max(len(lines) + 1, 1 << 20)),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=explicit, unexpected_field_behavior="ignore"),
    )
    if table.num_rows != len(facts):
        raise pa.ArrowInvalid("a line was lost")
    return [_as(its_type, table[name].combine_chunks()) for name, its_type in wanted.items()]


def _as(its_type: type, column: pa.Array) -> pa.Array:
    """What Arrow reads more generously than the rules goes the long way."""
    if its_type not in CARRIED and its_type in PATTERNS:
        fits = pc.match_substring_regex(column, f"^({PATTERNS[its_type]})$")
        if not pc.all(fits, min_count=0).as_py():
            raise pa.ArrowInvalid("a value is written in another way")
    return column.cast(ARROW[its_type])


def _parsed_one_by_one(facts: pa.Array, wanted: dict[str, type]) -> list[pa.Array]:
    rows = [json.loads(text, parse_int=str, parse_float=str) for text in facts.to_pylist()]
    rows = [row if isinstance(row, dict) else {} for row in rows]
    return [
        pa.array([_fitting(row.get(name), its_type) for row in rows], ARROW[its_type])
        for name, its_type in wanted.items()
    ]


def _fitting(value: Any, its_type: type) -> Any:
    """`value` as JSON has it, numbers as they are written."""
    if its_type is bool:
        return {"true": True, "false": False}.get(str(value).lower() if isinstance(value, bool) else value)
    if not isinstance(value, str) or not re.fullmatch(PATTERNS.get(its_type, "(?s:.*)"), value):
        return None
    try:
        return _READ[its_type](value)
    except ValueError:  # the 30th of February
        return None


def _int(text: str) -> int | None:
    number = int(text.partition(".")[0])
    return number if -LARGEST_INT <= number <= LARGEST_INT else None


def _money(text: str) -> Decimal | None:
    amount = Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return amount if abs(amount) < TOO_MUCH_MONEY else None


_READ: dict[type, Callable[[str], Any]] = {
    int: _int,
    float: float,
    str: str,
    Decimal: _money,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
