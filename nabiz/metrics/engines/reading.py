"""Which columns of its tables a query reads, as DuckDB itself sees it."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import ibis.expr.operations as ops
from ibis.backends.sql.datatypes import DuckDBType

# The others could leave out what is empty here, or hide a column inside a pushed-down filter.
OFF = "statistics_propagation,empty_result_pullup,filter_pushdown,filter_pullup,join_filter_pushdown"


def columns_read(query: str, expression: Any) -> dict[str, tuple[str, ...]]:
    """By table of the expression, of which the query is made."""
    tables = {table.name: table.schema for table in expression.op().find(ops.UnboundTable)}
    with duckdb.connect(":memory:") as empty:
        empty.execute(f"SET disabled_optimizers = '{OFF}'")
        for name, schema in tables.items():
            shape = ", ".join(f'"{column}" {DuckDBType.to_string(kind)}' for column, kind in schema.items())
            empty.execute(f'CREATE TABLE "{name}" ({shape})')
        ((_, plan),) = empty.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
    read: dict[str, dict[str, None]] = {name: {} for name in tables}
    for name, columns in _scans(json.loads(plan)):
        read[name] |= dict.fromkeys(column for column in columns if column in tables[name])
    return {name: tuple(columns) for name, columns in read.items()}


def _scans(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for node in nodes:
        about = node.get("extra_info", {})
        if "Table" in about:
            columns = about.get("Projections", [])
            yield about["Table"].rpartition(".")[2].strip('"'), columns if isinstance(columns, list) else [columns]
        yield from _scans(node.get("children", []))
