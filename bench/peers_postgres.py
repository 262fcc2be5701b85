"""The same questions in hand-written SQL on PostgreSQL: one wide table, typed columns, the indexes that a sensible person would make."""

import io
import time
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

COLUMNS = {
    "customer_id": "bigint", "happened_at": "timestamptz", "id": "bigint", "kind": "text", "channel": "text", "account_id": "bigint",
    "value": "numeric", "currency": "text", "measure": "text", "score": "int", "invitation": "text", "conversation": "text",
    "is_public": "bool", "is_automatic": "bool", "talk_seconds": "int", "hold_seconds": "int", "after_seconds": "int",
    "subscription": "text", "plan": "text", "product": "text", "mrr": "numeric", "feature": "text",
}  # fmt: skip
INDEXES = [
    "CREATE INDEX ON event (kind, happened_at)",
    "CREATE INDEX ON event (customer_id, happened_at)",
    "CREATE INDEX ON event (conversation, happened_at) WHERE conversation IS NOT NULL",
    "CREATE INDEX ON event (subscription, happened_at) WHERE subscription IS NOT NULL",
    "CREATE INDEX ON event (invitation) WHERE invitation IS NOT NULL",
    "CREATE INDEX ON segment (customer_id)",
]
MONTH = "date_trunc('month', happened_at AT TIME ZONE 'Europe/Istanbul')"
INSIDE = "happened_at >= '2024-12-01 00:00+03' AND happened_at < '2026-12-01 00:00+03'"
WINDOWS = """SELECT n AS period, ('2024-12-01'::timestamp + n * interval '1 month') AT TIME ZONE 'Europe/Istanbul' AS starts,
  ('2024-12-01'::timestamp + (n + 1) * interval '1 month') AT TIME ZONE 'Europe/Istanbul' AS ends FROM generate_series(0, 23) AS n"""

NPS = f"""SELECT {MONTH} AS month, segment, count(*) FILTER (WHERE score >= 9), count(*) FILTER (WHERE score BETWEEN 7 AND 8),
  count(*) FILTER (WHERE score <= 6) FROM event JOIN segment USING (customer_id)
  WHERE kind = 'survey.answered' AND measure = 'nps' AND {INSIDE} GROUP BY 1, 2 ORDER BY 1, 2"""
CSAT = f"""SELECT {MONTH} AS month, channel, count(*) FILTER (WHERE score >= 4), count(*) FROM event
  WHERE kind = 'survey.answered' AND measure = 'csat' AND {INSIDE} GROUP BY 1, 2 ORDER BY 1, 2"""
# The durations per month, told apart by whether they are over: what Kaplan and Meier's estimate is made of.
RESOLUTION = f"""WITH told AS (SELECT happened_at, kind, lag(kind) OVER w AS before,
    min(happened_at) FILTER (WHERE kind = 'conversation.resolved') OVER (PARTITION BY conversation ORDER BY happened_at, id
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS resolved_at FROM event
    WHERE kind IN ('conversation.opened', 'conversation.reopened', 'conversation.resolved') AND happened_at >= '2024-12-01 00:00+03'
    WINDOW w AS (PARTITION BY conversation ORDER BY happened_at, id))
  SELECT {MONTH} AS month, greatest(floor(extract(epoch FROM coalesce(resolved_at, %(now)s))) - floor(extract(epoch FROM happened_at)), 0)::int
    AS seconds, count(resolved_at), count(*) - count(resolved_at) FROM told
  WHERE kind <> 'conversation.resolved' AND (before IS NULL OR before = 'conversation.resolved') AND {INSIDE} GROUP BY 1, 2"""
RESPONSE = f"""SELECT {MONTH} AS month, count(*) FILTER (WHERE was_answered), count(*) FILTER (WHERE was_answered OR NOT bounced) FROM (
    SELECT happened_at, EXISTS (SELECT FROM event AS a WHERE a.invitation = i.invitation AND a.kind = 'survey.answered') AS was_answered,
      EXISTS (SELECT FROM event AS b WHERE b.invitation = i.invitation AND b.kind = 'survey.bounced') AS bounced FROM event AS i
    WHERE kind = 'survey.invited' AND {INSIDE} AND happened_at <= %(now)s - interval '14 days') AS told GROUP BY 1 ORDER BY 1"""
REVENUE = f"""WITH spans AS (SELECT kind, happened_at AS valid_from,
    coalesce(lead(happened_at) OVER (PARTITION BY subscription ORDER BY happened_at, id), '9999-12-31') AS valid_to,
    CASE WHEN kind <> 'subscription.trial_started' THEN mrr ELSE 0 END AS mrr,
    coalesce('a' || max(account_id) OVER (PARTITION BY subscription), 'c' || min(customer_id) OVER (PARTITION BY subscription)) AS unit
    FROM event WHERE kind IN ('subscription.trial_started', 'subscription.started', 'subscription.changed', 'subscription.ended')
      AND happened_at < '2026-12-01 00:00+03'),
  windows AS ({WINDOWS}),
  states AS (SELECT period, unit, sum(mrr) FILTER (WHERE valid_from <= starts) AS opening, sum(mrr) FILTER (WHERE valid_to > ends) AS closing
    FROM spans JOIN windows ON valid_from <= ends AND valid_to > starts WHERE kind <> 'subscription.ended' GROUP BY 1, 2)
  SELECT period, count(*) FILTER (WHERE opening > 0), count(*) FILTER (WHERE opening > 0 AND closing > 0), coalesce(sum(opening), 0),
    coalesce(sum(closing) FILTER (WHERE opening > 0), 0), coalesce(sum(least(opening, closing)) FILTER (WHERE opening > 0 AND closing > 0), 0),
    coalesce(sum(closing), 0) FROM states GROUP BY 1 ORDER BY 1"""
ACTIVE = f"""SELECT {MONTH} AS month, count(DISTINCT customer_id) FROM event
  WHERE kind IN ('feature.used', 'page.viewed', 'screen.viewed') AND {INSIDE} GROUP BY 1 ORDER BY 1"""
STICKY = f"""SELECT month, count(*), sum(days), sum(days * days) FROM (SELECT {MONTH} AS month, customer_id,
    count(DISTINCT (happened_at AT TIME ZONE 'Europe/Istanbul')::date) AS days FROM event
    WHERE kind IN ('feature.used', 'page.viewed', 'screen.viewed') AND {INSIDE} GROUP BY 1, 2) AS each GROUP BY 1 ORDER BY 1"""
ORDERS = f"""SELECT {MONTH} AS month, count(*), sum(value) FROM event
  WHERE kind = 'order.paid' AND value > 0 AND currency IN ('', 'TRY') AND {INSIDE} GROUP BY 1 ORDER BY 1"""
HANDLING = f"""SELECT {MONTH} AS month, count(*), sum(talk_seconds + hold_seconds + after_seconds) FROM event
  WHERE kind = 'contact.handled' AND {INSIDE} GROUP BY 1 ORDER BY 1"""
STEPS = ("page.viewed", "order.placed", "order.paid", "order.delivered", "survey.answered")


def _funnel():
    """Each view begins an attempt; every further step is the first such event after the step before, within 30 days of the view."""
    parts = [
        f"s0 AS (SELECT customer_id, happened_at AS began, happened_at FROM event WHERE kind = '{STEPS[0]}' AND {INSIDE})"
    ]
    for place, step in enumerate(STEPS[1:], start=1):
        parts.append(
            f"s{place} AS (SELECT customer_id, began, n.happened_at FROM (SELECT DISTINCT ON (customer_id, happened_at) * FROM s{place - 1}"
            f" ORDER BY customer_id, happened_at, began DESC) AS b CROSS JOIN LATERAL (SELECT e.happened_at FROM event AS e WHERE"
            f" e.customer_id = b.customer_id AND e.kind = '{step}' AND e.happened_at > b.happened_at AND"
            f" e.happened_at <= b.began + interval '30 days' AND e.happened_at < '2026-12-01 00:00+03' ORDER BY e.happened_at LIMIT 1) AS n)"
        )
    counts = ", ".join(f"(SELECT count(DISTINCT customer_id) FROM s{place})" for place in range(len(STEPS)))
    return f"WITH {', '.join(parts)} SELECT {counts}"


FUNNEL = _funnel()
TRANSITIONS = f"""SELECT kind, next, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FROM (SELECT kind, lead(kind) OVER w AS next,
    extract(epoch FROM lead(happened_at) OVER w - happened_at)::float8 / 3600 AS gap FROM event WHERE {INSIDE}
    WINDOW w AS (PARTITION BY customer_id ORDER BY happened_at)) AS told WHERE next IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
TRIANGLE = f"""WITH active AS (SELECT DISTINCT customer_id, {MONTH} AS month FROM event WHERE kind IN ('feature.used', 'page.viewed')),
  began AS (SELECT customer_id, min(month) AS cohort FROM active GROUP BY 1)
  SELECT cohort, month, count(*) FROM active JOIN began USING (customer_id) WHERE cohort >= '2024-12-01' GROUP BY 1, 2 ORDER BY 1, 2"""

QUERIES = {
    "nps": NPS, "csat": CSAT, "time_to_resolution": RESOLUTION, "response_rate": RESPONSE, "nrr": REVENUE, "active_customers": ACTIVE,
    "stickiness": STICKY, "average_order_value": ORDERS, "handling_time": HANDLING, "funnel": FUNNEL, "transitions": TRANSITIONS,
    "triangle": TRIANGLE,
}  # fmt: skip


def load(folder, url):
    """Seconds to copy everything in, and to index and analyse it."""
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as connection:
        wanted = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
        connection.execute(f"CREATE TABLE event ({wanted})")
        connection.execute("CREATE TABLE segment (customer_id bigint, segment text)")
        for path in sorted(Path(folder).glob("events/*/*/*.parquet")):
            _copy(
                connection,
                "COPY event FROM STDIN (FORMAT csv, FORCE_NOT_NULL (kind, channel, currency))",
                _fitting(pq.read_table(path)),
            )
        (segments,) = Path(folder).glob("dimensions/segments-*.parquet")
        _copy(connection, "COPY segment FROM STDIN (FORMAT csv)", pq.read_table(segments))
        copied = time.perf_counter()
        for index in INDEXES:
            connection.execute(index)
        connection.execute("VACUUM ANALYZE event")
        connection.execute("ANALYZE segment")
    return copied - began, time.perf_counter() - copied


def _fitting(table):
    columns = []
    for name in COLUMNS:
        column = table[name] if name in table.column_names else pa.nulls(table.num_rows, pa.string())
        column = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        columns.append(pc.strftime(column, "%Y-%m-%dT%H:%M:%SZ") if pa.types.is_timestamp(column.type) else column)
    return pa.table(columns, names=list(COLUMNS))


def _copy(connection, command, table):
    text = io.BytesIO()
    pyarrow.csv.write_csv(table, text, pyarrow.csv.WriteOptions(include_header=False))
    with connection.cursor().copy(command) as copy:
        copy.write(text.getbuffer())
