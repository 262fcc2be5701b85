"""What is known of customers: what was said of each side, and the columns that show it for the person as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from psycopg.types.json import Jsonb

from nabiz.customers import registers
from nabiz.customers.claims import Claim
from nabiz.customers.domains import accounts_by_mail
from nabiz.customers.groups import take_groups
from nabiz.customers.models import Account, Customer, Told
from nabiz.customers.registers import CLAIMED, PROVEN, Facts
from nabiz.customers.writing import write_rows

SAID = ("name", "language", "country")
COLUMNS = (*SAID, "account_id", "owner_id")
BLANK = {"name": "", "language": "", "country": "", "account_id": None, "owner_id": None}

About = tuple[Claim, int]


@dataclass
class Learnt:
    """Which sides were told something that counts, and what each claim added, by its place."""

    sides: set[int] = field(default_factory=set)
    news: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def learn(about: Sequence[About]) -> Learnt:
    """Take in profiles and groups for the sides that they came to. Call `show` afterwards."""
    learnt = Learnt()
    telling = [(index, claim, pk) for index, (claim, pk) in enumerate(about) if claim.profile or claim.group]
    if not telling:
        return learnt
    kept = facts_of({pk for _, _, pk in telling})
    accounts = take_groups([claim for _, claim, _ in telling if claim.group])
    for index, claim, pk in telling:
        learnt.news[index] = _take(kept[pk], claim, accounts)
    learnt.sides = set(kept)
    _keep(kept)
    return learnt


def note_edit(
    rows: Sequence[Customer], names: Sequence[str], traits_before: Mapping[str, Any] | None = None, *, at: datetime
) -> None:
    """A member changed columns of customers: that counts as said of the sides that stand for them, at this moment."""
    note_edits([(row, names, row.traits if traits_before is None else traits_before) for row in rows], at=at)


def note_edits(edits: Sequence[tuple[Customer, Sequence[str], Mapping[str, Any]]], *, at: datetime) -> None:
    """The same for many rows at once, each with its own columns and the traits that it had before."""
    kept = facts_of(row.pk for row, _, _ in edits)
    for row, names, before in edits:
        said = {_column(name): getattr(row, _column(name)) for name in names if name != registers.TRAITS}
        removed = dict.fromkeys(set(before) - set(row.traits))
        changed = {name: value for name, value in row.traits.items() if before.get(name) != value}
        registers.tell(kept[row.pk], said, {**removed, **changed}, at, PROVEN)
    _keep(kept)


def facts_of(sides: Iterable[int]) -> dict[int, Facts]:
    """What was said of each side; where nothing was yet, what its columns say."""
    sides = list(sides)
    known = dict(Told.objects.filter(pk__in=sides).values_list("pk", "facts"))
    for row in Customer.objects.filter(pk__in=set(sides) - known.keys()):
        columns = {name: getattr(row, name) for name in COLUMNS}
        known[row.pk] = registers.from_columns(columns, row.traits, row.came_at or row.since)
    return known


def facts_told(claim: Claim, accounts: Mapping[str, int]) -> Facts:
    """What is known of somebody of whom nothing was known before this claim."""
    facts = registers.from_columns({}, {}, claim.at)
    _take(facts, claim, accounts)
    return facts


def show(people: Iterable[int]) -> None:
    """Write into the columns of whoever stands for each person what is known of all their sides."""
    everyone = _sides_of(people)
    several = [side for sides in everyone.values() for side in sides if len(sides) > 1]
    kept = facts_of(side.pk for sides in everyone.values() for side in sides)
    _keep({side.pk: kept[side.pk] for side in several})  # before the columns stop being this side's own
    _remember_coming([side for side in several if side.came_at is None])
    changed, by_mail = [], accounts_by_mail(everyone)
    for root, sides in everyone.items():
        row = next(side for side in sides if side.pk == root)
        values, traits = registers.together([(side.gives_way, kept[side.pk]) for side in sides])
        new = {**BLANK, **values, "traits": traits, "since": min(side.came_at or side.since for side in sides)}
        new["account_id"] = new["account_id"] or by_mail.get(root)
        if any(getattr(row, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(row, name, value)
            changed.append(row)
    _drop_what_is_gone(changed)
    write_rows(changed, [*SAID, "account_id", "owner_id", "traits", "since"])


def _take(facts: Facts, claim: Claim, accounts: Mapping[str, int]) -> list[str]:
    said: dict[str, Any] = {}
    if claim.profile:
        said = {name: told for name in SAID if (told := getattr(claim.profile, name))}
    if claim.group:
        said["account_id"] = accounts[claim.group.key]
    traits = claim.profile.traits if claim.profile else {}
    news = registers.tell(facts, said, traits, claim.told_at or claim.at, PROVEN if claim.is_verified else CLAIMED)
    return [name.removesuffix("_id") for name in news]


def _column(name: str) -> str:
    return f"{name}_id" if name in ("account", "owner") else name


def _sides_of(people: Iterable[int]) -> dict[int, list[Customer]]:
    """By whoever stands for them, locked in one order. Someone who does not stand for themselves is left out."""
    found: dict[int, list[Customer]] = {}
    roots = list(people)
    rows = Customer.objects.select_for_update(of=("self",)).order_by("pk")
    for row in rows.filter(Q(pk__in=roots) | Q(merged_into__in=roots)):
        found.setdefault(row.merged_into_id or row.pk, []).append(row)
    return found


def _remember_coming(sides: Iterable[Customer]) -> None:
    rows = list(sides)
    for row in rows:
        row.came_at = row.since
    Customer.objects.bulk_update(rows, ["came_at"], batch_size=500)


def _drop_what_is_gone(rows: Sequence[Customer]) -> None:
    """An account may have been deleted since somebody was said to belong to it."""
    named = {row.account_id for row in rows if row.account_id}
    left = set(Account.objects.filter(pk__in=named).values_list("pk", flat=True))
    for row in rows:
        row.account_id = row.account_id if row.account_id in left else None


def _keep(kept: Mapping[int, Facts]) -> None:
    if not kept:
        return
    ordered = sorted(kept.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_told (customer_id, facts) SELECT * FROM unnest(%s::bigint[], %s::jsonb[]) "
            "ON CONFLICT (customer_id) DO UPDATE SET facts = excluded.facts "
            "WHERE customers_told.facts IS DISTINCT FROM excluded.facts",
            [[pk for pk, _ in ordered], [Jsonb(facts) for _, facts in ordered]],
        )
