from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from nabiz.ui.navigation import places

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def page(request: HttpRequest) -> dict[str, Any]:
    """What the shell needs on every page; lazy, so that fragments do not pay for it."""
    return {
        "theme": chosen_theme(request),
        "member": getattr(request, "member", None),
        "rail": SimpleLazyObject(lambda: places(request, "main")),
        "rail_foot": SimpleLazyObject(lambda: places(request, "foot")),
        "member_menu": SimpleLazyObject(lambda: places(request, "member")),
    }


def chosen_theme(request: HttpRequest) -> str:
    """The choice made in this browser, else the one the member saved, else empty: the system's."""
    theme = request.COOKIES.get(THEME_COOKIE) or getattr(getattr(request, "member", None), "theme", "")
    return theme if theme in THEMES else ""
