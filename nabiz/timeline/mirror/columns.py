"""The columns of the mirror: the envelope of every event, and the typed facts of its family."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.json

from nabiz.timeline.facts import Family, facts_of

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
    return [table[name].combine_chunks().cast(ARROW[its_type]) for name, its_type in wanted.items()]


def _parsed_one_by_one(facts: pa.Array, wanted: dict[str, type]) -> list[pa.Array]:
    rows = [json.loads(text) for text in facts.to_pylist()]
    return [
        pa.array([_fitting(row.get(name), its_type) for row in rows], ARROW[its_type])
        for name, its_type in wanted.items()
    ]


def _fitting(value: Any, its_type: type) -> Any:
    if value is None or (its_type is not bool and isinstance(value, bool)):
        return None
    read: dict[type, Callable[[Any], Any]] = {
        Decimal: lambda given: Decimal(str(given)).quantize(Decimal("0.0001")),
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
    }
    try:
        return read.get(its_type, its_type)(value)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        return None
