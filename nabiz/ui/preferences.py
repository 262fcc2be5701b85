"""Language and theme. The browser remembers them in a cookie; whoever keeps members registers a saver."""

from collections.abc import Callable

from django.http import HttpRequest

Saver = Callable[[HttpRequest, str, str], None]

_savers: list[Saver] = []


def register_saver(saver: Saver) -> None:
    """`saver(request, "language" | "theme", value)` is called for every change; an empty value means the system's."""
    if saver not in _savers:
        _savers.append(saver)


def save(request: HttpRequest, name: str, value: str) -> None:
    for saver in _savers:
        saver(request, name, value)
