"""Writes accepted requests down for good before they are answered. What comes while a commit runs shares the next."""

import asyncio
import contextlib
import zlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import psycopg
from django.db import connections
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

LANES = 2  # one commit is on its way to the disk while the next is prepared
AT_ONCE = 256
MOST_BYTES_WAITING = 64 * 1024 * 1024
WITHIN = 8.0  # seconds until a request is told to come again
WORTH_PACKING = 2_048

INSERT: LiteralString = (
    "INSERT INTO intake_delivery (source_id, call, received_at, events, body) "
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::timestamptz[], %b::int[], %b::bytea[])"
)


class NotWritten(Exception):
    """The database did not take it: it is down, unreachable, full or too slow."""


@dataclass(slots=True)
class Entry:
    source_id: int
    call: str
    received_at: datetime
    events: int
    body: bytes


class Ledger:
    def __init__(self, pool: "AsyncConnectionPool[Any]") -> None:
        self.pool = pool
        self._waiting: deque[tuple[Entry, asyncio.Future[None]]] = deque()
        self._bytes_waiting = 0
        self._lanes: set[asyncio.Task[None]] = set()

    async def write(self, entry: Entry) -> None:
        """Returns once the entry is committed. Raises NotWritten otherwise."""
        if self._bytes_waiting > MOST_BYTES_WAITING:
            raise NotWritten
        if len(entry.body) > WORTH_PACKING and entry.body[:1] == b"{":
            entry.body = zlib.compress(entry.body, 1)
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, written))
        self._bytes_waiting += len(entry.body)
        if len(self._lanes) < LANES:
            lane = asyncio.create_task(self._work_off())
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        await written

    async def _work_off(self) -> None:
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            self._bytes_waiting -= sum(len(entry.body) for entry, _ in some)
            problem = await self._problem_with([entry for entry, _ in some])
            for _, written in some:
                if written.done():  # the client hung up
                    continue
                if problem:
                    written.set_exception(NotWritten())
                else:
                    written.set_result(None)

    async def _problem_with(self, entries: list[Entry]) -> Exception | None:
        try:
            async with asyncio.timeout(WITHIN):
                await self._insert(entries)
        except (psycopg.Error, PoolTimeout, PoolClosed, TimeoutError, OSError) as error:
            return error
        return None

    async def _insert(self, entries: list[Entry]) -> None:
        """One statement is one commit. A connection that died in the meantime is replaced once.

        If it died between the commit and its confirmation, the second try writes the deliveries again: their message
        ids keep the events single, as they do when a client repeats itself.
        """
        columns = (
            [entry.source_id for entry in entries], [entry.call for entry in entries],
            [entry.received_at for entry in entries], [entry.events for entry in entries],
            [entry.body for entry in entries],
        )  # fmt: skip
        try:
            async with self.pool.connection() as connection:
                await connection.execute(INSERT, columns)
        except psycopg.OperationalError:
            if not connection.closed:
                raise
            async with self.pool.connection() as connection:
                await connection.execute(INSERT, columns)


def make_pool() -> "AsyncConnectionPool[Any]":
    """Connections of the intake's own, to the database of the settings."""
    given = connections["default"].settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if name not in {"pool", "isolation_level"}}
    arguments = {
        "dbname": given["NAME"], "user": given["USER"], "password": given["PASSWORD"], "host": given["HOST"],
        "port": given["PORT"], **options, "autocommit": True, "application_name": "nabiz intake",
        "prepare_threshold": 1,
    }  # fmt: skip
    return AsyncConnectionPool(
        kwargs={name: value for name, value in arguments.items() if value != ""},
        min_size=1, max_size=LANES + 1, timeout=WITHIN, max_idle=60, reconnect_timeout=5, open=False,
    )  # fmt: skip


async def close_pool(pool: "AsyncConnectionPool[Any]") -> None:
    with contextlib.suppress(TimeoutError, psycopg.Error):
        await asyncio.wait_for(pool.close(timeout=1), 2)
