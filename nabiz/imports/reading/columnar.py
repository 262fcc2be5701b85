"""Parquet: row groups a batch at a time, each column as the text that a CSV of it would have."""

import json
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nabiz.imports.reading import limits
from nabiz.imports.reading.names import named
from nabiz.imports.reading.problems import Unreadable


def file_of(file: IO[bytes], name: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file, pre_buffer=False)
    except (pa.ArrowException, OSError, EOFError) as why:
        raise Unreadable("damaged", file=name, what="Parquet") from why


def rows(
    parquet: pq.ParquetFile, file: str, *, after_row: int = 0, size: int = 50_000
) -> Iterator[tuple[int, pa.Table]]:
    """Tables of text with the number of rows before each. Row groups that lie before are not opened."""
    groups: list[int] = []
    before = 0
    for at in range(parquet.num_row_groups):
        count = parquet.metadata.row_group(at).num_rows
        if not groups and before + count <= after_row:
            before += count
        else:
            groups.append(at)
    try:
        for batch in parquet.iter_batches(batch_size=size, row_groups=groups, use_threads=False) if groups else ():
            if (past := max(0, after_row - before)) < len(batch):
                yield before + past, as_text(pa.Table.from_batches([batch.slice(past)]), file)
            before += len(batch)
    except (pa.ArrowException, OSError) as why:
        raise Unreadable("damaged", file=file, what="Parquet") from why


def as_text(table: pa.Table, file: str) -> pa.Table:
    """Inner structs become dotted columns; what has no plain text becomes JSON."""
    for _ in range(limits.FLATTENED):
        if any(pa.types.is_struct(column.type) for column in table.columns):
            table = table.flatten()
    names, _ = named(table.column_names, file)
    return pa.table([_text(column.combine_chunks()) for column in table.columns], names=names)


def _text(column: Any) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type))
    if pa.types.is_floating(kind):
        return _float_text(column)
    if pa.types.is_timestamp(kind):
        return _moment_text(column)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([_json(value) for value in column.to_pylist()], pa.string())
    try:
        text = column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        text = pa.array([_json(value) for value in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(text, ""), None, text)


def _float_text(column: pa.Array) -> pa.Array:
    """Without the .0 of whole numbers, and without NaN and infinity, which say that there is no number."""
    column = pc.if_else(pc.is_finite(column), column, None)
    whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), 2**53))
    as_whole = pc.if_else(whole, column, None).cast(pa.int64(), safe=False).cast(pa.string())
    return pc.coalesce(as_whole, column.cast(pa.string()))


def _moment_text(column: pa.Array) -> pa.Array:
    zoned = column.type.tz is not None
    local = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    text = (
        local.cast(pa.timestamp("us")).cast(pa.string())
        if not zoned
        else local.cast(pa.timestamp("us", "UTC")).cast(pa.string())
    )
    return pc.replace_substring_regex(text, r"\.000000(Z?)$", r"\1")


def _json(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").replace("\x00", "") or None
    return json.dumps(value, ensure_ascii=False, default=str)


def numbers(first: int, count: int) -> pa.Array:
    return pa.array(np.arange(first, first + count), pa.int64())
