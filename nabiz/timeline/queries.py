"""Reading the timeline: the events of some customers, newest first, page by page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

from nabiz.kernel.paging import pack, unpack
from nabiz.language.folding import search_key
from nabiz.timeline.facts import FAMILIES, declared_kinds
from nabiz.timeline.models import Event
from nabiz.timeline.sentences import words_of

LIMIT = 40
SEARCHED_AT_ONCE = 4_000  # events that one page of a search looks through before it lets the reader decide to go on
CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """Which events are meant. Values of one field mean any of them; an empty field means all."""

    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    family: str = ""
    q: str = ""

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True)
class TimelinePage:
    """`next` is the cursor of older events, empty when there are none. A search that has looked far enough for one page
    stops with `looked_back_to` set, although older events may match."""

    events: list[Event]
    next: str = ""
    looked_back_to: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """How many events of each kind and on each channel, most frequent first."""

    kinds: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Score:
    measure: str
    score: int
    happened_at: datetime


def timeline_of(
    customer_ids: Sequence[int], wanted: Wanted | None = None, *, before: str = "", limit: int = LIMIT
) -> TimelinePage:
    """The newest events of these customers that are older than the cursor `before`."""
    wanted = wanted or Wanted()
    if wanted.q:
        return _searched(customer_ids, wanted, before, limit)
    events = _older(customer_ids, wanted, before, limit + 1)
    shown = events[:limit]
    return TimelinePage(shown, cursor_after(shown[-1]) if len(events) > limit else "")


def messages_known(sources: set[str], message_ids: set[str]) -> set[tuple[str, str | None]]:
    """Which of these messages are on the timeline already, as (source, message id)."""
    return set(Event.objects.filter(source__in=sources, message_id__in=message_ids).values_list("source", "message_id"))


def events_numbered(numbers: Iterable[int]) -> dict[int, Event]:
    """The events of these numbers that are still there."""
    return Event.objects.in_bulk(list(numbers))


def are_there_any(kinds: Sequence[str]) -> bool:
    """Whether any event of these kinds ever came."""
    return Event.objects.filter(kind__in=kinds).exists()


def cursor_after(event: Event) -> str:
    return pack(event.happened_at.isoformat(), event.pk)


def moment_of(cursor: str) -> datetime | None:
    """When the last event before this cursor happened."""
    edge = _edge(cursor)
    return edge[0] if edge else None


def counts_of(customer_ids: Sequence[int]) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, channel, count(*) FROM timeline_event WHERE customer_id = ANY(%s) GROUP BY 1, 2",
            [list(customer_ids)],
        )
        rows = cursor.fetchall()
    kinds: dict[str, int] = {}
    channels: dict[str, int] = {}
    for kind, channel, n in rows:
        kinds[kind] = kinds.get(kind, 0) + n
        if channel:
            channels[channel] = channels.get(channel, 0) + n
    return Counts(_most_first(kinds), _most_first(channels))


def last_scores(customer_ids: Sequence[int]) -> list[Score]:
    """The newest answer to each measure that one person gave."""
    return last_scores_each({0: list(customer_ids)}).get(0, [])


def last_scores_each(people: dict[int, list[int]]) -> dict[int, list[Score]]:
    """The same for many people at once; a person is a key with the ids of the customers that it was."""
    scores: dict[int, dict[str, Score]] = {key: {} for key in people}
    for key, measure, score, moment in _rows_each(people, _SCORES):
        known = scores[key].get(measure)
        # What came from outside may be 8.5 or a million; a score is a short whole number.
        if measure and score.isdecimal() and len(score) < 4 and (known is None or known.happened_at < moment):
            scores[key][measure] = Score(measure, int(score), moment)
    return {key: sorted(found.values(), key=lambda each: each.measure) for key, found in scores.items()}


def last_moments_each(people: dict[int, list[int]]) -> dict[int, datetime]:
    """When each person was last heard of; what we did to them in house does not count."""
    moments: dict[int, datetime] = {}
    for key, moment in _rows_each(people, _LAST):
        moments[key] = max(moment, moments.get(key, moment))
    return moments


# Each person's few ids go to the index one by one: the planner would otherwise read the table for 50 customers.
_SCORES = (
    "SELECT person.key, answer.* FROM unnest(%s::bigint[], %s::bigint[]) AS person (key, id) CROSS JOIN LATERAL "
    "(SELECT DISTINCT ON (1) facts ->> 'measure', facts ->> 'score', happened_at FROM timeline_event "
    "WHERE customer_id = person.id AND kind = 'survey.answered' AND jsonb_typeof(facts -> 'score') = 'number' "
    "ORDER BY 1, happened_at DESC, id DESC) AS answer"
)
_LAST = (
    "SELECT person.key, newest.happened_at FROM unnest(%s::bigint[], %s::bigint[]) AS person (key, id) "
    "CROSS JOIN LATERAL (SELECT happened_at FROM timeline_event WHERE customer_id = person.id AND kind <> ALL(%s) "
    "ORDER BY happened_at DESC, id DESC LIMIT 1) AS newest"
)


def _rows_each(people: dict[int, list[int]], query: str) -> list[tuple[Any, ...]]:
    pairs = [(key, each) for key, ids in people.items() for each in ids]
    parameters: list[Any] = [[key for key, _ in pairs], [each for _, each in pairs]]
    if query.count("%s") > len(parameters):
        parameters.append([kind.name for kind in declared_kinds() if kind.family == "house"])
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def _searched(customer_ids: Sequence[int], wanted: Wanted, before: str, limit: int) -> TimelinePage:
    """Turkish letters are folded by the same function as everywhere, so the words are compared here, not in SQL."""
    matches = _matcher(wanted.q)
    found: list[Event] = []
    for seen, event in enumerate(_all_older(customer_ids, wanted, before), start=1):
        if matches(event):
            found.append(event)
        if len(found) == limit:
            return TimelinePage(found, cursor_after(event))
        if seen == SEARCHED_AT_ONCE:
            return TimelinePage(found, cursor_after(event), looked_back_to=event.happened_at)
    return TimelinePage(found)


def _matcher(query: str) -> Callable[[Event], bool]:
    words = search_key(query).split()
    return lambda event: all(word in text for text in [search_key(words_of(event))] for word in words)


def _all_older(customer_ids: Sequence[int], wanted: Wanted, before: str) -> Iterator[Event]:
    while events := _older(customer_ids, wanted, before, CHUNK):
        yield from events
        before = cursor_after(events[-1])


def _older(customer_ids: Sequence[int], wanted: Wanted, before: str, limit: int) -> list[Event]:
    """Each customer's newest are read along the index, then merged: 300 people of a company cost 300 short walks."""
    conditions, parameters = _conditions(wanted)
    if edge := _edge(before):
        conditions.append("(happened_at, id) < (%s, %s)")
        parameters += edge
    where = "".join(f" AND {condition}" for condition in conditions)
    query = _NEWEST_OF_EACH.format(where=where)
    return list(Event.objects.raw(query, [list(customer_ids), *parameters, limit, limit]))


_NEWEST_OF_EACH = (
    "SELECT event.* FROM unnest(%s::bigint[]) AS person (id) CROSS JOIN LATERAL (SELECT * FROM timeline_event "
    "WHERE customer_id = person.id{where} ORDER BY happened_at DESC, id DESC LIMIT %s) AS event "
    "ORDER BY event.happened_at DESC, event.id DESC LIMIT %s"
)


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions, parameters = [], list[Any]()
    if wanted.kinds:
        conditions.append("kind = ANY(%s)")
        parameters.append(list(wanted.kinds))
    if wanted.channels:
        conditions.append("channel = ANY(%s)")
        parameters.append(list(wanted.channels))
    if wanted.family in FAMILIES:
        others = wanted.family == "other"  # kinds that nobody declared
        names = [kind.name for kind in declared_kinds() if others or kind.family == wanted.family]
        conditions.append("kind <> ALL(%s)" if others else "kind = ANY(%s)")
        parameters.append(names)
    return conditions, parameters


def _edge(cursor: str) -> tuple[datetime, int] | None:
    key = unpack(cursor, str, int)
    try:
        moment = parse_datetime(str(key[0])) if key else None
    except ValueError:
        return None
    return (moment, int(key[1])) if key and moment and moment.tzinfo else None


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def accounts_with_events(account_ids: Iterable[int]) -> set[int]:
    """Those of the accounts that any event speaks of."""
    found = Event.objects.filter(account_id__in=list(account_ids)).values_list("account_id", flat=True).distinct()
    return {pk for pk in found if pk}
