"""Who is signed in on the company's page: said by the page, signed by its server."""

import hashlib
import hmac
from typing import Any

import jwt

from nabiz.customers.addresses import USER_ID, known_as, standing_as
from nabiz.feedback.popover.models import Site

LONGEST = 2_000


class NotSigned(ValueError):
    """Somebody is named, but nobody who knows the secret has signed that."""


def user_id_of(said: dict[str, Any], site: Site | None) -> str:
    """The id of a person that was signed; empty where nobody is named. Raises NotSigned.

    `token` is a JWT (HS256) with `sub` and `exp`; `user_hash` the hex HMAC-SHA256 of `user_id`, which never expires.
    """
    token, named = _text(said, "token"), _text(said, "user_id")
    if not token and not named:
        return ""
    if site is None or not site.secret:
        raise NotSigned
    if token:
        return _from_token(token, site.secret)
    if not hmac.compare_digest(hash_for(named, site.secret).encode(), _text(said, "user_hash").encode()):
        raise NotSigned
    return named


def customer_called(user_id: str) -> Any:
    """The customer of this user id as they are known today; None where nobody is."""
    number = known_as(USER_ID, user_id)
    return standing_as(number) if number else None


def hash_for(user_id: str, secret: str) -> str:
    return hmac.new(secret.encode(), user_id.encode(), hashlib.sha256).hexdigest()


def _from_token(token: str, secret: str) -> str:
    try:
        said = jwt.decode(token, secret, algorithms=["HS256"], options={"require": ["sub", "exp"]}, leeway=30)
    except jwt.PyJWTError as error:
        raise NotSigned from error
    return str(said["sub"])


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    return str(value)[:LONGEST] if isinstance(value, str | int) and not isinstance(value, bool) else ""
