"""Tokens that prove to a site who asks: signed here with the company's own key, which never leaves this machine."""

import base64
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


def of_refresh_token(address: str, *, client_id: str, client_secret: str, refresh_token: str) -> str:
    """An access token in the name of a person who agreed once, as RFC 6749 §6 describes it. Raises Trouble."""
    asked = {"client_id": client_id, "client_secret": client_secret, "refresh_token": refresh_token}
    return _granted(address, asked | {"grant_type": "refresh_token"})


def of_client(address: str, key: str, secret: str) -> str:
    """An access token for a program itself, as RFC 6749 §4.4 describes it. Raises Trouble."""
    basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
    return _granted(address, {"grant_type": "client_credentials"}, authorization=f"Basic {basic}")


def _service_account(key: str) -> dict[str, Any]:
    try:
        told = orjson.loads(key)
    except orjson.JSONDecodeError as error:
        raise Trouble("key") from error
    needed = ("client_email", "private_key", "token_uri")
    if not isinstance(told, dict) or not all(word(told, name) for name in needed):
        raise Trouble("key")
    return told


def _granted(address: str, asked: dict[str, str], *, authorization: str = "") -> str:
    try:
        told = ask(address, method="POST", form=urlencode(asked).encode(), authorization=authorization)
    except Trouble as trouble:
        # RFC 6749 answers 400 to a key or a token that is not known, or no longer.
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
