"""Rows out of the house, streamed: newline-delimited JSON, CSV or Parquet. Each package registers what it can give."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, Literal

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from nabiz.timeline.models import Event

Format = Literal["ndjson", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("ndjson", "csv", "parquet")
AT_A_TIME = 5_000

Record = dict[str, Any]
Records = Callable[[str, datetime | None], Iterator[Record]]


@dataclass(frozen=True)
class Export:
    """`records(source, since)` yields plain values by the names of the schema; a text column may be given an object,
    which stays one in JSON and is written as JSON elsewhere. `by_source`: whether rows come from sources."""

    name: str
    schema: pa.Schema
    records: Records
    by_source: bool = False


_exports: dict[str, Export] = {}


def register_export(export: Export) -> None:
    _exports[export.name] = export


def registered_exports() -> dict[str, Export]:
    return dict(_exports)


def write_export(
    export: Export, to: BinaryIO, *, format: Format, source: str = "", since: datetime | None = None
) -> int:
    """Write everything and return the number of rows. Memory does not grow with them."""
    return _WRITERS[format](export.schema, export.records(source, since), to)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{cell}" if cell.startswith(_TO_FORMULA) and not _NUMBER.fullmatch(cell) else cell


_TO_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def _ndjson(schema: pa.Schema, records: Iterator[Record], to: BinaryIO) -> int:
    n = 0
    for record in records:
        to.write(orjson.dumps(record, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))
        n += 1
    return n


def _csv(schema: pa.Schema, records: Iterator[Record], to: BinaryIO) -> int:
    text = io.TextIOWrapper(io.BufferedWriter(_Counting(to)), encoding="utf-8", newline="")
    writer, n = csv.writer(text), 0
    writer.writerow(schema.names)
    for record in records:
        writer.writerow(harmless(_as_text(record[name])) for name in schema.names)
        n += 1
    text.flush()
    text.detach().detach()
    return n


def _parquet(schema: pa.Schema, records: Iterator[Record], to: BinaryIO) -> int:
    n = 0
    with pq.ParquetWriter(_Counting(to), schema, compression="zstd") as writer:
        while some := list(islice(records, AT_A_TIME)):
            columns = [
                pa.array([_for_column(each[field.name], field) for each in some], field.type) for field in schema
            ]
            writer.write_table(pa.table(columns, schema=schema))
            n += len(some)
    return n


_WRITERS: dict[str, Callable[[pa.Schema, Iterator[Record], BinaryIO], int]] = {
    "ndjson": _ndjson,
    "csv": _csv,
    "parquet": _parquet,
}


class _Counting(io.RawIOBase):
    """Knows how much was written, which a pipe does not, and leaves closing to whoever opened it."""

    def __init__(self, to: BinaryIO) -> None:
        self._to, self._written = to, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._to.write(data)
        size = memoryview(data).nbytes
        self._written += size
        return size

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        self._to.flush()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)


def _for_column(value: Any, field: pa.Field) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value


_MOMENT = pa.timestamp("us", "UTC")
_EVENT = pa.schema(
    [
        ("id", pa.int64()), ("source", pa.string()), ("message_id", pa.string()), ("kind", pa.string()),
        ("happened_at", _MOMENT), ("received_at", _MOMENT), ("original_at", _MOMENT), ("sent_at", _MOMENT),
        ("customer_id", pa.int64()), ("account_id", pa.int64()), ("member_id", pa.int64()), ("channel", pa.string()),
        ("touchpoint", pa.string()), ("stage", pa.string()), ("value", pa.decimal128(18, 4)), ("currency", pa.string()),
        ("facts", pa.string()),
    ]
)  # fmt: skip


def _events(source: str, since: datetime | None) -> Iterator[Record]:
    """In the order of their ids, a few thousand at a time, each piece read on its own."""
    wanted = Event.objects.order_by("pk")
    if source:
        wanted = wanted.filter(source=source)
    if since:
        wanted = wanted.filter(happened_at__gte=since)
    last: Any = 0
    while some := list(wanted.filter(pk__gt=last).values(*_EVENT.names)[:AT_A_TIME]):
        last = some[-1]["id"]
        yield from some


register_export(Export("events", _EVENT, _events, by_source=True))
