"""The one module here that speaks to foreign databases: read-only, with limits, by way of Ibis."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import ibis
import sqlglot
from django.utils.translation import gettext as _
from sqlglot import exp

from nabiz.connectors.places import allowed_path
from nabiz.connectors.stripe.messages import Unusable

IN_FILES = ("duckdb", "sqlite")
SCHEMES = (
    *IN_FILES, "postgres", "postgresql", "mysql", "mssql", "clickhouse", "trino", "snowflake", "bigquery", "databricks",
    "oracle", "impala", "exasol", "risingwave",
)  # fmt: skip
WITH_CURSOR = ("postgres", "mysql", "sqlite", "duckdb")
DIALECTS = {"mssql": "tsql", "impala": "hive", "risingwave": "postgres"}
SECONDS = 120
AT_ONCE = 10_000
READ_ONLY = {
    "postgres": (f"SET statement_timeout = {SECONDS * 1000}", "SET default_transaction_read_only = on"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_execution_time = {SECONDS * 1000}"),
    "sqlite": ("PRAGMA query_only = ON",),
    "duckdb": ("SET enable_external_access = false", "SET lock_configuration = true"),
}


def rows_of(url: str, query: str, *, order_by: str = "", most: int) -> Iterator[list[dict[str, Any]]]:
    """The rows of a SELECT in portions, at most so many. Raises Unusable with the database's own words."""
    connection = None
    try:
        connection = _connected(url)
        began = time.monotonic()
        for rows in _portions(connection, check_url(url), _one_select(query, check_url(url)), order_by, most):
            if time.monotonic() - began > SECONDS:
                raise Unusable(_("The query took longer than %(seconds)s seconds.") % {"seconds": SECONDS})
            yield [_plain(row) for row in rows]
    except Unusable:
        raise
    except Exception as error:
        told = str(error).replace(url, "…").strip() or type(error).__name__
        password = urlsplit(url).password
        told = told.replace(password, "…") if password else told
        raise Unusable(_("The database answers: %(problem)s") % {"problem": told[:500]}) from None
    finally:
        if connection is not None:
            connection.disconnect()


def _portions(
    connection: Any, scheme: str, query: exp.Query, order_by: str, most: int
) -> Iterator[list[dict[str, Any]]]:
    """Where the driver has a cursor, it is read; elsewhere Ibis wants to make a view to learn the columns."""
    dialect = DIALECTS.get(scheme, scheme)
    if scheme not in WITH_CURSOR:
        table = connection.sql(query.sql(dialect=dialect))
        table = table.order_by(order_by) if order_by else table
        for batch in table.limit(most).to_pyarrow_batches(chunk_size=AT_ONCE):
            yield batch.to_pylist()
        return
    whole = exp.select("*").from_(query.subquery("asked")).limit(most)
    whole = whole.order_by(exp.column(order_by, quoted=True)) if order_by else whole
    cursor = connection.raw_sql(whole.sql(dialect=dialect))
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(AT_ONCE):
        yield [dict(zip(names, row, strict=True)) for row in rows]


def _one_select(query: str, scheme: str) -> exp.Query:
    """Raises Unusable for anything that is not one SELECT, and for one that changes something inside."""
    try:
        statements = sqlglot.parse(query, dialect=DIALECTS.get(scheme, scheme))
    except sqlglot.errors.SqlglotError as error:
        raise Unusable(_("This is no query: %(problem)s") % {"problem": str(error)[:200]}) from None
    found = statements[0] if len(statements) == 1 else None
    if not isinstance(found, exp.Query) or found.find(exp.Insert, exp.Update, exp.Delete, exp.Into):
        raise Unusable(_("A query is one SELECT, and changes nothing."))
    return found


def check_url(url: str) -> str:
    """The scheme. Raises Unusable for one that is not a database, and for files that may not be read."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        told = _("A database's address begins with one of: %(schemes)s.")
        raise Unusable(told % {"schemes": ", ".join(f"{scheme}://" for scheme in SCHEMES)})
    if parts.scheme in IN_FILES:
        allowed_path(parts.path)
        if parts.netloc or parts.query or not parts.path.strip("/"):
            raise Unusable(_("Write the file's whole path after three slashes, such as sqlite:///data/shop.db."))
    return "postgres" if parts.scheme.startswith("postgres") else parts.scheme


def _connected(url: str) -> Any:
    scheme = check_url(url)
    if scheme == "duckdb":
        connection: Any = ibis.duckdb.connect(allowed_path(urlsplit(url).path), read_only=True)
    elif scheme == "sqlite":
        connection = ibis.sqlite.connect(allowed_path(urlsplit(url).path))
    else:
        connection = ibis.connect(url)
    for statement in READ_ONLY.get(scheme, ()):
        cursor = connection.raw_sql(statement)
        if hasattr(cursor, "close") and scheme != "duckdb":
            cursor.close()
    if hasattr(getattr(connection, "con", None), "commit") and scheme == "postgres":
        connection.con.commit()  # settings of a session that was rolled back are forgotten
    return connection


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Bytes say nothing that a mapping could use."""
    return {name: None if isinstance(value, bytes | memoryview) else value for name, value in row.items()}
