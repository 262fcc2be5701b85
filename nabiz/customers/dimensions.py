"""Copies of customers, accounts and segments for the mirror, and how it knows that they are old."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection

from nabiz.customers.models import Segment
from nabiz.customers.queries import customers_matching
from nabiz.timeline.mirror.dimensions import register

AT_A_TIME = 20_000
PILE = 500  # counted changes that are added up into one row from here on

CUSTOMERS = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("canonical_id", pa.int64()),
        ("account_id", pa.int64()),
        ("language", pa.string()),
        ("country", pa.string()),
        ("since", pa.timestamp("us", "UTC")),
        ("traits", pa.string()),
    ]
)
ACCOUNTS = pa.schema([("account_id", pa.int64()), ("name", pa.string())])
SEGMENTS = pa.schema([("customer_id", pa.int64()), ("segment", pa.string())])


def register_all() -> None:
    register("customers", customers_table, lambda: version("customers"))
    register("accounts", accounts_table, lambda: version("accounts"))
    register("segments", segments_table, lambda: version("customers", "segments"))


def customers_table() -> pa.Table:
    """Merged customers too, so that an event finds its person whichever id it carries."""
    return _table(
        CUSTOMERS,
        "SELECT id, coalesce(merged_into_id, id), account_id, language, country, since, traits::text "
        "FROM customers_customer ORDER BY id",
    )


def accounts_table() -> pa.Table:
    return _table(ACCOUNTS, "SELECT id, name FROM customers_account ORDER BY id")


def segments_table() -> pa.Table:
    """Who belongs to each segment now, under the id that the person stands as."""
    parts = [
        pa.table([ids, pa.array([segment.slug] * len(ids), pa.string())], schema=SEGMENTS)
        for segment in Segment.objects.all()
        for ids in [
            pa.array(customers_matching(segment.filter).order_by("pk").values_list("pk", flat=True), pa.int64())
        ]
    ]
    return pa.concat_tables(parts) if parts else SEGMENTS.empty_table()


def version(*of: str) -> str:
    """Different whenever something changed: the sum of all counted changes, which every commit makes larger."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count(*), coalesce(sum(times), 0) FROM customers_change WHERE "of" = ANY(%s)', [list(of)]
        )
        rows, total = cursor.fetchone()
        if rows > PILE:
            cursor.execute(_ADD_UP)
    return str(total)


_ADD_UP = """
WITH taken AS (
    DELETE FROM customers_change
    WHERE id IN (SELECT id FROM customers_change FOR UPDATE SKIP LOCKED) RETURNING "of", times
)
INSERT INTO customers_change ("of", times) SELECT "of", sum(times) FROM taken GROUP BY 1
"""


def _table(schema: pa.Schema, query: str) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(query)
        batches = [
            pa.record_batch(
                [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)],
                schema=schema,
            )
            for rows in _pieces(cursor)
        ]
    return pa.Table.from_batches(batches, schema)


def _pieces(cursor: Any) -> Iterator[Sequence[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(AT_A_TIME):
        yield rows
