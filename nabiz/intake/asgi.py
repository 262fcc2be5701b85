"""Stands before Django and answers the intake's own addresses: an event is answered in a fraction of a page's time."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout

from nabiz.intake.answers import ALLOWED, SUCCESS, Answer, browser_settings, refused
from nabiz.intake.keyring import Keyring, Sender
from nabiz.intake.ledger import Entry, Ledger, NotWritten
from nabiz.intake.pool import close_pool, make_pool
from nabiz.intake.rates import Rates
from nabiz.intake.reading import read
from nabiz.intake.refusals import Refusal
from nabiz.intake.request import (
    CALLS,
    Receive,
    Scope,
    Send,
    address_of,
    check_packing,
    header,
    key_in,
    language_of,
    whole_body,
)

log = logging.getLogger(__name__)
PREFIX = "/v1/"
COME_AGAIN = 1  # second


class Desk:
    """What one process needs to take deliveries in."""

    def __init__(self) -> None:
        self.pool = make_pool()
        self.keyring = Keyring(self.pool)
        self.ledger = Ledger(self.pool)
        self.rates = Rates()


class IntakeApplication:
    def __init__(self, *, otherwise: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.otherwise = otherwise
        self._desk: Desk | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.otherwise(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Django does not speak of its own beginning and end, so this does for the whole process."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._open_desk()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _open_desk(self) -> Desk:
        if self._desk is None:
            self._desk = Desk()
            await self._desk.pool.open()
        return self._desk

    async def close(self) -> None:
        if self._desk:
            await close_pool(self._desk.pool)
            self._desk = None

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive)
        except Refusal as refusal:
            answer = refused(refusal, language_of(scope))
        except (NotWritten, psycopg.Error, PoolTimeout, PoolClosed):
            answer = refused(Refusal("not_written", retry_after=COME_AGAIN), language_of(scope))
        except ConnectionError:
            return
        except Exception:
            log.exception("The intake stumbled")
            answer = refused(Refusal("not_written", retry_after=COME_AGAIN), language_of(scope))
        await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        address = scope["path"][len(PREFIX) :].strip("/")
        if scope["method"] == "OPTIONS":
            return ALLOWED
        if address.startswith("projects/") and address.endswith("/settings"):
            return await self._settings(scope, address.removeprefix("projects/").removesuffix("/settings"))
        body = await whole_body(scope, receive)
        if (call := CALLS.get(address)) is None:
            raise Refusal("unknown_address")
        if scope["method"] != "POST":
            raise Refusal("wrong_method")
        return await self._take(scope, call, body)

    async def _take(self, scope: Scope, call: str, body: bytes) -> Answer:
        received_at = datetime.now(UTC)
        desk = self._desk or await self._open_desk()
        check_packing(scope)
        sender = await self._sender_by_header(desk, scope)
        try:
            parcel = read(body, call)
        except Refusal:
            if sender or header(scope, b"authorization") == b"":
                raise
            raise Refusal("wrong_key") from None
        sender = sender or await _sender_by_body(desk, parcel.write_key, header(scope, b"authorization"))
        if not parcel.events:
            return SUCCESS
        desk.rates.spend(sender.source_id, sender.events_per_minute, len(parcel.events))
        await desk.ledger.write(Entry(sender.source_id, call, received_at, len(parcel.events), body))
        return SUCCESS

    async def _sender_by_header(self, desk: Desk, scope: Scope) -> Sender | None:
        key = key_in(header(scope, b"authorization"))
        return await desk.keyring.sender_of(key) if key else None

    async def _settings(self, scope: Scope, key: str) -> Answer:
        desk = self._desk or await self._open_desk()
        if not await desk.keyring.sender_of(key):
            raise Refusal("wrong_key")
        return browser_settings(key, *address_of(scope))


async def _sender_by_body(desk: Desk, key: str, authorization: bytes) -> Sender:
    """Clients that sign in by other means, as with OAuth, still name the key in the body."""
    sender = await desk.keyring.sender_of(key) if key else None
    if sender is None:
        raise Refusal("wrong_key" if key or authorization else "no_key")
    return sender
