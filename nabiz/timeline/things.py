"""Things with a number, such as subscriptions and orders, and whom the events that name one are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from nabiz.timeline.facts import declared_kinds

THINGS = ("subscription", "order", "invoice", "conversation")


@dataclass(frozen=True)
class Owner:
    """Whom a thing belongs to, as it was told last, and when it was first heard of."""

    customer_id: int | None
    account_id: int | None
    since: datetime


def owners_of(thing: str, numbers: Sequence[str]) -> dict[str, Owner]:
    """The owners of things with these numbers, by number; those of which nobody is known are left out."""
    kinds = [kind.name for kind in declared_kinds() if thing in kind.facts]
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, {"thing": thing, "numbers": list(numbers), "kinds": kinds})
        return {number: Owner(*owner) for number, *owner in cursor.fetchall()}


_OWNERS = """
SELECT DISTINCT ON (number) number, customer_id, account_id, min(happened_at) OVER (PARTITION BY number)
FROM unnest(%(numbers)s::text[]) AS asked (number)
JOIN timeline_event e ON e.kind = ANY(%(kinds)s) AND e.facts ->> %(thing)s = number
WHERE customer_id IS NOT NULL OR account_id IS NOT NULL
ORDER BY number, happened_at DESC, id DESC
"""
