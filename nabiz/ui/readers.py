"""What the shell needs to know about the member who reads: the least that team must offer."""

from typing import Protocol, cast

from django.http import HttpRequest


class Reader(Protocol):
    def can(self, capability: str) -> bool: ...


def reader_of(request: HttpRequest) -> Reader | None:
    """The signed-in member, or None on public pages."""
    return cast("Reader | None", getattr(request, "member", None))


def may(reader: Reader | None, needs: str | None) -> bool:
    return needs is None or (reader is not None and reader.can(needs))
