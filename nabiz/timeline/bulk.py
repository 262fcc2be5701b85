"""Take in events that stand in a staging table: new ones are added, changed ones replaced, the rest left as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from nabiz.timeline.commands import Draft, NotInTransaction, heard_of, in_own_transaction, tell_of

TOLD_AT_ONCE = 2_000
COLUMNS = (
    "happened_at", "kind", "customer_id", "account_id", "channel", "touchpoint", "stage", "value", "currency", "facts",
    "source", "message_id",
)  # fmt: skip
_TYPES = {
    "happened_at": "timestamptz",
    "customer_id": "bigint",
    "account_id": "bigint",
    "value": "numeric(18,4)",
    "facts": "jsonb",
}
COMPARED = ("happened_at", "channel", "touchpoint", "stage", "value", "currency", "facts")


@dataclass(frozen=True)
class Rows:
    """A SELECT of `place`, `has_account` and COLUMNS, in this order, and how many rows it gives."""

    select: str
    parameters: Mapping[str, Any]
    count: int


def open_stage() -> None:
    """Make `timeline_arriving` ready to be filled; `place` orders what comes twice, `has_account` says who was told."""
    shape = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS timeline_arriving (place bigint, has_account boolean, {shape}) "
            "ON COMMIT DELETE ROWS; CREATE TEMP TABLE IF NOT EXISTS timeline_added (first bigint, last bigint) "
            "ON COMMIT DELETE ROWS; CREATE TEMP TABLE IF NOT EXISTS timeline_arrived "
            "(event_id bigint, outcome text, before jsonb) ON COMMIT DELETE ROWS; "
            "TRUNCATE timeline_arriving, timeline_added, timeline_arrived"
        )


def take_in(
    rows: Rows | None = None,
    *,
    root_of: str = "{}",
    first_counts: bool = False,
    has_doubles: bool = True,
    is_live: bool = False,
) -> None:
    """Write `rows`, or what stands in `timeline_arriving`. Into `timeline_added` go the numbers of what is new, in runs
    from first to last, into `timeline_arrived` what was known: changed (with the row before) or same.

    `root_of` is an expression for the customer that another stands for, so that a merge is no change. Subscribers
    hear of what is new: as of history, or where it `is_live` as of now within a day. Raises NotInTransaction like
    `announce`.
    """
    if not in_own_transaction():
        raise NotInTransaction("Events are taken in inside a transaction only.")
    with connection.cursor() as cursor:
        if rows and has_doubles:
            _stage(rows)
            rows = None
        if has_doubles:
            cursor.execute(_ONCE.format(order="ASC" if first_counts else "DESC"))
        newest, arriving, added = _add(rows or _staged())
        if added < arriving:
            if rows:
                _stage(rows)
            same_person = f"{root_of.format('e.customer_id')} IS NOT DISTINCT FROM {root_of.format('a.customer_id')}"
            cursor.execute(_KNOWN.format(same_person=same_person), [newest])
            cursor.execute(_REPLACE)
    _tell(history=False, which="AND e.happened_at > now() - interval '1 day'" if is_live else "AND false")
    _tell(history=True, which="AND e.happened_at <= now() - interval '1 day'" if is_live else "")


def _staged() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM timeline_arriving")
        return Rows("SELECT * FROM timeline_arriving", {}, cursor.fetchone()[0])


def _stage(rows: Rows) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO timeline_arriving {rows.select}", rows.parameters)


def _add(rows: Rows) -> tuple[int, int, int]:
    """Insert what nobody told yet: the highest number before that, how many came, and how many of them are new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('timeline_event', 'id'))")
        newest = int(cursor.fetchone()[0])
        cursor.execute(_ADD.format(rows=rows.select), rows.parameters)
        cursor.execute("SELECT coalesce(sum(last - first + 1), 0) FROM timeline_added")
        return newest, rows.count, int(cursor.fetchone()[0])


def _tell(*, history: bool, which: str) -> None:
    if not (kinds := heard_of(history=history)):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM timeline_added n JOIN timeline_event e ON e.id BETWEEN n.first AND n.last "  # noqa: S608
            f"WHERE e.kind = ANY(%s) {which} ORDER BY e.id",
            [sorted(kinds)],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    for start in range(0, len(ids), TOLD_AT_ONCE):
        tell_of(ids[start : start + TOLD_AT_ONCE], history=history)


def put_back(rows: str) -> int:
    """Make events what they were: `rows` is a SELECT of event_id and the row before as JSON. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK.format(rows=rows))
        return int(cursor.rowcount)


def withdraw(ids: str) -> int:
    """Delete the events that a SELECT names; the mirror hears of it. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM timeline_event WHERE id IN ({ids})")  # noqa: S608  our own statement
        return int(cursor.rowcount)


def stage_drafts(drafts: Sequence[Draft]) -> None:
    """Put drafts on the stage, in their order; call `open_stage` before and `take_in` after."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY timeline_arriving (place, has_account, {_LIST}) FROM STDIN") as copy,
    ):
        for place, draft in enumerate(drafts):
            copy.write_row((
                place, draft.account_id is not None, draft.happened_at, draft.kind, draft.customer_id, draft.account_id,
                draft.channel, draft.touchpoint, draft.stage, draft.value, draft.currency,
                orjson.dumps(draft.facts).decode(), draft.source, draft.message_id,
            ))  # fmt: skip


def withdraw_messages(source: str, message_ids: Sequence[str]) -> int:
    """Delete the events that a source told under these message ids; the mirror hears of it. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM timeline_event WHERE source = %s AND message_id = ANY(%s)", [source, list(message_ids)]
        )
        return int(cursor.rowcount)


def _columns_of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in COMPARED)


_LIST = ", ".join(COLUMNS)
_ONCE = """
DELETE FROM timeline_arriving a USING (
    SELECT ctid, row_number() OVER (PARTITION BY source, message_id ORDER BY place {order}) AS n FROM timeline_arriving
) AS ranked WHERE ranked.ctid = a.ctid AND ranked.n > 1
"""
_ADD = f"""
WITH added AS (
    INSERT INTO timeline_event ({_LIST}) SELECT {_LIST} FROM ({{rows}}) AS arriving
    ON CONFLICT (source, message_id) DO NOTHING RETURNING id
)
INSERT INTO timeline_added (first, last) SELECT min(id), max(id)
FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM added) AS numbered GROUP BY run
"""  # noqa: S608
# What was just added carries our transaction and a number of its own; everything else that is found was known.
_KNOWN = f"""
INSERT INTO timeline_arrived (event_id, outcome, before)
SELECT e.id, CASE WHEN ({_columns_of("e")}) IS NOT DISTINCT FROM ({_columns_of("a")})
    AND (NOT a.has_account OR e.account_id IS NOT DISTINCT FROM a.account_id) AND {{same_person}}
    THEN 'same' ELSE 'changed' END, to_jsonb(e) - 'xid'
FROM timeline_arriving a JOIN timeline_event e ON e.source = a.source AND e.message_id = a.message_id
WHERE NOT (e.id > %s AND e.xid = pg_current_xact_id()::text::bigint)
"""  # noqa: S608
_REPLACE = f"""
UPDATE timeline_event e SET xid = pg_current_xact_id()::text::bigint, customer_id = a.customer_id,
    account_id = CASE WHEN a.has_account THEN a.account_id ELSE coalesce(a.account_id, e.account_id) END,
    {", ".join(f"{name} = a.{name}" for name in COMPARED)}
FROM timeline_arriving a JOIN timeline_arrived n ON n.outcome = 'changed'
WHERE e.id = n.event_id AND e.source = a.source AND e.message_id = a.message_id
"""  # noqa: S608
_PUT_BACK = f"""
UPDATE timeline_event e SET xid = pg_current_xact_id()::text::bigint,
    {", ".join(f"{name} = b.{name}" for name in (*COMPARED, "customer_id", "account_id"))}
FROM ({{rows}}) AS old (event_id, before), LATERAL jsonb_populate_record(NULL::timeline_event, old.before) AS b
WHERE e.id = old.event_id
"""  # noqa: S608
