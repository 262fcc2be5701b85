"""Whether the event table has changed since one last looked, at the price of looking at what is new."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from django.db import connection

from nabiz.timeline.facts import Family, family_of
from nabiz.timeline.mirror.export import OLDEST_RUNNING

Place: TypeAlias = tuple[Family, str]  # a family, and a month in UTC
Unsettled: TypeAlias = tuple[int, int, int]  # rows of transactions that may still get company: count, newest two ids


@dataclass(frozen=True)
class Freshness:
    """The event table at one moment. `removals` counts the statements that deleted or altered events."""

    removals: int
    settled: dict[Place, int] = field(default_factory=dict)
    unsettled: dict[Place, Unsettled] = field(default_factory=dict)

    def of(self, family: Family, first: str = "", last: str = "9999-99") -> tuple[object, ...]:
        """Differs whenever the events of the family in these months do."""
        places = sorted(p for p in self.settled.keys() | self.unsettled.keys() if p[0] == family)
        months = [place for place in places if first <= place[1] <= last]
        return (self.removals, *((place[1], self.settled.get(place), self.unsettled.get(place)) for place in months))


class Watcher:
    """Remembers up to which transaction all have ended; what is older needs no second look.

    The newest id or transaction alone would not tell: a slow transaction commits rows below it.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._seen_until: int | None = None
        self._settled: Counter[Place] = Counter()

    def look(self) -> Freshness:
        with self._turn:
            with connection.cursor() as cursor:
                if self._seen_until is None:
                    cursor.execute(OLDEST_RUNNING)
                    self._seen_until = cursor.fetchone()[0]
                cursor.execute(_LOOK, [self._seen_until])
                rows = cursor.fetchall()
            removals, until = rows[0][:2]
            return self._taken_in([_Row(*row[2:]) for row in rows if row[2] is not None], removals, until)

    def _taken_in(self, new: "Iterable[_Row]", removals: int, until: int) -> Freshness:
        unsettled: dict[Place, Unsettled] = {}
        for row in new:
            place = (family_of(row.kind), row.month)
            if row.is_settled:
                self._settled[place] += 1
            else:
                count, newest, transaction = unsettled.get(place, (0, 0, 0))
                unsettled[place] = (count + row.count, max(newest, row.newest), max(transaction, row.transaction))
        self._seen_until = max(until, self._seen_until or 0)
        return Freshness(removals, dict(self._settled), unsettled)


@dataclass(frozen=True)
class _Row:
    kind: str
    month: str
    is_settled: bool
    count: int
    newest: int
    transaction: int


watcher = Watcher()

# One statement, so that it sees one moment.
_LOOK = f"""
WITH running AS (SELECT ({OLDEST_RUNNING}) AS oldest), new AS (
  SELECT kind, to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
    xid < (SELECT oldest FROM running) AS is_settled, count(*) AS count, max(id) AS newest, max(xid) AS transaction
  FROM timeline_event WHERE xid >= %s GROUP BY 1, 2, 3
)
SELECT (SELECT count(*) FROM timeline_removal), running.oldest, new.* FROM running LEFT JOIN new ON true
"""  # noqa: S608  our own words
