"""Read from PostgreSQL what the mirror has not seen, up to the oldest running transaction."""

import io
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv
from django.db import connection

from nabiz.timeline.facts import Family, family_of

_SELECT = """
SELECT id, (extract(epoch FROM happened_at) * 1000000)::bigint, kind, channel, touchpoint, stage, source, currency,
       customer_id, account_id, value, facts::text
FROM timeline_event WHERE xid >= {since} AND xid < {until}
"""
# The oldest transaction of the snapshot that may still write here. A server counts the transactions of all its
# databases and those of its own cleaners together; whoever is known to be elsewhere cannot hold the mirror back.
OLDEST_RUNNING = """
SELECT least(
  min(running)::text::bigint,
  pg_current_xact_id_if_assigned()::text::bigint, -- a snapshot does not count the one that asks
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint
)
FROM pg_snapshot_xip(pg_current_snapshot()) AS running
WHERE mod(running::text::numeric, 4294967296) NOT IN (
  SELECT backend_xid::text::numeric FROM pg_stat_activity
  WHERE backend_xid IS NOT NULL
    AND (backend_type = 'autovacuum worker'
      OR datid <> (SELECT oid FROM pg_database WHERE datname = current_database()))
)
"""
# Whether the transaction that is waited for ended between the snapshot and the look at who is where.
_HAS_ENDED = """
SELECT %(oldest)s < pg_snapshot_xmax(pg_current_snapshot())::text::bigint AND NOT EXISTS (
  SELECT FROM pg_stat_activity WHERE backend_xid::text::numeric = mod(%(oldest)s::numeric, 4294967296)
)
"""
LOOKS = 10
_WITHDRAWN = """
SELECT kind, month, array_agg(event_id) FROM timeline_withdrawal WHERE xid >= %s AND xid < %s GROUP BY 1, 2
"""
_COLUMNS = {
    "id": pa.int64(),
    "happened_at": pa.int64(),
    "kind": pa.string(),
    "channel": pa.string(),
    "touchpoint": pa.string(),
    "stage": pa.string(),
    "source": pa.string(),
    "currency": pa.string(),
    "customer_id": pa.int64(),
    "account_id": pa.int64(),
    "value": pa.decimal128(18, 4),
    "facts": pa.string(),
}
BLOCK = 64 << 20


@dataclass(frozen=True)
class Unseen:
    """Rows of transactions in [since, until), all of which have ended, and what these deleted or altered.

    `withdrawn` has the ids by family and month: their old rows must go before the new ones come.
    """

    since: int
    until: int
    batches: Iterator[pa.Table]
    withdrawn: Mapping[tuple[Family, str], list[int]]


@contextmanager
def unseen_since(watermark: int) -> Iterator[Unseen]:
    """The rows that came since a watermark.

    The upper end is not the largest id or transaction: ids are given before they are committed, so a slow transaction
    would be jumped over for ever. It is the oldest transaction that still runs; whatever is below it has ended.
    """
    with _own_connection() as own, own.cursor() as cursor:
        until = _begin(own, cursor)
        cursor.execute(_WITHDRAWN, [watermark, until])
        withdrawn: dict[tuple[Family, str], list[int]] = defaultdict(list)
        for kind, month, ids in cursor.fetchall():
            withdrawn[family_of(kind), month] += ids
        # Closed before the connection is: whoever stops in the midst would wait for the rest of the rows for ever.
        with closing(_batches(cursor, watermark, until)) as batches:
            yield Unseen(watermark, until, batches, withdrawn)


def _begin(own: psycopg.Connection[Any], cursor: psycopg.Cursor[Any]) -> int:
    """Begin a snapshot and return the upper end of what is complete in it.

    A transaction that cannot be placed has to be waited for. Mostly it has just ended, in whatever database (4 of 100
    looks beside a busy one), and a new look tells.
    """
    for _ in range(LOOKS):
        own.rollback()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [oldest] = cursor.execute(OLDEST_RUNNING).fetchone() or [0]
        [has_ended] = cursor.execute(_HAS_ENDED, {"oldest": oldest}).fetchone() or [False]
        if not has_ended:
            break
    return int(oldest)


def database_identity() -> str:
    """Tells one database from another, so that a mirror is never continued from the wrong one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()) || '-' || oid FROM pg_database "
            "WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def forget_transactions_of_another_server() -> None:
    """After a move to another server old transaction ids mean nothing; 0 stands for long ended."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_event SET xid = 0 WHERE xid >= pg_current_xact_id()::text::bigint")


@contextmanager
def _own_connection() -> Iterator[psycopg.Connection[Any]]:
    """Not Django's connection: the export wants its own snapshot, also inside somebody's transaction."""
    with psycopg.connect(**_parameters()) as own:
        yield own


def _parameters() -> dict[str, Any]:
    parameters: dict[str, Any] = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if name not in ("context", "cursor_factory")}


def _batches(cursor: Any, since: int, until: int) -> Generator[pa.Table, None, None]:
    if until <= since:
        return
    query = _SELECT.format(since=int(since), until=int(until))
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
        stream = io.BufferedReader(_CopyStream(copy), 1 << 20)
        if not stream.peek(1):
            return
        reader = pyarrow.csv.open_csv(
            stream,
            read_options=pyarrow.csv.ReadOptions(column_names=list(_COLUMNS), block_size=BLOCK),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(column_types=_COLUMNS, strings_can_be_null=False),
        )
        for batch in reader:
            yield pa.Table.from_batches([batch])


class _CopyStream(io.RawIOBase):
    """What COPY sends, as a file that can be read."""

    def __init__(self, copy: Any) -> None:
        self._copy = copy
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(self._copy.read())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
