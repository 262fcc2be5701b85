"""Secrets of other systems, encrypted: they must be used again, so a hash would not do."""

import json
from typing import Any

from cryptography.fernet import InvalidToken

from nabiz.team.boxes import box_for

PURPOSE = "nabiz.connectors"


class Unreadable(ValueError):
    """The secret was encrypted with another key of the installation."""


def locked(content: dict[str, Any]) -> str:
    return box_for(PURPOSE).encrypt(json.dumps(content).encode()).decode()


def opened(text: str) -> dict[str, Any]:
    """What was locked; nothing where nothing was. Raises Unreadable."""
    if not text:
        return {}
    try:
        content = json.loads(box_for(PURPOSE).decrypt(text.encode()))
    except InvalidToken as error:
        raise Unreadable("the secret was encrypted with another key of the installation") from error
    return content if isinstance(content, dict) else {}
