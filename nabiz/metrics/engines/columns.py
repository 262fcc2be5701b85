"""Columns of the mirror's files, decoded and kept in memory: unpacking them costs more than most questions."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nabiz.metrics.engines.base import MirrorMoved

TYPES = {
    "int64": pa.int64(),
    "float64": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "decimal(18, 4)": pa.decimal128(18, 4),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
}
WORD = pa.dictionary(pa.int16(), pa.string())
Kinds: TypeAlias = tuple[str, ...]
Key: TypeAlias = tuple[str, str, Kinds]  # file, column, kinds of events
FEW = 1000  # so many different texts are words; more are texts
USED_LATELY = 900.0  # seconds
# Columns that are kept take at most this, and no more than a quarter of what the machine has.
AT_MOST = min(512 * 2**20, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4)


@dataclass
class _Column:
    values: Any
    used_at: float


class Columns:
    """By file and name. Files never change under their names; those that are put away are forgotten.

    What would not fit beside what was used lately is not taken in, so that no two questions push each other out.
    """

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._kept: OrderedDict[Key, _Column] = OrderedDict()
        self._bytes = 0
        self._guard, self._loading = threading.Lock(), threading.Lock()

    @property
    def nbytes(self) -> int:
        return self._bytes

    def table(self, paths: Sequence[str], columns: Mapping[str, str], kinds: Kinds = ()) -> pa.Table | None:
        """Those columns of the files, one file after the other: of all rows, or of these kinds of events.

        None where there is no room. MirrorMoved where a file is not there or not whole.
        """
        if self._missing(paths, columns, kinds):
            with self._loading:
                if not self._take_in(self._missing(paths, columns, kinds), columns, kinds):
                    return None
        return self._together(paths, columns, kinds)

    def _missing(self, paths: Iterable[str], columns: Iterable[str], kinds: Kinds) -> dict[str, list[str]]:
        with self._guard:
            lacks = {path: [name for name in columns if (path, name, kinds) not in self._kept] for path in paths}
        return {path: names for path, names in lacks.items() if names}

    def _take_in(self, missing: Mapping[str, list[str]], columns: Mapping[str, str], kinds: Kinds) -> bool:
        if missing:
            self._forget(path for path in {key[0] for key in list(self._kept)} if not Path(path).exists())
        try:
            expected = sum(_rows(path) * _width(columns[name]) for path, names in missing.items() for name in names)
            if not self._make_room(expected):
                return False
            for path, names in missing.items():
                self._keep(path, kinds, read_columns(path, {name: columns[name] for name in names}, kinds))
        except (OSError, pa.ArrowException) as error:
            raise MirrorMoved(str(error)) from error
        return True

    def _keep(self, path: str, kinds: Kinds, read: Mapping[str, Any]) -> None:
        with self._guard:
            for name, values in read.items():
                self._kept[path, name, kinds] = _Column(values, time.monotonic())
                self._bytes += values.nbytes

    def _together(self, paths: Sequence[str], columns: Mapping[str, str], kinds: Kinds) -> pa.Table | None:
        now = time.monotonic()
        with self._guard:
            if any((path, name, kinds) not in self._kept for path in paths for name in columns):
                return None
            for name in columns:
                for path in paths:
                    self._kept[path, name, kinds].used_at = now
                    self._kept.move_to_end((path, name, kinds))
            parts = {name: [self._kept[path, name, kinds].values for path in paths] for name in columns}
        return pa.table({name: _of_one_type(chunks) for name, chunks in parts.items()})

    def _make_room(self, wanted: int) -> bool:
        """By what was not used lately, the longest unused first."""
        with self._guard:
            now = time.monotonic()
            while self._bytes + wanted > self._at_most and self._kept:
                key, oldest = next(iter(self._kept.items()))
                if now - oldest.used_at < USED_LATELY:
                    return False
                self._bytes -= self._kept.pop(key).values.nbytes
            return wanted <= self._at_most

    def _forget(self, paths: Iterable[str]) -> None:
        away = set(paths)
        with self._guard:
            for key in [key for key in self._kept if key[0] in away]:
                self._bytes -= self._kept.pop(key).values.nbytes


def read_columns(path: str, columns: Mapping[str, str], kinds: Kinds = ()) -> dict[str, Any]:
    """Some columns of one file. A file from before a fact was declared lacks its column; the fact is missing there."""
    with pq.ParquetFile(path) as file:
        there = file.schema_arrow.names
        wanted = dict.fromkeys([*columns, "kind"] if kinds else columns)
        table = file.read(columns=[name for name in wanted if name in there]).combine_chunks()
        if kinds:
            table = table.filter(
                pc.is_in(table["kind"].cast(pa.string()), pa.array(kinds, pa.string()))
            ).combine_chunks()
        rows = table.num_rows if table.column_names else file.metadata.num_rows
    found = {name: _only(table[name]) if name in there else pa.nulls(rows, TYPES[columns[name]]) for name in columns}
    return {name: small(values.cast(_plain(values.type, columns[name]))) for name, values in found.items()}


def small(values: Any) -> Any:
    """Texts of which there are few, as words: numbers that point into a list."""
    if not (pa.types.is_string(values.type) or pa.types.is_dictionary(values.type)):
        return values
    words = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    if len(words.dictionary) > FEW:
        return words.cast(pa.string())
    return pa.DictionaryArray.from_arrays(words.indices.cast(pa.int16()), words.dictionary)


def small_table(table: pa.Table) -> pa.Table:
    """The same rows in less memory, in one piece."""
    whole = table.combine_chunks()
    return pa.table({name: small(_only(whole[name])) for name in whole.column_names})


def _plain(found: pa.DataType, kind: str) -> pa.DataType:
    return found if kind == "string" and pa.types.is_dictionary(found) else TYPES[kind]


def _only(column: pa.ChunkedArray) -> Any:
    return column.chunk(0) if column.num_chunks else pa.nulls(0, column.type)


def _of_one_type(chunks: list[Any]) -> pa.ChunkedArray:
    if len({chunk.type for chunk in chunks}) > 1:
        chunks = [chunk.cast(pa.string()) for chunk in chunks]
    return pa.chunked_array(chunks)


def _rows(path: str) -> int:
    return int(pq.read_metadata(path).num_rows)


def _width(kind: str) -> int:
    """What a value takes; of texts most are words."""
    return 4 if kind == "string" else max(TYPES[kind].bit_width // 8, 1)
