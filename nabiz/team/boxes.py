"""Encryption of secrets that must be used again, so that a hash would not do."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(ValueError):
    """The secret was encrypted with another key of the installation."""


def locked(text: str, purpose: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def opened(boxed: str, purpose: str) -> str:
    """What was locked for this purpose. Raises Unreadable."""
    try:
        return _box(purpose).decrypt(boxed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("the secret was encrypted with another key of the installation") from error


def _box(purpose: str) -> Fernet:
    """A key of its own for each purpose, drawn from the secret key of the installation."""
    digest = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
