"""Many people at once, from a staging table: those who come by one identity, in a handful of statements.

Whatever could make two customers one, or tells something about them, goes through `identities.resolve`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import connection, models, transaction
from django.utils import timezone

from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.commands import refresh_account_search, refresh_search
from nabiz.customers.groups import note_account_edit, take_groups
from nabiz.customers.identities import resolve
from nabiz.customers.models import Account, Customer, Identity
from nabiz.customers.persons import one_at_a_time, settle
from nabiz.customers.profiles import note_edits, show
from nabiz.customers.sayings import ANONYMOUS_ID, EMAIL, USER_ID, Key
from nabiz.customers.writing import write_rows
from nabiz.timeline.queries import accounts_with_events

AT_ONCE = 2_000
STILL_A_CUSTOMER = "(SELECT id FROM customers_customer WHERE id = {})"
STILL_AN_ACCOUNT = "(SELECT id FROM customers_account WHERE id = {})"
ROOT_OF = "(SELECT coalesce(merged_into_id, id) FROM customers_customer WHERE id = {})"


def open_stage() -> None:
    """Make `customers_who` ready: everybody in a batch, by number, with the identity they come by."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)


def find_staged(*, is_verified: bool) -> None:
    """Fill in `identity_id`, `customer_id`, the side that events go to, and `account_id` of everybody staged; customers
    are made as needed. Safe beside others who do the same.
    """
    with transaction.atomic():
        _find(is_verified)


def tell_accounts(groups: Sequence[Group]) -> dict[str, int]:
    """The accounts by key, made where they were unknown, with what a trusted source tells of them now."""
    now = timezone.now()
    return take_groups([Claim(now, True, group=group) for group in groups])


def newest() -> tuple[int, int, int]:
    """The highest numbers of customers, identities and accounts yet; those of rows to come are higher."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('customers_customer', 'id')), "
            "nextval(pg_get_serial_sequence('customers_identity', 'id')), "
            "nextval(pg_get_serial_sequence('customers_account', 'id'))"
        )
        customers, identities, accounts = cursor.fetchone()
        return customers, identities, accounts


def customers_by_keys(keys: Iterable[Key]) -> dict[int, dict[str, Any]]:
    """What is known now of the customers who have any of these identities: fields, and traits after a dot."""
    kinds, values = zip(*keys, strict=True)
    return _known(
        "customers_customer", "id", "('name', 'language', 'country', 'account_id')",
        "id IN (SELECT i.customer_id FROM unnest(%s::text[], %s::text[]) AS key (kind, value) "
        "JOIN customers_identity i USING (kind, value))", [list(kinds), list(values)],
    )  # fmt: skip


def customers_by_id(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    fields = "('name', 'language', 'country', 'account_id')"
    return _known("customers_customer", "id", fields, "id = ANY(%s)", [list(ids)])


def accounts_of(ids: Iterable[int]) -> dict[int, int]:
    """The account of each of these customers who has one."""
    wanted = list(ids)
    rows = Customer.objects.filter(pk__in=wanted, account__isnull=False) if wanted else Customer.objects.none()
    return dict(rows.values_list("pk", "account_id"))


def accounts_by_key(keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    return _known("customers_account", "key", "('name', 'domain')", "key = ANY(%s)", [list(keys)])


def untell(of: Literal["customers", "accounts"], told: Sequence[tuple[int, str, str, str]]) -> None:
    """Make fields and traits what they were: each line is a number, a name, and JSON of the value before and as told.

    What somebody changed since stays as it is.
    """
    changes: dict[int, list[tuple[str, Any, Any]]] = defaultdict(list)
    for pk, name, before, after in told:
        changes[pk].append((name, json.loads(before), json.loads(after)))
    rows: models.QuerySet[Any] = Customer.objects.all() if of == "customers" else Account.objects.all()
    ids = sorted(changes)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        changed = [
            row
            for row in rows.filter(pk__in=some).select_for_update(of=("self",)).order_by("pk")
            if _put_back(row, changes[row.pk])
        ]
        fields = ["name", "language", "country", "account_id"] if of == "customers" else ["name", "domain"]
        write_rows(changed, [*fields, "traits"])
        _note(changed, changes)
        refresh = refresh_search if of == "customers" else refresh_account_search
        refresh(row.pk for row in changed)


def remove_people(customers: Sequence[int], identities: Sequence[int], accounts: Sequence[int]) -> None:
    """Delete these, but for customers and accounts to whom anything else belongs by now, and what belongs to those."""
    one_at_a_time()
    with connection.cursor() as cursor:
        # Without fresh numbers the planner may take thousands of new rows for a handful, and compare each with each.
        cursor.execute("ANALYZE customers_customer, customers_identity, customers_merge, timeline_event")
        cursor.execute(_NOBODY, {"customers": list(customers), "identities": list(identities)})
        gone = [pk for (pk,) in cursor.fetchall()]
    loose = Identity.objects.filter(pk__in=identities).exclude(customer__in=customers)
    left = set(loose.values_list("customer_id", flat=True)) - set(gone)
    loose.delete()
    for start in range(0, len(gone), AT_ONCE):
        Customer.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    left |= settle((), left).people
    show(left)
    refresh_search(left)
    Account.objects.filter(pk__in=accounts, customers=None).exclude(pk__in=accounts_with_events(accounts)).delete()


def _note(rows: Sequence[Any], changes: dict[int, list[tuple[str, Any, Any]]]) -> None:
    """What they were again counts as said now."""
    now, edits = timezone.now(), []
    for row in rows:
        names = [name for name, _, _ in changes[row.pk]]
        before = {name[1:]: after for name, _, after in changes[row.pk] if name.startswith(".")}
        if isinstance(row, Account):
            note_account_edit(row, [name for name in names if not name.startswith(".")], at=now)
        else:
            fields = [name for name in names if not name.startswith(".")]
            edits.append((row, fields, {**row.traits, **before}))
    note_edits(edits, at=now)


def _put_back(row: Any, changes: Sequence[tuple[str, Any, Any]]) -> bool:
    is_changed = False
    for name, before, after in changes:
        if name.startswith("."):
            now, trait = row.traits.get(name[1:]), name[1:]
            if now == after and now != before:
                is_changed = True
                row.traits = (
                    {**row.traits, trait: before}
                    if before is not None
                    else {n: v for n, v in row.traits.items() if n != trait}
                )
        elif getattr(row, name) == after and after != before:
            is_changed = True
            setattr(row, name, before if before is not None or name == "account_id" else "")
    return is_changed


def _known(table: str, by: str, fields: str, where: str, parameters: list[Any]) -> dict[Any, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT it.{by}, coalesce((SELECT jsonb_object_agg(name, value) "  # noqa: S608  our own names
            f"FROM jsonb_each(to_jsonb(it)) AS field (name, value) WHERE name IN {fields}), '{{}}') "
            "|| coalesce((SELECT jsonb_object_agg('.' || name, value) "
            f"FROM jsonb_each(it.traits) AS trait (name, value)), '{{}}') FROM {table} it WHERE {where}",
            parameters,
        )
        return {key: json.loads(known) for key, known in cursor.fetchall()}


def _find(is_verified: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_who")
        cursor.execute(_LOOK_UP)
        cursor.execute(_TO_RESOLVE)
        if due := [_claim(kind, value, since, is_verified) for kind, value, since in cursor.fetchall()]:
            resolve(due)
            cursor.execute(_LOOK_UP)
        cursor.execute("SELECT EXISTS (SELECT 1 FROM customers_who WHERE customer_id IS NULL)")
        if cursor.fetchone()[0]:
            one_at_a_time()
            cursor.execute(_LOOK_UP)
            cursor.execute(_NEW)
            cursor.execute(_CUSTOMERS)
            cursor.execute(_IDENTITIES, {"is_verified": is_verified})
            cursor.execute(_LOOK_UP)
        if is_verified:
            cursor.execute(_VERIFY)


def _claim(kind: str, value: str, since: datetime, is_verified: bool) -> Claim:
    if kind == USER_ID:
        return Claim(since, is_verified, user_id=value)
    if kind == ANONYMOUS_ID:
        return Claim(since, is_verified, anonymous_id=value)
    profile = Profile(email=value) if kind == EMAIL else Profile(phone=value)
    return Claim(since, is_verified, profile=profile)


# Those who were told of but never came, and those who came earlier than was known.
_TO_RESOLVE = """
SELECT kind, value, min(since) FROM customers_who
WHERE identity_id IS NOT NULL AND (customer_id IS NULL OR since < came_at) GROUP BY 1, 2
"""
# Somebody is nobody without an import where no event speaks of them, no other identity is theirs, and no member or
# merge has to do with them.
_NOBODY = """
SELECT c.id FROM customers_customer c WHERE c.id = ANY(%(customers)s) AND c.owner_id IS NULL
    AND (c.traits = '{}' OR c.merged_into_id IS NOT NULL)
    AND (c.merged_into_id IS NULL OR c.merged_into_id = ANY(%(customers)s))
    AND NOT EXISTS (SELECT 1 FROM customers_customer o
        WHERE o.merged_into_id = coalesce(c.merged_into_id, c.id) AND NOT o.id = ANY(%(customers)s))
    AND NOT EXISTS (SELECT 1 FROM customers_merge m WHERE c.id IN (m.customer_id, m.into_id))
    AND NOT EXISTS (SELECT 1 FROM customers_identity i WHERE i.customer_id = c.id AND NOT i.id = ANY(%(identities)s))
    AND NOT EXISTS (SELECT 1 FROM timeline_event e WHERE e.customer_id = c.id)
FOR UPDATE OF c
"""
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS customers_who (
    who bigint PRIMARY KEY, kind text, value text, since timestamptz, identity_id bigint, is_proven boolean,
    customer_id bigint, came_at timestamptz, account_id bigint, is_new boolean NOT NULL DEFAULT false
) ON COMMIT DELETE ROWS;
TRUNCATE customers_who
"""
_LOOK_UP = """
UPDATE customers_who w SET identity_id = i.id, is_proven = i.is_verified, customer_id = i.origin_id,
    came_at = coalesce(o.came_at, o.since), account_id = c.account_id
FROM customers_identity i JOIN customers_customer c ON c.id = i.customer_id
LEFT JOIN customers_customer o ON o.id = i.origin_id WHERE i.kind = w.kind AND i.value = w.value
"""
# Two lines may come by one identity, one of them with more to say.
_NEW = """
WITH first AS (SELECT kind, value, nextval(pg_get_serial_sequence('customers_customer', 'id')) AS id, who
    FROM (SELECT kind, value, min(who) AS who FROM customers_who WHERE customer_id IS NULL GROUP BY 1, 2) AS unknown)
UPDATE customers_who w SET customer_id = first.id, is_new = true FROM first WHERE first.who = w.who
"""
_CUSTOMERS = """
INSERT INTO customers_customer (id, name, language, country, traits, since, came_at)
SELECT customer_id, '', '', '', '{}', since, since FROM customers_who WHERE is_new
"""
_IDENTITIES = """
INSERT INTO customers_identity (customer_id, kind, value, is_verified, since)
SELECT customer_id, kind, value, %(is_verified)s AND kind <> 'anonymous_id', since FROM customers_who WHERE is_new
ORDER BY kind, value ON CONFLICT (kind, value) DO NOTHING
"""
_VERIFY = """
UPDATE customers_identity i SET is_verified = true FROM customers_who w
WHERE i.id = w.identity_id AND NOT w.is_proven AND NOT i.is_verified AND w.kind <> 'anonymous_id'
"""
