"""Events that carry words, for who reads texts: by transaction, so that what commits late is never missed."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Max

from nabiz.timeline.mirror.export import OLDEST_RUNNING
from nabiz.timeline.models import Event, Removal

Kinds = Mapping[str, Sequence[str]]  # each kind with the names of its facts that are texts


def complete_until() -> int:
    """The oldest transaction that may still write events; whatever is below it has ended."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_RUNNING)
        return int(cursor.fetchone()[0])


def written_since(kinds: Kinds, watermark: int, *, after: int, limit: int) -> list[tuple[int, int]]:
    """Id and transaction of events with words of transactions from `watermark` on, by id, beyond the id `after`."""
    if not kinds:
        return []
    said = " OR ".join(
        "(kind = %s AND (" + " OR ".join("coalesce(facts ->> %s, '') <> ''" for _ in names) + "))"
        for names in kinds.values()
    )
    parameters = [part for kind, names in kinds.items() for part in (kind, *names)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, xid FROM timeline_event WHERE xid >= %s AND id > %s AND ({said}) ORDER BY id LIMIT %s",  # noqa: S608  placeholders only
            [watermark, after, *parameters, limit],
        )
        return list(cursor.fetchall())


def events_named(ids: Iterable[int]) -> dict[int, Event]:
    """These events, those that are gone left out."""
    return Event.objects.in_bulk(list(ids))


def last_removal() -> int:
    """A number that grows whenever events were deleted or altered."""
    return Removal.objects.aggregate(newest=Max("pk"))["newest"] or 0
