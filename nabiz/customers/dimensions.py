"""Copies of customers, accounts and segments for the mirror, and how it knows that they are old."""

import pyarrow as pa
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from nabiz.customers.filters import DEEPEST, parse_filter
from nabiz.customers.models import Customer, Segment, SegmentMembership
from nabiz.customers.queries import customers_matching
from nabiz.timeline.mirror.dimensions import Query, register

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
MEMBERSHIPS = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("segment", pa.string()),
        ("since", pa.timestamp("us", "UTC")),
        ("until", pa.timestamp("us", "UTC")),
    ]
)


def register_all() -> None:
    register("customers", CUSTOMERS, customers_query, lambda: version("customers"))
    register("accounts", ACCOUNTS, accounts_query, lambda: version("accounts"))
    register("memberships", MEMBERSHIPS, memberships_query, lambda: version("customers", "segments"))
    register("segments", SEGMENTS, segments_query, lambda: version("customers", "segments"))


def customers_query() -> Query:
    """Merged customers too, so that an event finds its person whichever id it carries."""
    return (
        "SELECT id AS customer_id, coalesce(merged_into_id, id) AS canonical_id, account_id, language, country, since, "
        "traits::text AS traits FROM customers_customer"
    ), ()


def accounts_query() -> Query:
    return "SELECT id AS account_id, name FROM customers_account", ()


def memberships_query() -> Query:
    """Who was in each segment when. Stretches of two customers who became one person are joined where they touch."""
    return (
        "SELECT customer_id, segment, lower(stretch) AS since, upper(stretch) AS until "
        "FROM (SELECT customer_id, segment, unnest(range_agg(stretch)) AS stretch FROM ("
        "SELECT coalesce(c.merged_into_id, c.id) AS customer_id, "
        "s.slug AS segment, tstzrange(m.since, coalesce(m.until, '9999-12-31 00:00+00')) AS stretch "
        "FROM customers_segmentmembership m JOIN customers_segment s ON s.id = m.segment_id "
        "JOIN customers_customer c ON c.id = m.customer_id) AS each GROUP BY 1, 2) AS whole"
    ), ()


def segments_query() -> Query:
    """Who belongs to each segment now, under the id that the person stands as.

    Fields and traits are looked at anew; what rests on the timeline is as last counted, for it changes by the second.
    """
    parts, parameters = ["SELECT NULL::bigint AS customer_id, NULL::text AS segment WHERE false"], []
    for segment in Segment.objects.all():
        is_counted = rests_on_timeline(segment) and segment.kept_since is not None
        present = Customer.objects.present().filter(pk__in=_open_memberships(segment))
        members = (present if is_counted else customers_matching(segment.filter)).values("id")
        try:
            query, its_parameters = members.query.sql_with_params()
        except EmptyResultSet:  # a filter that matches nobody
            continue
        parts.append(f"(SELECT id, %s::text FROM ({query}) AS member)")  # noqa: S608  compiled by the ORM
        parameters += [segment.slug, *its_parameters]
    return " UNION ALL ".join(parts), parameters


def rests_on_timeline(segment: Segment, depth: int = 0) -> bool:
    """Whether what customers did decides who is in it, be it through another segment."""
    chosen = parse_filter(segment.filter)
    if chosen.has_conditions:
        return True
    others = Segment.objects.filter(slug__in=chosen.segment) if depth < DEEPEST else []
    return any(rests_on_timeline(each, depth + 1) for each in others)


def _open_memberships(segment: Segment) -> QuerySet[SegmentMembership, int]:
    return SegmentMembership.objects.filter(segment=segment, until=None).values_list("customer_id", flat=True)


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
