"""Secrets of other systems, encrypted: they must be used again, so a hash would not do."""

import json
from typing import Any

from nabiz.team import boxes

PURPOSE = "nabiz.connectors"


def locked(content: dict[str, Any]) -> str:
    return boxes.locked(json.dumps(content), PURPOSE)


def opened(text: str) -> dict[str, Any]:
    """What was locked; nothing where nothing was. Raises Unreadable."""
    if not text:
        return {}
    content = json.loads(boxes.opened(text, PURPOSE))
    return content if isinstance(content, dict) else {}
