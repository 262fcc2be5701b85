"""What the intake answers: status, headers that let any origin in, and a small JSON body."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.utils import translation

from nabiz.intake.refusals import Refusal
from nabiz.intake.request import Send

Headers = list[tuple[bytes, bytes]]
JSON: Headers = [(b"content-type", b"application/json"), (b"access-control-allow-origin", b"*")]
PREFLIGHT: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
    (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-retry-count"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=list)

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


def json_answer(status: int, content: Any, extra: Headers | None = None) -> Answer:
    body = orjson.dumps(content)
    length = (b"content-length", str(len(body)).encode())
    return Answer(status, body, [*JSON, length, *(extra or [])])


SUCCESS = json_answer(200, {"success": True})
ALLOWED = Answer(200, b"", PREFLIGHT)


def refused(refusal: Refusal, language: str) -> Answer:
    with translation.override(language):
        content = {"code": refusal.code, "message": refusal.sentence()}
    extra: Headers = [(b"vary", b"accept-language")]
    if refusal.retry_after is not None:
        extra.append((b"retry-after", str(refusal.retry_after).encode()))
        extra.append((b"access-control-expose-headers", b"retry-after"))
    if refusal.status == 401:
        extra.append((b"www-authenticate", b"Bearer"))
    if refusal.status == 405:
        extra.append((b"allow", b"POST, OPTIONS"))
    return json_answer(refusal.status, content, extra)


def browser_settings(key: str, scheme: str, host: str) -> Answer:
    """What analytics-next asks for before it starts: it is sent back to this server, and to no one else."""
    segment = {"apiKey": key, "apiHost": f"{host}/v1", "protocol": scheme, "type": "browser", "versionSettings": {}}
    return json_answer(
        200,
        {
            "integrations": {"Segment.io": segment},
            "plan": {"track": {"__default": {"enabled": True}}, "identify": {"__default": {"enabled": True}}},
            "edgeFunction": {},
            "analyticsNextEnabled": True,
            "middlewareSettings": {},
            "enabledMiddleware": {},
            "metrics": {"sampleRate": 0},
            "legacyVideoPluginsEnabled": False,
            "remotePlugins": [],
        },
        [(b"cache-control", b"no-store")],
    )
