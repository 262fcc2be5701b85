"""A timeline on a page: its search field, its filter chips with counts, its lines and the way to older ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from nabiz.timeline.entries import Line, Person, lines_by_day
from nabiz.timeline.facts import kind_named
from nabiz.timeline.queries import TimelinePage, Wanted, counts_of, moment_of, timeline_of
from nabiz.ui.channels import channel_named

CHIPS_AT_ONCE = 8
LONGEST_QUERY = 200
FEWEST_LINES, MANY_EVENTS = 20, 200  # a page of one long run is no page


@dataclass(frozen=True)
class Whose:
    """Whose timeline, and under which addresses it is read. `people`: only where several share it."""

    customer_ids: Sequence[int]
    url: str
    more_url: str
    members: Mapping[int, str]
    people: Mapping[int, Person] | None = None


@dataclass(frozen=True)
class Toggle:
    text: str | Promise
    icon: str
    count: int
    url: str
    is_on: bool


@dataclass(frozen=True)
class Panel:
    """`continues` is the last day already on the page; `first_kinds` are in view, `other_kinds` behind a click."""

    wanted: Wanted
    days: list[tuple[date, list[Line]]]
    next_url: str = ""
    looked_back_to: datetime | None = None
    continues: date | None = None
    total: int = 0
    url: str = ""
    first_kinds: tuple[Toggle, ...] = ()
    other_kinds: tuple[Toggle, ...] = ()
    channels: tuple[Toggle, ...] = ()


def panel_of(whose: Whose, query: QueryDict) -> Panel:
    """The whole panel, with its newest lines."""
    wanted, counts = wanted_of(query), counts_of(whose.customer_ids)
    page, days = _read(whose, wanted, "")
    kinds = [_kind_toggle(name, n, wanted, whose.url) for name, n in counts.kinds.items()]
    kinds.sort(key=lambda toggle: not toggle.is_on)  # a chosen one never hides behind the click
    return Panel(
        wanted=wanted,
        days=days,
        next_url=_next_url(whose, wanted, page),
        looked_back_to=page.looked_back_to,
        total=counts.total,
        url=whose.url,
        first_kinds=tuple(kinds[:CHIPS_AT_ONCE]),
        other_kinds=tuple(kinds[CHIPS_AT_ONCE:]),
        channels=tuple(_channel_toggle(name, n, wanted, whose.url) for name, n in counts.channels.items()),
    )


def older_lines(whose: Whose, query: QueryDict) -> Panel:
    """Only lines, older than the cursor in the address."""
    wanted, before = wanted_of(query), query.get("before", "")
    page, days = _read(whose, wanted, before)
    edge = moment_of(before)
    return Panel(
        wanted=wanted,
        days=days,
        next_url=_next_url(whose, wanted, page),
        looked_back_to=page.looked_back_to,
        continues=timezone.localdate(edge) if edge else None,
    )


def wanted_of(query: QueryDict) -> Wanted:
    return Wanted(
        kinds=_values(query, "kind"),
        channels=_values(query, "channel"),
        family=query.get("family", ""),
        q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY],
    )


def _read(whose: Whose, wanted: Wanted, before: str) -> tuple[TimelinePage, list[tuple[date, list[Line]]]]:
    """A page of events as lines. Runs fold away much of it, so that more is read where little would be left to see."""
    folded = not wanted.kinds and not wanted.q
    page = timeline_of(whose.customer_ids, wanted, before=before)
    days = lines_by_day(page.events, members=whose.members, people=whose.people, folded=folded)
    if folded and page.next and sum(len(lines) for _day, lines in days) < FEWEST_LINES:
        page = timeline_of(whose.customer_ids, wanted, before=before, limit=MANY_EVENTS)
        days = lines_by_day(page.events, members=whose.members, people=whose.people, folded=folded)
    return page, days


def _values(query: QueryDict, key: str) -> tuple[str, ...]:
    values = (value.replace("\x00", "") for value in query.getlist(key)[:50])
    return tuple(dict.fromkeys(value for value in values if value))


def _pairs(wanted: Wanted) -> list[tuple[str, str]]:
    pairs = [("kind", each) for each in wanted.kinds] + [("channel", each) for each in wanted.channels]
    return pairs + [(key, value) for key, value in (("family", wanted.family), ("q", wanted.q)) if value]


def _next_url(whose: Whose, wanted: Wanted, page: TimelinePage) -> str:
    return f"{whose.more_url}?{urlencode([*_pairs(wanted), ('before', page.next)])}" if page.next else ""


def _kind_toggle(name: str, count: int, wanted: Wanted, url: str) -> Toggle:
    kind = kind_named(name)
    flipped = Wanted(_flipped(wanted.kinds, name), wanted.channels, wanted.family, wanted.q)
    shown = (kind.label, kind.icon) if kind else (name, "circle-dot")
    return Toggle(*shown, count, _address(url, flipped), name in wanted.kinds)


def _channel_toggle(name: str, count: int, wanted: Wanted, url: str) -> Toggle:
    channel = channel_named(name)
    flipped = Wanted(wanted.kinds, _flipped(wanted.channels, name), wanted.family, wanted.q)
    return Toggle(channel.label, channel.icon, count, _address(url, flipped), name in wanted.channels)


def _address(url: str, wanted: Wanted) -> str:
    pairs = _pairs(wanted)
    return f"{url}?{urlencode(pairs)}" if pairs else url


def _flipped(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value) if value in values else (*values, value)
