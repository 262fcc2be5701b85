"""PostgreSQL itself, over the event table of the installation: nothing is copied, and nothing is behind."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import ibis
import pyarrow as pa
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg import errors

from nabiz.metrics.engines.base import Files, Select, Table, took_too_long

# The many small expressions take longer to compile than they save. The planner takes what comes out of a window for one
# row and would loop over everything else once for each of the thousands that it really is.
SUITED = """
SET LOCAL jit = off;
SET LOCAL enable_nestloop = off;
SET LOCAL work_mem = '64MB';
SET LOCAL transaction_read_only = on;
"""
ARRAYS = {pa.int64(): "bigint[]", pa.timestamp("us"): "timestamp[]"}


class Postgres:
    """Django's own connection, which every thread has one of."""

    reads: Literal["mirror", "database"] = "database"
    holds = False

    def compile(self, expression: Any) -> str:
        return str(ibis.to_sql(expression, dialect="postgres"))

    def columns_read(self, query: str, expression: Any) -> Mapping[str, tuple[str, ...]]:
        return {}

    def run(self, query: str, tables: Mapping[str, Table]) -> pa.Table:
        parts: list[str] = []
        parameters: list[Any] = []
        for name, table in tables.items():
            text, given = _select(table)
            # As part of the query and not on its own, so that the indexes serve and nothing unused is computed.
            parts.append(f'"{name}" AS NOT MATERIALIZED ({text})')
            parameters += given
        known = f"WITH {', '.join(parts)} " if parts else ""
        whole = f"{known}SELECT * FROM ({query.replace('%', '%%')}) AS answer"  # noqa: S608  compiled by Ibis
        with _reading() as cursor:
            cursor.execute(whole, parameters)
            return _table([column.name for column in cursor.description], cursor.fetchall())


@contextmanager
def _reading() -> Iterator[Any]:
    """A cursor that can only read, and not for ever. Undone at the end, so that whoever is in the midst of a
    transaction gets it back as it was."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {settings.ENGINE_TIMEOUT * 1000:d}")
            cursor.execute(SUITED)
            yield cursor
            transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, errors.QueryCanceled):
            raise took_too_long() from error
        raise


def _select(table: Table) -> tuple[str, Sequence[Any]]:
    if isinstance(table, Files):
        raise TypeError("PostgreSQL reads no files.")
    if isinstance(table, Select):
        return table.query, table.parameters
    names = ", ".join(f'"{name}"' for name in table.column_names)
    arrays = ", ".join(f"%s::{ARRAYS[column.type]}" for column in table.columns)
    query = f"SELECT * FROM unnest({arrays}) AS given ({names})"  # noqa: S608  our own names
    return query, [column.to_pylist() for column in table.columns]


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[] for _name in names]
    return pa.table([pa.array(list(column)) for column in columns], names=names)
