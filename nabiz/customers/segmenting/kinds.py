"""Which kinds of events can be asked for: those that packages declare, and those that have been seen."""

from django.db import connection

from nabiz.timeline.facts import declared_kinds, kind_named

ENVELOPE = ("value", "currency", "channel", "touchpoint", "stage", "source")

# One step along the index for each kind, however many events there are.
_SEEN = """
WITH RECURSIVE seen AS (
    (SELECT kind FROM timeline_event ORDER BY kind LIMIT 1)
    UNION ALL
    SELECT (SELECT kind FROM timeline_event WHERE kind > seen.kind ORDER BY kind LIMIT 1)
    FROM seen WHERE seen.kind IS NOT NULL
)
SELECT kind FROM seen WHERE kind IS NOT NULL
"""


def known_kinds() -> list[str]:
    return sorted({kind.name for kind in declared_kinds()} | set(seen_kinds()))


def seen_kinds() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
        return [kind for (kind,) in cursor.fetchall()]


def facts_of_kind(kind: str) -> list[str]:
    """What can be asked of a declared kind; empty where only its source knows."""
    declared = kind_named(kind)
    return [*declared.facts, *ENVELOPE] if declared else []
