"""A client without a socket: requests straight into the ASGI application."""

import asyncio
import base64
from dataclasses import dataclass

import orjson

from nabiz.intake.asgi import IntakeApplication


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return orjson.loads(self.body)


async def ask(application, method, path, body, headers):
    """One request through the ASGI application, its body in pieces as a server hands them over."""
    pieces = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]
    messages = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    sent = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw, "scheme": "http"}
    await application(scope, receive, send)
    return Reply(sent[0]["status"], {n.decode(): v.decode() for n, v in sent[0]["headers"]}, sent[1]["body"])


def basic(key):
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


async def nowhere(scope, receive, send):
    raise AssertionError("passed on to Django")


def many(requests):
    """Send (method, path, body, headers) requests at once, through one process's worth of intake."""

    async def run():
        application = IntakeApplication(otherwise=nowhere)
        try:
            return await asyncio.gather(*(ask(application, *request) for request in requests))
        finally:
            await application.close()

    return asyncio.run(run())


def track(name="Song Sung", **fields):
    return {"type": "track", "event": name, "userId": "u1", **fields}
