"""Customers and identities of one batch of claims, in memory: loaded at once, changed by the rules, written at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from django.db import connection

from nabiz.customers.claims import Claim
from nabiz.customers.models import Customer, Identity

Key = tuple[str, str]
USER_ID, ANONYMOUS_ID = Identity.Kind.USER_ID.value, Identity.Kind.ANONYMOUS_ID.value
EMAIL, PHONE = Identity.Kind.EMAIL.value, Identity.Kind.PHONE.value


class Raced(Exception):
    """Somebody else gave one of these identities to a customer in the meantime."""


@dataclass(slots=True, eq=False)
class Person:
    """A customer as the batch sees them. `pk` is None until a new one is written."""

    since: datetime
    pk: int | None = None
    account_id: int | None = None
    user_ids: set[str] = field(default_factory=set)
    is_verified: bool = False
    into: "Person | None" = None

    @property
    def root(self) -> "Person":
        person = self
        while person.into:
            person = person.into
        return person


@dataclass(slots=True)
class Holding:
    """An identity and whose it is. The flags say what must be written."""

    owner: Person
    is_verified: bool
    is_new: bool = False
    is_changed: bool = False


@dataclass
class Directory:
    holdings: dict[Key, Holding] = field(default_factory=dict)
    newcomers: list[Person] = field(default_factory=list)
    merges: list[tuple[Person, Person, str]] = field(default_factory=list)

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Self:
        directory = cls()
        people = directory._load_identities({key for claim in claims for key in keys_of(claim)})
        entangled = {key for claim in claims if not claim.is_plain for key in keys_of(claim)}
        touched = {h.owner.pk for key, h in directory.holdings.items() if key in entangled and h.owner.pk}
        directory._load_details({pk: people[pk] for pk in touched})
        return directory

    def owner(self, kind: str, value: str) -> Person | None:
        holding = self.holdings.get((kind, value)) if value else None
        return holding.owner.root if holding else None

    def newcomer(self, since: datetime) -> Person:
        person = Person(since)
        self.newcomers.append(person)
        return person

    def attach(self, kind: str, value: str, person: Person, *, is_verified: bool) -> None:
        self.holdings[kind, value] = Holding(person, is_verified, is_new=True)
        if kind == USER_ID:
            person.user_ids.add(value)
        person.is_verified = person.is_verified or is_verified

    def verify(self, kind: str, value: str) -> None:
        holding = self.holdings[kind, value]
        if not holding.is_verified:
            holding.is_verified = holding.is_changed = True
            holding.owner.root.is_verified = True

    def hand_over(self, kind: str, value: str, person: Person) -> None:
        """Whoever only claimed this address loses it to the one who is known to have it."""
        holding = self.holdings[kind, value]
        holding.owner = person
        holding.is_verified = holding.is_changed = person.is_verified = True

    def merge(self, one: Person, other: Person, reason: str) -> Person:
        """Make one of two, and return it: the known before the new, the named before the nameless, the elder."""
        kept, gone = sorted((one, other), key=lambda p: (p.pk is None, not p.user_ids, p.pk or 0))
        if gone.pk is not None:
            self.merges.append((gone, kept, reason))
        gone.into = kept
        kept.user_ids |= gone.user_ids
        kept.is_verified = kept.is_verified or gone.is_verified
        kept.since = min(kept.since, gone.since)
        return kept

    def write(self) -> None:
        """Raises Raced where another transaction was faster; the caller rolls back and begins again."""
        arrived = [person for person in self.newcomers if person.into is None]
        rows = Customer.objects.bulk_create([Customer(since=person.since) for person in arrived], batch_size=2_000)
        for person, row in zip(arrived, rows, strict=True):
            person.pk = row.pk
        self._write_new([(key, held) for key, held in sorted(self.holdings.items(), key=_by_key) if held.is_new])
        self._write_changed([(key, held) for key, held in self.holdings.items() if held.is_changed and not held.is_new])

    def _load_identities(self, keys: Iterable[Key]) -> dict[int, Person]:
        wanted = sorted(keys)
        people: dict[int, Person] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT i.kind, i.value, i.is_verified, c.id, c.account_id, c.since "
                "FROM ROWS FROM (json_array_elements_text(%s::json), json_array_elements_text(%s::json)) "
                "AS wanted (kind, value) "
                "JOIN customers_identity i ON i.kind = wanted.kind AND i.value = wanted.value "
                "JOIN customers_customer c ON c.id = i.customer_id",
                [json.dumps([kind for kind, _ in wanted]), json.dumps([value for _, value in wanted])],
            )
            for kind, value, is_verified, pk, account_id, since in cursor.fetchall():
                if pk not in people:
                    people[pk] = Person(since, pk, account_id)
                self.holdings[kind, value] = Holding(people[pk], is_verified)
        return people

    def _load_details(self, people: dict[int, Person]) -> None:
        """What decides whether two may become one: their user ids, and whether anything about them is proven."""
        rows = Identity.objects.filter(customer_id__in=people).values_list(
            "customer_id", "kind", "value", "is_verified"
        )
        for pk, kind, value, is_verified in rows if people else ():
            person = people[pk]
            person.is_verified = person.is_verified or is_verified
            if kind == USER_ID:
                person.user_ids.add(value)

    def _write_new(self, holdings: list[tuple[Key, Holding]]) -> None:
        """In order of the keys, so that two transactions never wait for each other."""
        if not holdings:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO customers_identity (customer_id, kind, value, is_verified, since) "
                "SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bool[], %s::timestamptz[]) "
                "ON CONFLICT (kind, value) DO NOTHING",
                _columns((h.owner.root.pk, kind, value, h.is_verified, h.owner.since) for (kind, value), h in holdings),
            )
            if cursor.rowcount < len(holdings):
                raise Raced

    def _write_changed(self, holdings: list[tuple[Key, Holding]]) -> None:
        if not holdings:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE customers_identity AS i SET customer_id = new.owner, is_verified = new.is_verified "
                "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bool[]) "
                "AS new (owner, kind, value, is_verified) "
                "WHERE i.kind = new.kind AND i.value = new.value",
                _columns((h.owner.root.pk, kind, value, h.is_verified) for (kind, value), h in holdings),
            )


def keys_of(claim: Claim) -> Iterable[Key]:
    """Every identity that a claim mentions. A previous id may have been either kind."""
    if claim.user_id:
        yield USER_ID, claim.user_id
    if claim.anonymous_id:
        yield ANONYMOUS_ID, claim.anonymous_id
    if claim.previous_id:
        yield USER_ID, claim.previous_id
        yield ANONYMOUS_ID, claim.previous_id
    if claim.profile and claim.profile.email:
        yield EMAIL, claim.profile.email
    if claim.profile and claim.profile.phone:
        yield PHONE, claim.profile.phone


def _by_key(item: tuple[Key, Holding]) -> Key:
    return item[0]


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
