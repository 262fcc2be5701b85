"""What is written down of the identities and ties that a batch names, and the writing down of what is new."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Self

from django.db import connection

from nabiz.customers.models import Customer, Identity
from nabiz.customers.sayings import ANONYMOUS_ID, Key, Pair, Sayings


class Row(NamedTuple):
    pk: int
    side: int | None
    is_verified: bool
    is_hearsay: bool
    since: datetime
    came_at: datetime | None


class Times(NamedTuple):
    proven_at: datetime | None
    claimed_at: datetime | None


@dataclass
class Ledger:
    rows: dict[Key, Row] = field(default_factory=dict)
    ties: dict[Pair, Times] = field(default_factory=dict)
    newcomers: set[int] = field(default_factory=set)
    earlier: set[int] = field(default_factory=set)
    only_devices: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, sayings: Sayings) -> Self:
        ledger = cls()
        ledger._load_rows(sayings.seen)
        ledger._load_ties(sayings.pairs)
        return ledger

    def side(self, key: Key) -> int:
        side = self.rows[key].side
        assert side is not None
        return side

    def _known_side(self, key: Key) -> int | None:
        row = self.rows.get(key)
        return row.side if row else None

    def nobody(self, at: datetime) -> int:
        """Somebody whom nothing recognises."""
        pk: int = Customer.objects.create(since=at, came_at=at).pk
        self.newcomers.add(pk)
        return pk

    def reason_for(self, side: int) -> str:
        """By what somebody was recognised as another: the identity's kind, or "alias"; nothing where only by device."""
        kinds = set(Identity.objects.filter(origin=side).values_list("kind", flat=True))
        if kinds <= {ANONYMOUS_ID}:
            return ""
        return "alias" if Identity.Kind.USER_ID in kinds else sorted(kinds)[0]

    def has_news(self, sayings: Sayings) -> bool:
        return any(self._is_news(key, sayings) for key in sayings.seen) or any(self._new_ties(sayings))

    def write(self, sayings: Sayings) -> set[int]:
        """Write down what is new, and return the identities that it touches."""
        new = sorted(key for key in sayings.seen if self._is_news(key, sayings))
        self._write_rows(new, sayings, self._sides_for(new, sayings))
        ties = list(self._new_ties(sayings))
        self._write_ties(ties)
        self._load_rows(sayings.seen)
        return {self.rows[key].pk for key in new} | {self.rows[key].pk for pair, _ in ties for key in pair}

    def _is_news(self, key: Key, sayings: Sayings) -> bool:
        seen, row = sayings.seen[key], self.rows.get(key)
        if row is None:
            return True
        is_earlier = seen.came_at is not None and (row.came_at is None or seen.came_at < row.came_at)
        return (
            is_earlier
            or (seen.is_verified and not row.is_verified)
            or (row.is_hearsay and not seen.is_hearsay)
            or seen.first_at < row.since
        )

    def _new_ties(self, sayings: Sayings) -> Iterable[tuple[Pair, Times]]:
        for pair in sorted(sayings.pairs):
            known = self.ties.get(pair, Times(None, None))
            said = Times(sayings.proven.get(pair), sayings.claimed.get(pair))
            if any(new and (old is None or new < old) for old, new in zip(known, said, strict=True)):
                yield pair, said

    def _sides_for(self, keys: Sequence[Key], sayings: Sayings) -> dict[Key, int]:
        """A side of their own for those that something came by for the first time; an earlier coming is noted."""
        coming = {key: at for key in keys if (at := sayings.seen[key].came_at)}
        first = [key for key in coming if (row := self.rows.get(key)) is None or row.side is None]
        made = Customer.objects.bulk_create(
            [Customer(since=coming[key], came_at=coming[key]) for key in first], batch_size=2_000
        )
        sides = {key: customer.pk for key, customer in zip(first, made, strict=True)}
        self.newcomers |= set(sides.values())
        self.only_devices |= {side for key, side in sides.items() if key[0] == ANONYMOUS_ID}
        known = [(self.side(key), at) for key, at in coming.items() if key not in sides]
        self.earlier |= {side for side, _ in known}
        _come_earlier(known)
        return sides

    def _write_rows(self, keys: Sequence[Key], sayings: Sayings, sides: dict[Key, int]) -> None:
        """Who was only told is listed with whoever was named first; settling decides with whom."""
        if not keys:
            return
        holders = {other: one for one, other in sayings.pairs}
        listed = {key: sides.get(holders.get(key, key)) or self._known_side(holders.get(key, key)) for key in keys}
        columns = [
            (*key, sides.get(key) or listed[key], sides.get(key), seen.is_verified, seen.is_hearsay, seen.first_at)
            for key in keys
            if (seen := sayings.seen[key])
        ]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_ROWS, [list(column) for column in zip(*columns, strict=True)])

    def _write_ties(self, ties: Sequence[tuple[Pair, Times]]) -> None:
        if not ties:
            return
        self._load_rows({key for pair, _ in ties for key in pair})
        columns = [(self.rows[one].pk, self.rows[other].pk, *times) for (one, other), times in ties]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_TIES, [list(column) for column in zip(*columns, strict=True)])

    def _load_rows(self, keys: Iterable[Key]) -> None:
        wanted = sorted(keys)
        with connection.cursor() as cursor:
            cursor.execute(
                _ROWS, [json.dumps([kind for kind, _ in wanted]), json.dumps([value for _, value in wanted])]
            )
            for kind, value, *row in cursor.fetchall():
                self.rows[kind, value] = Row(*row)

    def _load_ties(self, pairs: Iterable[Pair]) -> None:
        ends = {
            (self.rows[one].pk, self.rows[other].pk): (one, other) for one, other in pairs if self._knows(one, other)
        }
        if not ends:
            return
        with connection.cursor() as cursor:
            cursor.execute(_TIES, [[one for one, _ in ends], [other for _, other in ends]])
            for one, other, proven_at, claimed_at in cursor.fetchall():
                self.ties[ends[one, other]] = Times(proven_at, claimed_at)

    def _knows(self, one: Key, other: Key) -> bool:
        return one in self.rows and other in self.rows


def _come_earlier(sides: Sequence[tuple[int, datetime]]) -> None:
    if not sides:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer AS it SET came_at = new.at, since = least(it.since, new.at) "
            "FROM unnest(%s::bigint[], %s::timestamptz[]) AS new (id, at) "
            "WHERE it.id = new.id AND new.at < coalesce(it.came_at, it.since)",
            [list(column) for column in zip(*sides, strict=True)],
        )


_ROWS = """
SELECT i.kind, i.value, i.id, i.origin_id, i.is_verified, i.is_hearsay, i.since, coalesce(c.came_at, c.since)
FROM ROWS FROM (json_array_elements_text(%s::json), json_array_elements_text(%s::json)) AS wanted (kind, value)
JOIN customers_identity i ON i.kind = wanted.kind AND i.value = wanted.value
LEFT JOIN customers_customer c ON c.id = i.origin_id
"""
_WRITE_ROWS = """
INSERT INTO customers_identity AS it (kind, value, customer_id, origin_id, is_verified, is_hearsay, since, is_told)
SELECT kind, value, customer, origin, is_verified, is_hearsay, since, origin IS NULL
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bool[], %s::bool[], %s::timestamptz[])
AS new (kind, value, customer, origin, is_verified, is_hearsay, since)
ON CONFLICT (kind, value) DO UPDATE SET
origin_id = coalesce(it.origin_id, excluded.origin_id),
is_verified = it.is_verified OR excluded.is_verified,
is_hearsay = it.is_hearsay AND excluded.is_hearsay,
is_told = it.is_told AND excluded.is_told,
since = least(it.since, excluded.since)
"""
_TIES = """
SELECT t.one_id, t.other_id, t.proven_at, t.claimed_at FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (one, other)
JOIN customers_tie t ON t.one_id = wanted.one AND t.other_id = wanted.other
"""
_WRITE_TIES = """
INSERT INTO customers_tie AS it (one_id, other_id, proven_at, claimed_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT (one_id, other_id) DO UPDATE SET
proven_at = least(it.proven_at, excluded.proven_at), claimed_at = least(it.claimed_at, excluded.claimed_at)
"""
