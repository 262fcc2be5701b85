"""Who was in a segment when: stretches of time, brought up to date by a job and whenever a segment changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils import timezone

from nabiz.customers.events import SegmentJoined, SegmentLeft
from nabiz.customers.filters import parse_filter
from nabiz.customers.models import Change, Customer, Segment, SegmentMembership
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.facts import Fact

# More than so many at a time are an import or another filter, not news about each of them.
MOST_ANNOUNCED = 500


@dataclass(frozen=True)
class Moved:
    joined: int
    left: int


def refresh_memberships(now: datetime | None = None) -> dict[str, Moved]:
    """Every segment, each in a transaction of its own, so that a slow one does not hold up the rest."""
    return {segment.slug: refresh_segment(segment, now) for segment in Segment.objects.order_by("pk")}


@transaction.atomic
def refresh_segment(segment: Segment, now: datetime | None = None) -> Moved:
    """Open a membership for those who came, close it for those who went. The same again changes nothing."""
    now = now or timezone.now()
    kept = Segment.objects.select_for_update().get(pk=segment.pk)
    joined, left = _join_and_leave(kept, now)
    is_first = kept.kept_since is None
    if is_first:
        Segment.objects.filter(pk=kept.pk).update(kept_since=now)
    if joined or left:
        Change.objects.create(of="segments")
    if not is_first and len(joined) + len(left) <= MOST_ANNOUNCED:
        _announce(kept, now, {SegmentJoined: joined, SegmentLeft: left})
    return Moved(len(joined), len(left))


def members_at(segment: Segment, at: datetime) -> Iterable[int]:
    """The ids of those who were in it at an instant, as they are known today; nobody before it was first counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM customers_segmentmembership m "
            "JOIN customers_customer c ON c.id = m.customer_id "
            "WHERE m.segment_id = %s AND m.since <= %s AND (m.until IS NULL OR m.until > %s)",
            [segment.pk, at, at],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _join_and_leave(segment: Segment, now: datetime) -> tuple[list[int], list[int]]:
    found = Customer.objects.present().filter(parse_filter(segment.filter).condition(now=now)).values("id")
    try:
        query, parameters = found.query.sql_with_params()
    except EmptyResultSet:  # a filter that matches nobody
        query, parameters = "SELECT id FROM customers_customer WHERE false", ()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS customers_found (id bigint PRIMARY KEY) ON COMMIT DELETE ROWS")
        cursor.execute("TRUNCATE customers_found")
        cursor.execute(f"INSERT INTO customers_found {query}", parameters)
        cursor.execute("ANALYZE customers_found")
        cursor.execute(_LEAVE, [now, segment.pk])
        left = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_JOIN, [segment.pk, now, segment.pk])
        joined = [pk for (pk,) in cursor.fetchall()]
    return joined, left


_LEAVE = """
UPDATE customers_segmentmembership AS m SET until = %s WHERE m.segment_id = %s AND m.until IS NULL
AND NOT EXISTS (SELECT 1 FROM customers_found f WHERE f.id = m.customer_id) RETURNING m.customer_id
"""
_JOIN = """
INSERT INTO customers_segmentmembership (segment_id, customer_id, since)
SELECT %s, f.id, %s FROM customers_found f WHERE NOT EXISTS (
    SELECT 1 FROM customers_segmentmembership m WHERE m.segment_id = %s AND m.customer_id = f.id AND m.until IS NULL
) RETURNING customer_id
"""


def _announce(segment: Segment, now: datetime, moved: dict[type[Fact], Sequence[int]]) -> None:
    """Only those who stand for themselves: who was merged into another did not leave."""
    everybody = [pk for ids in moved.values() for pk in ids]
    accounts = dict(Customer.objects.present().filter(pk__in=everybody).values_list("pk", "account_id"))
    append_events(
        [
            Draft(kind.kind.name, now, pk, accounts[pk], facts={"segment": segment.name}, source="nabiz")
            for kind, ids in moved.items()
            for pk in ids
            if pk in accounts
        ]
    )


def memberships_of(customer_id: int) -> list[SegmentMembership]:
    """The segments that a customer is in, as last counted."""
    open_ones = SegmentMembership.objects.filter(customer_id=customer_id, until=None)
    return list(open_ones.select_related("segment").order_by("segment__name"))
