"""Arrow tables into temporary tables, by COPY."""

import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv
from django.db import connection
from psycopg import sql

SQL_TYPE = {
    pa.string(): "text", pa.int64(): "bigint", pa.float64(): "float8", pa.bool_(): "boolean", pa.date32(): "date",
    pa.timestamp("us", "UTC"): "timestamptz",
}  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """Rows as COPY takes them. `columns` has the name in the database of each column: c0, c1, …"""

    rows: int
    columns: dict[str, str]
    types: tuple[str, ...]
    csv: bytes


def packed(table: pa.Table) -> Packed:
    columns = {name: f"c{n}" for n, name in enumerate(table.column_names)}
    types = tuple(SQL_TYPE.get(its.type, "numeric") for its in table.schema)
    return Packed(table.num_rows, columns, types, csv_of(table))


def stage(name: str, rows: Packed) -> None:
    """Make a temporary table of these rows that lasts as long as the transaction."""
    shape = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(its))
        for column, its in zip(rows.columns.values(), rows.types, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), shape))
    copy_into(name, rows.csv)


def copy_into(table: str, csv: bytes, columns: tuple[str, ...] = ()) -> None:
    """`columns` where the table has others beside them."""
    names = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
    command = sql.SQL("COPY {} {} FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(csv)


def csv_of(table: pa.Table) -> bytes:
    out = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, out, options)
    return out.getvalue()
