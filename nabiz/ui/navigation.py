"""Where a member can go. Each app registers its entries in `AppConfig.ready`; what is not registered is not shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from nabiz.ui.readers import Reader, may, reader_of

ON_THE_BAR = 4  # on a phone; the fifth place of the bottom bar is "More"


@dataclass(frozen=True)
class Entry:
    """`key` is the app's URL namespace. `group` is "main" (rail), "foot" (below it) or "member" (the member's menu)."""

    key: str
    label: str | Promise
    url_name: str
    icon: str
    needs: str | None = None
    order: int = 100
    group: str = "main"


@dataclass(frozen=True)
class Place:
    entry: Entry
    url: str
    is_here: bool
    on_the_bar: bool


_entries: dict[str, Entry] = {}
_homes: dict[str, str] = {}


def register(entry: Entry) -> None:
    """Registering a key again replaces its entry."""
    _entries[entry.key] = entry


def place_under(key: str, namespace: str) -> None:
    """The pages of this URL namespace are reached through the entry `key`, which is lit while one looks at them; a
    namespace that has an entry of its own keeps it."""
    _homes[namespace] = key


def entries_for(reader: Reader | None, group: str) -> list[Entry]:
    ordered = sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
    return [entry for entry in ordered if entry.group == group and may(reader, entry.needs)]


def places(request: HttpRequest, group: str = "main") -> list[Place]:
    return [
        Place(entry, reverse(entry.url_name), _is_here(request, entry), on_the_bar=number < ON_THE_BAR)
        for number, entry in enumerate(entries_for(reader_of(request), group))
    ]


def _is_here(request: HttpRequest, entry: Entry) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    homes = {name if name in _entries else _homes.get(name, name) for name in match.namespaces}
    return entry.key in homes or match.view_name == entry.url_name
