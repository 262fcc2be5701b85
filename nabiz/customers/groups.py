"""Accounts as sources tell of them, whichever order that comes in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nabiz.customers import registers, search
from nabiz.customers.claims import Claim, Group
from nabiz.customers.models import Account
from nabiz.customers.registers import CLAIMED, PROVEN
from nabiz.customers.writing import write_rows


def take_groups(claims: Sequence[Claim]) -> dict[str, int]:
    """The accounts that groups name, by key; made where they were unknown."""
    told: dict[str, list[tuple[Claim, Group]]] = defaultdict(list)
    for claim in claims:
        if claim.group:
            told[claim.group.key].append((claim, claim.group))
    keys = sorted(told)
    new = set(keys) - set(Account.objects.filter(key__in=keys).values_list("key", flat=True))
    Account.objects.bulk_create(
        [Account(key=key, name=key, since=min(claim.at for claim, _ in told[key])) for key in sorted(new)],
        ignore_conflicts=True,
    )
    rows = {str(each.key): each for each in Account.objects.select_for_update().filter(key__in=keys).order_by("pk")}
    changed = [rows[key] for key in keys if _take(rows[key], told[key])]
    write_rows(changed, ["name", "domain", "traits", "since", "told"])
    search.refresh_accounts({row.pk for row in changed} | {rows[key].pk for key in new})
    return {key: row.pk for key, row in rows.items()}


def note_account_edit(row: Account, names: Sequence[str], *, at: datetime) -> None:
    """A member changed an account: that counts as said of it, at this moment."""
    facts = facts_of_account(row)
    said = {name: getattr(row, name) for name in ("name", "domain") if name in names}
    registers.tell(facts, said, {}, at, PROVEN)
    Account.objects.filter(pk=row.pk).update(told=facts)


def facts_of_account(row: Account) -> registers.Facts:
    """The key stands for a name that nobody told, so any name goes before it."""
    if row.told is not None:
        return dict(row.told)
    columns = {"name": row.name if row.name != row.key else "", "domain": row.domain}
    return registers.from_columns(columns, row.traits, row.since)


def _take(row: Account, told: Sequence[tuple[Claim, Group]]) -> bool:
    before = (row.name, row.domain, row.traits, row.since, row.told)
    facts: dict[str, Any] = facts_of_account(row)
    facts[registers.TRAITS] = dict(facts.get(registers.TRAITS, {}))
    for claim, group in told:
        at = claim.told_at or claim.at
        said = {name: value for name in ("name", "domain") if (value := getattr(group, name))}
        registers.tell(facts, said, group.traits, at, PROVEN if claim.is_verified else CLAIMED)
        row.since = min(row.since, claim.at)
    values, row.traits = registers.together([(False, facts)])
    row.name, row.domain, row.told = values.get("name") or str(row.key), values.get("domain", ""), facts
    return before != (row.name, row.domain, row.traits, row.since, row.told)
