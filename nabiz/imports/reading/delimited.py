"""CSV, TSV and their kin: blocks of whole rows through pyarrow's reader, and what it refuses row by row."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from nabiz.imports.reading import limits
from nabiz.imports.reading.encodings import Readable
from nabiz.imports.reading.problems import Problem, in_bytes
from nabiz.imports.reading.rows import Broken, Dialect, record, whole_rows
from nabiz.imports.reading.tables import BadRow, Settings


@dataclass(frozen=True)
class Parsed:
    """Some rows, the number of each, those that could not be read, and the number of the row before and at the end."""

    before: int
    last: int
    rows: pa.Table
    numbers: pa.Array
    bad: tuple[BadRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def dialect_of(settings: Settings) -> Dialect:
    return Dialect((settings.delimiter or ",").encode(), (settings.quote or "").encode())


def parsed(text: Readable, names: Sequence[str], settings: Settings) -> Iterator[Parsed]:
    """The rows below the header, in order, with blank lines counted and left out."""
    dialect, last, above = dialect_of(settings), 0, settings.header_row or 0
    for piece in whole_rows(text, dialect):
        if isinstance(piece, Broken):
            if above:
                above -= 1
                continue
            last += 1
            yield Parsed(last - 1, last, _nothing(names), pa.array([], pa.int64()), (_broken(piece, last),))
            continue
        piece, above = without_rows(piece, above, dialect)
        if piece:
            yield (block := _block(piece, last, names, dialect, settings))
            last = block.last


def without_rows(block: bytes, count: int, dialect: Dialect) -> tuple[bytes, int]:
    """A block without its first rows, and how many are still to be left out."""
    at = 0
    while count and at < len(block):
        found = record(dialect).match(block, at)
        at = found.end() if found else (block.find(b"\n", at) + 1 or len(block))
        count -= 1
    return (block[at:] if at else block), count


def _block(block: bytes, before: int, names: Sequence[str], dialect: Dialect, settings: Settings) -> Parsed:
    refused: list[csv.InvalidRow] = []
    try:
        rows = _table(block, names, dialect, pa.string(), refused)
    except pa.ArrowInvalid:
        refused.clear()
        rows = _table(block, names, dialect, pa.binary(), refused)
    skipped = np.array([row.number for row in refused], np.int64)
    total = len(rows) + len(refused)
    numbers = np.setdiff1d(np.arange(1, total + 1), skipped, assume_unique=True) + before
    bad = [_ragged(row, before) for row in refused]
    rows, numbers, spoilt = _clean(rows, numbers, block, settings)
    rows, numbers = _without_blank(rows, numbers)
    bad = sorted(bad + spoilt, key=lambda row: row.number)
    return Parsed(before, before + total, rows, pa.array(numbers, pa.int64()), tuple(bad))


def _table(
    block: bytes, names: Sequence[str], dialect: Dialect, kind: pa.DataType, refused: list[csv.InvalidRow]
) -> pa.Table:
    def refuse(row: csv.InvalidRow) -> str:
        refused.append(row)
        return "skip"

    read = csv.ReadOptions(column_names=list(names), use_threads=False, block_size=len(block) + 64)
    parse = csv.ParseOptions(
        delimiter=dialect.delimiter.decode(),
        quote_char=dialect.quote.decode() or False,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=refuse,
    )
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, kind), strings_can_be_null=True, null_values=[""], check_utf8=True
    )
    return csv.read_csv(io.BytesIO(block), read, parse, convert).combine_chunks()


def _ragged(row: csv.InvalidRow, before: int) -> BadRow:
    number = before + row.number
    facts = {"found": row.actual_columns, "expected": row.expected_columns, "row": number}
    return BadRow(number, Problem("columns", facts), row.text[: limits.RAW])


def _broken(piece: Broken, number: int) -> BadRow:
    problem = Problem(piece.code, {"row": number, "limit": in_bytes(limits.ROW)})
    return BadRow(number, problem, piece.raw.decode("utf-8", "replace"))


def _clean(
    rows: pa.Table, numbers: np.ndarray, block: bytes, settings: Settings
) -> tuple[pa.Table, np.ndarray, list[BadRow]]:
    """The rows without those that hold a NUL or bytes that are no text."""
    odd: dict[int, str] = {}
    if rows.num_columns and pa.types.is_binary(rows.schema.field(0).type):
        for column in rows.columns:
            odd |= {at: "row_encoding" for at, cell in enumerate(column.to_pylist()) if cell and not _is_text(cell)}
    if b"\x00" in block:
        for column in rows.columns:
            has = pc.fill_null(pc.match_substring(column, "\x00"), False).to_numpy(zero_copy_only=False)
            odd |= {int(at): "row_nul" for at in np.flatnonzero(has)}
    if not odd:
        return rows if not pa.types.is_binary(rows.schema.field(0).type) else _as_text(rows), numbers, []
    keep = np.ones(len(rows), bool)
    keep[list(odd)] = False
    bad = [_spoilt(rows, at, int(numbers[at]), code, settings) for at, code in odd.items()]
    return _as_text(rows.filter(pa.array(keep))), numbers[keep], bad


def _as_text(rows: pa.Table) -> pa.Table:
    return rows.cast(pa.schema([(name, pa.string()) for name in rows.column_names]))


def _is_text(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def _spoilt(rows: pa.Table, at: int, number: int, code: str, settings: Settings) -> BadRow:
    cells = [column[at].as_py() or b"" for column in rows.columns]
    raw = b",".join(cell if isinstance(cell, bytes) else cell.encode() for cell in cells)[: limits.RAW]
    problem = Problem(code, {"row": number, "encoding": settings.encoding or "utf-8"})
    return BadRow(number, problem, raw.decode("utf-8", "replace"))


def _without_blank(rows: pa.Table, numbers: np.ndarray) -> tuple[pa.Table, np.ndarray]:
    if not len(rows) or not all(column.null_count for column in rows.columns):
        return rows, numbers
    filled = np.zeros(len(rows), bool)
    for column in rows.columns:
        filled |= column.is_valid().to_numpy(zero_copy_only=False)
    return (rows, numbers) if filled.all() else (rows.filter(pa.array(filled)), numbers[filled])


def _nothing(names: Sequence[str]) -> pa.Table:
    return pa.schema([(name, pa.string()) for name in names]).empty_table()
