"""The plain data of list pages: saved views as tabs, filters as chips in words."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class View:
    label: str | Promise
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """One filter in words ("Channel: e-mail") and the address of the list without it."""

    text: str | Promise
    remove_url: str
