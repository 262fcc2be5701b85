"""A short message after an action, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def toast(request: HttpRequest, text: str, *, undo_url: str = "", level: int = messages.SUCCESS) -> None:
    """Say what happened. `undo_url` gets a POST when the reader takes it back."""
    messages.add_message(request, level, text, extra_tags=UNDO + undo_url if undo_url else "")


def undo_url_of(extra_tags: str | None) -> str:
    tags = extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
