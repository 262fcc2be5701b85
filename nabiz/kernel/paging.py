"""Pages that begin after the last row seen, so that the millionth row costs as much as the first."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the page after them: empty on the last one."""

    rows: list[T]
    next: str = ""


def pack(*key: str | int) -> str:
    """The sorting values of the last row seen, as an opaque cursor that is safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).rstrip(b"=").decode()


def unpack(cursor: str, *shape: type) -> Key | None:
    """The values of a cursor, or None where it is empty, damaged or made for another order."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(key, list) or [type(value) for value in key] != list(shape):
        return None
    return None if any(isinstance(value, str) and "\x00" in value for value in key) else tuple(key)
