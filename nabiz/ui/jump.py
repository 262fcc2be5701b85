"""Ctrl-K: each package registers a provider that turns a few letters into places to go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from nabiz.language.folding import search_key
from nabiz.ui.navigation import places
from nabiz.ui.readers import Reader, reader_of

AT_MOST = 12


@dataclass(frozen=True)
class JumpItem:
    label: str
    hint: str
    url: str
    icon: str = "arrow-right"


Provider = Callable[[Reader, str], Sequence[JumpItem]]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def jump_items(request: HttpRequest, query: str) -> list[JumpItem]:
    """Places of the product first, then what the providers know. Without a query only the places."""
    found = _places(request, query)
    reader = reader_of(request)
    if reader is not None and query:
        for provider in _providers:
            found += provider(reader, query)
    return found[:AT_MOST]


def _places(request: HttpRequest, query: str) -> list[JumpItem]:
    found = [place for group in ("main", "foot", "member") for place in places(request, group)]
    items = [JumpItem(str(place.entry.label), "", place.url, place.entry.icon) for place in found]
    return [item for item in items if search_key(query) in search_key(item.label)]
