"""Tokens that prove to a site who asks: signed here with the company's own key, which never leaves this machine."""

import time
from typing import Any
from urllib.parse import urlencode

import jwt
import orjson

from nabiz.reviews.sites.asking import Trouble, ask, word

LASTS = 15 * 60  # seconds; Apple takes none that lasts longer than twenty minutes
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def of_service_account(key: str, scope: str) -> str:
    """A Google access token for a service account, as RFC 7523 describes it. Raises Trouble."""
    told = _service_account(key)
    now, address = int(time.time()), word(told, "token_uri")
    claims = {"iss": word(told, "client_email"), "scope": scope, "aud": address, "iat": now, "exp": now + LASTS}
    signed = _signed(claims, word(told, "private_key"), "RS256", kid=word(told, "private_key_id"))
    return _granted(address, {"grant_type": GRANT, "assertion": signed})


def of_app_store(*, issuer: str, key_id: str, key: str) -> str:
    """A token for the App Store Connect API. Raises Trouble where the key cannot be used."""
    now = int(time.time())
    claims = {"iss": issuer, "iat": now, "exp": now + LASTS, "aud": "appstoreconnect-v1"}
    return _signed(claims, key, "ES256", kid=key_id)


def _service_account(key: str) -> dict[str, Any]:
    try:
        told = orjson.loads(key)
    except orjson.JSONDecodeError as error:
        raise Trouble("key") from error
    needed = ("client_email", "private_key", "token_uri")
    if not isinstance(told, dict) or not all(word(told, name) for name in needed):
        raise Trouble("key")
    return told


def _granted(address: str, asked: dict[str, str]) -> str:
    try:
        told = ask(address, method="POST", form=urlencode(asked).encode())
    except Trouble as trouble:
        # Google answers 400 to a key that it does not know, or no longer.
        if trouble.why == "refused":
            raise Trouble("denied", said=trouble.said) from trouble
        raise
    token = word(told, "access_token")
    if not token.isascii() or not token.isprintable() or not token:
        raise Trouble("odd")
    return token


def _signed(claims: dict[str, Any], key: str, algorithm: str, *, kid: str) -> str:
    try:
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Trouble("key") from error
