"""From the bytes of a request to its events. Used twice: before the answer, and again when the delivery is drained."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

import orjson

from nabiz.intake.refusals import Refusal

BODY_LIMIT = 500 * 1024
EVENTS_LIMIT = 2_500
BATCH = "batch"
GZIP, ZLIB = b"\x1f\x8b", b"\x78"
REPLACEMENT = "\ufffd"
SIXTY_FOUR_BITS = range(-(2**63), 2**63)


@dataclass(slots=True)
class Parcel:
    """One request as read: its events, and what all of them share."""

    events: list[Any]
    write_key: str
    context: Any
    integrations: Any
    sent_at: Any
    must_be_cleaned: bool


def read(body: bytes, call: str) -> Parcel:
    """The events of a request. Raises Refusal with the reason where there is no reading it."""
    plain = unpacked(body)
    whole, must_be_cleaned = _json(plain)
    if not isinstance(whole, dict):
        raise Refusal("not_an_object")
    key = whole.get("writeKey")
    key = _clean_text(key) if isinstance(key, str) else ""
    if call != BATCH:
        return Parcel([whole], key, None, None, None, must_be_cleaned)
    events = whole.get("batch")
    if not isinstance(events, list):
        raise Refusal("batch_not_a_list")
    if len(events) > EVENTS_LIMIT:
        raise Refusal("too_many_events")
    return Parcel(events, key, whole.get("context"), whole.get("integrations"), whole.get("sentAt"), must_be_cleaned)


def unpacked(body: bytes) -> bytes:
    """The body without its compression, told by its first bytes: JSON never begins so. Never grows past the limit."""
    if body[:2] == GZIP:
        body = _inflated(body, 31)
    elif body[:1] == ZLIB:
        body = _inflated(body, 15)
    if len(body) > BODY_LIMIT:
        raise Refusal("batch_too_large")
    return body


def cleaned(value: Any) -> Any:
    """Without what a database or JSON cannot hold: NUL characters, halves of surrogate pairs, numbers past 64 bits."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {_clean_text(name): cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [cleaned(inner) for inner in value]
    if isinstance(value, float) and value - value != 0:
        return None
    if isinstance(value, int) and value not in SIXTY_FOUR_BITS:
        return cleaned(_float(value))
    return value


def _inflated(body: bytes, wbits: int) -> bytes:
    """Unpack every member of the stream, stopping one byte past the limit: a bomb never gets to go off."""
    whole = b""
    while body:
        stream = zlib.decompressobj(wbits)
        try:
            whole += stream.decompress(body, BODY_LIMIT + 1 - len(whole))
        except zlib.error:
            raise Refusal("broken_gzip") from None
        if len(whole) > BODY_LIMIT:
            raise Refusal("batch_too_large")
        if not stream.eof:
            raise Refusal("broken_gzip")
        body = stream.unused_data.lstrip(b"\0")
    return whole


def _json(body: bytes) -> tuple[Any, bool]:
    """The value, and whether it holds something that must be cleaned before it is kept."""
    try:
        return orjson.loads(body), b"\\u0000" in body
    except orjson.JSONDecodeError:
        return _patiently(body), True


def _patiently(body: bytes) -> Any:
    """What strict JSON refuses and real clients send: halves of emoji, NaN, a byte order mark."""
    if not body.strip():
        raise Refusal("empty_body")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=lambda _: None)
    except UnicodeDecodeError:
        raise Refusal("not_utf8") from None
    except RecursionError:
        raise Refusal("too_deep") from None
    except json.JSONDecodeError as error:
        raise Refusal("broken_json", {"line": error.lineno, "column": error.colno}) from None
    except ValueError:  # an integer of thousands of digits
        raise Refusal("broken_json", {"line": 1, "column": 1}) from None


def _clean_text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")
