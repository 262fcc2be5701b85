"""People of whom nothing is known yet, written down as a table: what `identities.resolve` comes to for them.

A claim is about a newcomer where a trusted source makes it and no identity that it names is known to us or named by
another claim beside it. Then nothing has to be weighed: the rules of `recognition` say that all of it is theirs.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection

from nabiz.customers import registers, search
from nabiz.customers.claims import Claim
from nabiz.customers.domains import accounts_by_address
from nabiz.customers.groups import take_groups
from nabiz.customers.models import Account
from nabiz.customers.normalise import is_role_address
from nabiz.customers.persons import one_at_a_time
from nabiz.customers.profiles import facts_told
from nabiz.customers.sayings import ANONYMOUS_ID, EMAIL, Key, named_by

Row = tuple[Any, ...]


class Newcomer(NamedTuple):
    claim: Claim
    pk: int
    keys: list[Key]  # the first is the one that they come by
    identities: list[int]


def meet(claims: Sequence[Claim]) -> dict[int, int]:
    """The customers that were made for claims about newcomers, by the place of the claim; resolve the others."""
    one_at_a_time()
    named = [named_by(claim) for claim in claims]
    strange = _strangers(named)
    places = [n for n, claim in enumerate(claims) if _is_plain(claim, named[n]) and strange.issuperset(named[n])]
    if not places:
        return {}
    pks = _numbers("customers_customer", len(places))
    identities = iter(_numbers("customers_identity", sum(len(named[n]) for n in places)))
    newcomers = [
        Newcomer(claims[n], pk, named[n], [next(identities) for _ in named[n]])
        for n, pk in zip(places, pks, strict=True)
    ]
    _write_down(newcomers)
    return dict(zip(places, pks, strict=True))


def _is_plain(claim: Claim, keys: Sequence[Key]) -> bool:
    """What browsers claim, aliases and nameless devices are for the rules to decide."""
    return claim.is_verified and not claim.previous_id and bool(keys) and keys[0][0] != ANONYMOUS_ID


def _strangers(named: Sequence[Sequence[Key]]) -> set[Key]:
    """Those of the identities that are named by one claim only and known to nobody."""
    times = Counter(key for keys in named for key in keys)
    once = [key for key, count in times.items() if count == 1]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [json.dumps([kind for kind, _ in once]), json.dumps([value for _, value in once])])
        return set(once) - set(cursor.fetchall())


def _numbers(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def _write_down(newcomers: Sequence[Newcomer]) -> None:
    accounts = take_groups([each.claim for each in newcomers if each.claim.group])
    by_mail = accounts_by_address(
        [(each.pk, value) for each in newcomers for kind, value in each.keys if kind == EMAIL]
    )
    names = dict(Account.objects.filter(pk__in={*accounts.values(), *by_mail.values()}).values_list("pk", "name"))
    facts = [facts_told(each.claim, accounts) if each.claim.profile or each.claim.group else None for each in newcomers]
    _copy(
        "customers_customer (id, since, came_at, name, language, country, account_id, traits, "
        "search, sort_tr, sort_en)",
        (_customer(each, known, by_mail, names) for each, known in zip(newcomers, facts, strict=True)),
    )
    _copy(
        "customers_told (customer_id, facts)",
        ((each.pk, _json(known)) for each, known in zip(newcomers, facts, strict=True) if known is not None),
    )
    _copy(
        "customers_identity (id, customer_id, origin_id, parent_id, kind, value, is_verified, is_told, since)",
        _each(newcomers, _identities),
    )
    _copy("customers_tie (one_id, other_id, proven_at)", _each(newcomers, _ties))


def _customer(newcomer: Newcomer, facts: registers.Facts | None, by_mail: dict[int, int], names: dict[int, str]) -> Row:
    values, traits = registers.together([(False, facts or {})])
    account = values.get("account_id") or by_mail.get(newcomer.pk)
    name, at = values.get("name", ""), newcomer.claim.at
    found_by = search.keys_of(name, names.get(account, "") if account else "", newcomer.keys)
    return (
        newcomer.pk, at, at, name, values.get("language", ""), values.get("country", ""), account, _json(traits),
        *found_by,
    )  # fmt: skip


def _identities(newcomer: Newcomer) -> Iterator[Row]:
    """An address that several may have, like info@, is listed with them and yet nobody's own."""
    first = newcomer.identities[0]
    joins = not _is_shared(newcomer.keys[0])
    for pk, key in zip(newcomer.identities, newcomer.keys, strict=True):
        came = pk == first
        parent = None if came or not joins or _is_shared(key) else first
        side = newcomer.pk if came else None
        yield pk, newcomer.pk, side, parent, *key, key[0] != ANONYMOUS_ID, not came, newcomer.claim.at


def _ties(newcomer: Newcomer) -> Iterator[Row]:
    first, *others = newcomer.identities
    return ((first, other, newcomer.claim.at) for other in others)


def _is_shared(key: Key) -> bool:
    return key[0] == EMAIL and is_role_address(key[1])


def _each(newcomers: Sequence[Newcomer], rows_of: Callable[[Newcomer], Iterator[Row]]) -> Iterator[Row]:
    return (row for each in newcomers for row in rows_of(each))


def _copy(into: str, rows: Iterator[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_KNOWN = """
SELECT i.kind, i.value
FROM ROWS FROM (json_array_elements_text(%s::json), json_array_elements_text(%s::json)) AS wanted (kind, value)
JOIN customers_identity i ON i.kind = wanted.kind AND i.value = wanted.value
"""
