"""Writes accepted requests down for good before they are answered. What comes while a commit runs shares the next."""

import asyncio
import zlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout

from nabiz.intake.pool import LANES, WITHIN, Pool, run

AT_ONCE = 256
MOST_BYTES_WAITING = 64 * 1024 * 1024
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
    def __init__(self, pool: Pool) -> None:
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
        """One statement is one commit.

        If the connection dies between the commit and its confirmation, the second try writes the deliveries again:
        their message ids keep the events single, as they do when a client repeats itself.
        """
        columns = (
            [entry.source_id for entry in entries], [entry.call for entry in entries],
            [entry.received_at for entry in entries], [entry.events for entry in entries],
            [entry.body for entry in entries],
        )  # fmt: skip
        await run(self.pool, INSERT, columns)
