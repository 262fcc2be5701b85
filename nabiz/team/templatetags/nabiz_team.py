"""`{% load nabiz_team %}`: browsers in words, and links in plain text that can be followed."""

import re

from django import template
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """Chrome · Windows. What nobody knows is said to be unknown."""
    parts = [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]
    return " · ".join(part for part in parts if part) or _("Unknown browser")


@register.filter
def as_letter(text: str) -> SafeString:
    """Plain text as it was written, its links to follow in a new tab."""
    linked = urlize(text, nofollow=True, autoescape=True)
    return mark_safe(re.sub(r"<a ", '<a target="_blank" ', linked))  # noqa: S308  urlize has escaped the text


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
