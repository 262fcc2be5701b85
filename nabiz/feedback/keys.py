"""The key of a browser: random, signed and dated, so that it tells who began to answer and when the form was made."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

from nabiz.team.tokens import hash_of

_SALT = "nabiz.feedback.key"
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GOOD_FOR = timedelta(days=90)
TOO_FAST = timedelta(milliseconds=700)


@dataclass(frozen=True)
class Key:
    text: str
    made_at: datetime

    @property
    def is_too_fast(self) -> bool:
        """Nobody reads a page and answers it in that time."""
        return timezone.now() - self.made_at < TOO_FAST


def hash_for(key: str, *, invitation_id: int | None = None, survey_id: int | None = None) -> str:
    """What is kept of a key. It says nothing about another invitation or survey that the same browser answers."""
    return hash_of(f"{invitation_id or ''}/{survey_id or ''}/{key}")


def new_key(at: datetime | None = None) -> Key:
    at = at or timezone.now()
    value = f"{int(at.timestamp() * 1000):x}-{secrets.token_hex(12)}"
    return Key(signing.Signer(sep=".", salt=_SALT).sign(value), at)


def short_token() -> str:
    """For links that are paid by the letter: ten letters that nobody confuses, 58 bits, and good for some days only."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def key_of(text: str) -> Key | None:
    """None for a key that we did not make, or made too long ago."""
    try:
        value = signing.Signer(sep=".", salt=_SALT).unsign(text[:200])
        made_at = datetime.fromtimestamp(int(value.partition("-")[0], 16) / 1000, UTC)
    except (signing.BadSignature, ValueError, OverflowError):
        return None
    return Key(text, made_at) if timezone.now() - made_at < GOOD_FOR else None
