"""Secrets of other systems, encrypted: they must be used again, so a hash would not do."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(ValueError):
    """The secret was encrypted with another key of the installation."""


def locked(content: dict[str, Any]) -> str:
    return _box().encrypt(json.dumps(content).encode()).decode()


def opened(text: str) -> dict[str, Any]:
    """What was locked; nothing where nothing was. Raises Unreadable."""
    if not text:
        return {}
    try:
        content = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as error:
        raise Unreadable("the secret was encrypted with another key of the installation") from error
    return content if isinstance(content, dict) else {}


def _box() -> Fernet:
    """A key of its own, drawn from the secret key of the installation."""
    digest = hashlib.sha256(b"nabiz.connectors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
