"""Forgetting a person: who else must forget, and the proof afterwards that nothing is left."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connection
from psycopg import sql

from nabiz.customers.models import Identity, Tie

Eraser = Callable[[Sequence[int], Sequence[str]], None]
Search = Callable[[Sequence[int], Sequence[str]], list[str]]
SHORTEST_NEEDLE = 6  # shorter ids appear by chance anywhere
NATIONAL_DIGITS = 10

_erasers: dict[str, Eraser] = {}
_witnesses: dict[str, Eraser] = {}
_searches: dict[str, Search] = {}


@dataclass(frozen=True)
class Erased:
    """What an erasure removed. `needles` are kept in memory only, to look for what may have been overlooked."""

    customer_ids: list[int]
    needles: list[str]
    events: int


def register(name: str, erase: Eraser) -> None:
    """Let a package that lies above customers forget too.

    `erase(customer_ids, needles)` runs inside the erasure's transaction and removes what it keeps about these
    customers, or what names them: their addresses, numbers and ids.
    """
    _erasers[name] = erase


def register_witness(name: str, note: Eraser) -> None:
    """Let a package take note of an erasure, in its transaction and before anything is gone."""
    _witnesses[name] = note


def register_search(name: str, search: Search) -> None:
    """Let a package look outside the tables afterwards: it names the places that still know these customers."""
    _searches[name] = search


def witnesses() -> list[Eraser]:
    return [_witnesses[name] for name in sorted(_witnesses)]


def registered() -> list[Eraser]:
    return [_erasers[name] for name in sorted(_erasers)]


def leave_to_others(customer_ids: Sequence[int]) -> None:
    """An address that others were said to have as well is theirs from now on; it names nobody alone."""
    for identity in Identity.objects.filter(customer_id__in=customer_ids, origin=None):
        others = Tie.objects.filter(other=identity).exclude(one__customer_id__in=customer_ids)
        if heir := others.order_by("proven_at", "pk").values_list("one__customer", flat=True).first():
            Identity.objects.filter(pk=identity.pk).update(customer=heir)


def needles_of(customer_ids: Sequence[int]) -> list[str]:
    """The texts that name this person and nobody else. Names are left out: other people bear them too."""
    found = Identity.objects.filter(customer_id__in=customer_ids).values_list("kind", "value")
    needles = {spelling for kind, value in found for spelling in _spellings(kind, value)}
    return sorted(needle for needle in needles if len(needle) >= SHORTEST_NEEDLE)


def prove_erased(customer_ids: Sequence[int], needles: Sequence[str]) -> list[str]:
    """Look through every table and file and name the places that still know these customers; empty is the proof.

    It reads everything once, so it takes as long as the database is large.
    """
    pattern = "|".join(re.escape(needle) for needle in needles)
    found = []
    for table, columns in _tables().items():
        numbers = [name for name, its_type in columns if _is_customer(table, name, its_type)]
        found += [
            (table, name) for name in numbers if _exists(table, sql.SQL("{} = ANY(%s)"), [name], list(customer_ids))
        ]
        texts = [(name, its_type) for name, its_type in columns if its_type != "bigint"]
        if pattern and texts and _mentions(table, texts, pattern):
            found += [(table, name) for name, its_type in texts if _mentions(table, [(name, its_type)], pattern)]
    elsewhere = [place for name in sorted(_searches) for place in _searches[name](customer_ids, needles)]
    return sorted([*(f"{table}.{column}" for table, column in found), *elsewhere])


def _spellings(kind: str, value: str) -> Iterator[str]:
    yield value
    yield quote(value)  # as it stands in an address, a segment's filter for one
    digits = re.sub(r"\D", "", value)
    if kind == Identity.Kind.PHONE and len(digits) >= NATIONAL_DIGITS:
        yield digits[-NATIONAL_DIGITS:]


def _is_customer(table: str, column: str, its_type: str) -> bool:
    """Who is gone must stay known by number until the mirror's files are swept."""
    is_reference = column == "customer_id" or (table, column) == ("customers_customer", "id")
    return its_type == "bigint" and is_reference and table != "timeline_gone"


def _tables() -> dict[str, list[tuple[str, str]]]:
    tables = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'bigint', 'ARRAY')"
        )
        for table, column, its_type in cursor.fetchall():
            tables[table].append((column, its_type))
    return tables


def _mentions(table: str, columns: Sequence[tuple[str, str]], pattern: str) -> bool:
    as_text = [_BYTES if its_type == "bytea" else _TEXT for _, its_type in columns]
    condition = sql.SQL("concat_ws(' ', ") + sql.SQL(", ").join(as_text) + sql.SQL(") ~* %s")
    return _exists(table, condition, [name for name, _ in columns], pattern)


_TEXT, _BYTES = sql.SQL("{}::text"), sql.SQL("encode({}, 'escape')")


def _exists(table: str, condition: sql.Composable, columns: Sequence[str], value: list[int] | str) -> bool:
    whole = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE ") + condition + sql.SQL(")")
    query = sql.SQL(whole.as_string()).format(*map(sql.Identifier, [table, *columns]))
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        return bool(cursor.fetchone()[0])
