"""What a raw HTTP request says: whose key, which call, in which language to answer."""

import base64
import binascii
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils.translation.trans_real import parse_accept_lang_header

from nabiz.intake.refusals import Refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

RAW_LIMIT = 1024 * 1024
PATIENCE = 16 * RAW_LIMIT  # a client hears the answer only once it has sent its body; past this it is cut off
PACKINGS = frozenset({b"", b"identity", b"gzip", b"x-gzip", b"deflate"})

CALLS = {
    "batch": "batch", "b": "batch", "import": "batch",
    "track": "track", "t": "track",
    "identify": "identify", "i": "identify",
    "page": "page", "p": "page",
    "screen": "screen", "s": "screen",
    "group": "group", "g": "group",
    "alias": "alias", "a": "alias",
}  # fmt: skip


async def whole_body(scope: Scope, receive: Receive) -> bytes:
    """The raw body. One that is too large is still read to its end, and forgotten, so that the client hears why."""
    message = await receive()
    first: bytes = message.get("body", b"")
    if not message.get("more_body"):
        if len(first) > RAW_LIMIT:
            raise Refusal("too_large")
        return first
    parts, size = [first], len(first)
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        size += len(message.get("body", b""))
        if size <= RAW_LIMIT:
            parts.append(message.get("body", b""))
        elif size > PATIENCE:
            break
    if size > RAW_LIMIT:
        raise Refusal("too_large")
    return b"".join(parts)


def header(scope: Scope, name: bytes) -> bytes:
    for its_name, value in scope["headers"]:
        if its_name == name:
            return bytes(value)
    return b""


def key_in(authorization: bytes) -> str:
    """The key in an Authorization header: Basic, as user with or without a colon after it, or Bearer."""
    scheme, _, given = authorization.partition(b" ")
    if scheme.lower() == b"bearer":
        return given.strip().decode("latin-1")
    if scheme.lower() != b"basic":
        return ""
    try:
        pair = base64.b64decode(given.strip(), validate=True)
    except binascii.Error:
        return ""
    return pair.partition(b":")[0].decode("latin-1")


def check_packing(scope: Scope) -> None:
    if header(scope, b"content-encoding").strip().lower() not in PACKINGS:
        raise Refusal("unknown_encoding")


def language_of(scope: Scope) -> str:
    """Turkish or English, whichever Accept-Language names first."""
    for language, _ in parse_accept_lang_header(header(scope, b"accept-language").decode("latin-1").lower()[:500]):
        if language[:2] in {"tr", "en"}:
            return language[:2]
    return "en"


def address_of(scope: Scope) -> tuple[str, str]:
    """Scheme and host as the client knows them."""
    host = header(scope, b"host").decode("latin-1") or "localhost"
    return scope.get("scheme", "http"), host
