"""Whether a request comes from who has the secret: constant time, over the body as it came, failing closed."""

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

TOLERANCE = 300  # seconds that a signed time may be off
LARGEST_HEADER = 4_096
SIGNED_AT = re.compile(r"\d{1,12}")
SCHEMES = ("standard", "hmac", "basic", "path")
ALGORITHMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1, "sha512": hashlib.sha512}


class NotSigned(Exception):
    """The request does not prove where it comes from; `code` is one of `answers.SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_stripe(secrets: Iterable[str], header: str, body: bytes, *, now: float | None = None) -> None:
    """`Stripe-Signature: t=…,v1=…`; there may be several v1 while a secret is rolled. Raises NotSigned."""
    at, given = "", []
    for part in header[:LARGEST_HEADER].split(","):
        name, _, value = part.strip().partition("=")
        if name == "t":
            at = value
        elif name == "v1":
            given.append(value)
    if not header:
        raise NotSigned("no_signature")
    _check_time(at, now)
    message = f"{at}.".encode() + body
    _need([hmac.new(secret.encode(), message, hashlib.sha256).hexdigest() for secret in secrets], given)


def check_standard(
    secrets: Iterable[str], headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> None:
    """Standard Webhooks: an id, a time and `v1,` signatures, several apart by spaces. Raises NotSigned."""
    its_id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")[:LARGEST_HEADER]
    if not (its_id and at and signatures):
        raise NotSigned("no_signature")
    _check_time(at, now)
    given = [value for version, _, value in (each.partition(",") for each in signatures.split()) if version == "v1"]
    message = f"{its_id}.{at}.".encode() + body
    keys = (_standard_key(secret) for secret in secrets)
    _need([base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode() for key in keys], given)


def check_hmac(secrets: Iterable[str], header: str, body: bytes, options: Mapping[str, Any]) -> None:
    """A header with the body's HMAC, as GitHub, Shopify and many others send it. Raises NotSigned."""
    prefix = str(options.get("before") or "")
    if not header:
        raise NotSigned("no_signature")
    if not header.startswith(prefix):
        raise NotSigned("wrong_signature")
    algorithm = ALGORITHMS[str(options.get("algorithm") or "sha256")]
    digests = [hmac.new(secret.encode(), body, algorithm).digest() for secret in secrets]
    given = header[len(prefix) : LARGEST_HEADER].strip()
    if options.get("encoding") == "base64":
        _need([base64.b64encode(digest).decode() for digest in digests], [given])
    else:
        _need([digest.hex() for digest in digests], [given.lower()])


def check_basic(secrets: Iterable[Mapping[str, str]], authorization: str) -> None:
    """User and password of Basic authentication. Raises NotSigned."""
    scheme, _, given = authorization[:LARGEST_HEADER].partition(" ")
    if scheme.lower() != "basic":
        raise NotSigned("no_signature")
    try:
        pair = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise NotSigned("wrong_signature") from None
    _need([f"{each.get('user', '')}:{each.get('secret', '')}" for each in secrets], [pair])


def check_path(secrets: Iterable[str], given: str) -> None:
    """The secret as a part of the address, for senders that can neither sign nor authenticate. Raises NotSigned."""
    if not given:
        raise NotSigned("no_signature")
    _need(secrets, [given])


def _check_time(at: str, now: float | None) -> None:
    if not SIGNED_AT.fullmatch(at):
        raise NotSigned("wrong_signature")
    if abs((time.time() if now is None else now) - int(at)) > TOLERANCE:
        raise NotSigned("too_old")


def _need(right: Iterable[str], given: Iterable[str]) -> None:
    """Any of the given must be any of the right ones; every pair is compared, whatever came out before."""
    wanted = [each.encode() for each in right if each]
    results = [hmac.compare_digest(one, other.encode()) for other in given for one in wanted]
    if not any(results):
        raise NotSigned("wrong_signature")


def _standard_key(secret: str) -> bytes:
    """`whsec_` and base64; anything else is taken as it is."""
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()
