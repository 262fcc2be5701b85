"""Whose key is this? Asked for every request, so the answer is kept for a moment; a revoked key stops within it."""

import asyncio
import time
from dataclasses import dataclass
from typing import LiteralString

from nabiz.intake.models import hash_of
from nabiz.intake.pool import Pool, run

KEPT_FOR = 2.0
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Sender:
    source_id: int
    events_per_minute: int


class Keyring:
    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: dict[str, tuple[float, asyncio.Task[Sender | None]]] = {}

    async def sender_of(self, key: str) -> Sender | None:
        """The source that the key belongs to, or None. Requests that ask for the same key at once share one look-up."""
        now = time.monotonic()
        until, look_up = self._known.get(key, (0.0, None))
        if look_up is None or until < now:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            look_up = asyncio.create_task(self._look_up(key))
            self._known[key] = (now + KEPT_FOR, look_up)
        elif look_up.done() and not look_up.cancelled() and not look_up.exception():
            return look_up.result()
        try:
            return await asyncio.shield(look_up)
        except Exception:
            self._known.pop(key, None)
            raise

    async def _look_up(self, key: str) -> Sender | None:
        query: LiteralString = (
            "SELECT id, events_per_minute FROM intake_source WHERE key_hash = %s AND revoked_at IS NULL"
        )
        rows = await run(self.pool, query, [hash_of(key)])
        return Sender(*rows[0]) if rows else None
