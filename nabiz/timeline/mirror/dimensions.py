"""Small tables that numbers are grouped by. The package that owns one registers it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
from django.db import connection

AT_A_TIME = 20_000
Query: TypeAlias = tuple[str, Sequence[Any]]  # with %s where the parameters go


@dataclass(frozen=True)
class Dimension:
    """`select` gives the columns of `schema`. `version` changes whenever the rows would; it is asked every second, so
    it must be cheap."""

    name: str
    schema: pa.Schema
    select: Callable[[], Query]
    version: Callable[[], str]

    def table(self) -> pa.Table:
        """The rows as they are now, for the mirror."""
        query, parameters = self.select()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({query}) AS found ORDER BY 1", parameters)  # noqa: S608  its owner's own
            batches = [self._batch(rows) for rows in _pieces(cursor)]
        return pa.Table.from_batches(batches, self.schema)

    def _batch(self, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
        columns = zip(zip(*rows, strict=True), self.schema, strict=True)
        return pa.record_batch([pa.array(column, field.type) for column, field in columns], schema=self.schema)


_dimensions: dict[str, Dimension] = {}


def register(name: str, schema: pa.Schema, select: Callable[[], Query], version: Callable[[], str]) -> None:
    _dimensions[name] = Dimension(name, schema, select, version)


def registered() -> list[Dimension]:
    return list(_dimensions.values())


def dimension(name: str) -> Dimension:
    return _dimensions[name]


def _pieces(cursor: Any) -> Iterator[Sequence[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(AT_A_TIME):
        yield rows
