"""Arrow tables into temporary tables, by COPY."""

import io

import pyarrow as pa
import pyarrow.csv
from django.db import connection
from psycopg import sql

SQL_TYPE = {
    pa.string(): "text", pa.int64(): "bigint", pa.float64(): "float8", pa.bool_(): "boolean", pa.date32(): "date",
    pa.timestamp("us", "UTC"): "timestamptz",
}  # fmt: skip


def stage(name: str, table: pa.Table) -> list[str]:
    """Make a temporary table of these rows that lasts as long as the transaction; returns its columns: c0, c1, …"""
    columns = [f"c{n}" for n in range(table.num_columns)]
    types = [SQL_TYPE.get(its.type, "numeric") for its in table.schema]
    shape = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(its))
        for column, its in zip(columns, types, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), shape))
        with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(sql.Identifier(name))) as copy:
            copy.write(_csv(table))
    return columns


def _csv(table: pa.Table) -> bytes:
    out = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, out, options)
    return out.getvalue()
