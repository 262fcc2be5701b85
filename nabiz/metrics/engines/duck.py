"""DuckDB over the mirror's Parquet files, inside this process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import duckdb
import ibis
import pyarrow as pa

from nabiz.metrics.engines.base import Files, MirrorMoved, Select, Table
from nabiz.metrics.engines.columns import Columns
from nabiz.metrics.engines.files import is_readable
from nabiz.metrics.engines.reading import columns_read

TYPES = {
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "decimal(18, 4)": "DECIMAL(18, 4)",
    "timestamp": "TIMESTAMPTZ",
    "date": "DATE",
}


class Duck:
    """One database in memory; each question gets a cursor of its own, so threads do not meet."""

    reads: Literal["mirror", "database"] = "mirror"
    holds = True

    def __init__(self, mirror: Path) -> None:
        self._columns = Columns()
        self._database = duckdb.connect(
            ":memory:",
            config={
                "threads": 2,
                "memory_limit": "1GB",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        # Files never change under their names, so that what is known of them stays true.
        self._database.execute("SET parquet_metadata_cache = true")
        self._database.execute(f"SET temp_directory = {_quoted(str(mirror / 'scratch'))}")
        # Nothing but the mirror can be read, whatever a query says.
        self._database.execute(f"SET allowed_directories = [{_quoted(str(mirror))}]")
        self._database.execute("SET enable_external_access = false")
        self._database.execute("SET lock_configuration = true")

    def compile(self, expression: Any) -> str:
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def columns_read(self, query: str, expression: Any) -> Mapping[str, tuple[str, ...]]:
        return columns_read(query, expression)

    def run(self, query: str, tables: Mapping[str, Table]) -> pa.Table:
        with self._database.cursor() as cursor:
            read = []
            for name, table in tables.items():
                if isinstance(table, Files):
                    read.append(f'"{name}" AS ({self._source(cursor, name, table)})')
                elif isinstance(table, Select):
                    raise TypeError("DuckDB reads no tables of the database.")
                else:
                    cursor.register(name, table)
            parts = f"WITH {', '.join(read)} " if read else ""
            try:
                return cursor.sql(f"{parts}SELECT * FROM ({query})").to_arrow_table()  # noqa: S608  compiled by Ibis
            except duckdb.Error as error:
                if is_readable(tables.values()):
                    raise
                raise MirrorMoved(str(error)) from error

    def _source(self, cursor: Any, name: str, table: Files) -> str:
        """Where the rows come from: columns in memory, or the files where there is no room or it is not known which."""
        held = {each: table.columns[each] for each in table.read}
        kept = self._columns.table(table.paths, held, table.kinds) if held and table.paths else None
        if kept is None:
            return _select(table)
        cursor.register(f"kept_{name}", kept)
        names = (
            f'"{each}"' if each in held else f'NULL::{TYPES[its]} AS "{each}"' for each, its in table.columns.items()
        )
        return f'SELECT {", ".join(names)} FROM "kept_{name}"'  # noqa: S608  names are declared


def _select(table: Files) -> str:
    """Instants lose their zone, which is UTC, by way of the plain number: through the calendar it costs 100 times more.

    A file from before a fact was declared lacks its column; the empty first part adds it.
    """
    shape = ", ".join(f'NULL::{TYPES[kind]} AS "{name}"' for name, kind in table.columns.items())
    source = f"SELECT {shape} WHERE false"
    if table.paths:
        files = ", ".join(_quoted(path) for path in table.paths)
        source += f" UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true)"  # noqa: S608
    read = (
        f'make_timestamp(epoch_us("{name}")) AS "{name}"' if kind == "timestamp" else f'"{name}"'
        for name, kind in table.columns.items()
    )
    kinds = f" WHERE kind IN ({', '.join(_quoted(kind) for kind in table.kinds)})" if table.kinds else ""
    return f"SELECT {', '.join(read)} FROM ({source}){kinds}"  # noqa: S608  names are declared, paths are quoted


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
