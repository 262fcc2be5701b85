"""What messages tell about customers and their accounts, written down; what was new is reported."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.commands import refresh_account_search
from nabiz.customers.models import Account, Customer, Identity

COLUMNS = ("name", "language", "country")
MOST_TRAITS = 200

About = tuple[Claim, int]


@dataclass
class Learnt:
    """Whose rows changed, which account each customer belongs to now, and what each claim added, by its place."""

    customers: set[int] = field(default_factory=set)
    accounts: dict[int, int | None] = field(default_factory=dict)
    news: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def learn(about: Sequence[About]) -> Learnt:
    """Apply profiles and groups in order. What a browser claims never overwrites what is known of a proven customer."""
    learnt = Learnt()
    telling = [(index, claim, pk) for index, (claim, pk) in enumerate(about) if claim.profile or claim.group]
    if not telling:
        return learnt
    ids = {pk for _, _, pk in telling}
    rows = Customer.objects.select_for_update().order_by("pk").in_bulk(list(ids))
    proven = set(Identity.objects.filter(customer_id__in=ids, is_verified=True).values_list("customer_id", flat=True))
    accounts = accounts_told([(claim.group, claim.is_verified) for _, claim, _ in telling if claim.group])
    for index, claim, pk in telling:
        may_overwrite = claim.is_verified or pk not in proven
        news = _take_profile(rows[pk], claim.profile, may_overwrite) if claim.profile else []
        if claim.group:
            news += _take_account(rows[pk], accounts[claim.group.key], may_overwrite)
        if news:
            learnt.news[index] = news
            learnt.customers.add(pk)
    changed = [rows[pk] for pk in sorted(learnt.customers)]
    Customer.objects.bulk_update(changed, [*COLUMNS, "traits", "account"], batch_size=500)
    learnt.accounts = {pk: row.account_id for pk, row in rows.items()}
    return learnt


def _take_profile(row: Customer, profile: Profile, may_overwrite: bool) -> list[str]:
    news = []
    for column in COLUMNS:
        told = getattr(profile, column)
        if told and told != getattr(row, column) and (may_overwrite or not getattr(row, column)):
            setattr(row, column, told)
            news.append(column)
    row.traits, changed = _merged(row.traits, profile.traits, may_overwrite)
    return news + changed


def _merged(known: dict[str, Any], told: Mapping[str, Any], may_overwrite: bool) -> tuple[dict[str, Any], list[str]]:
    """Traits after the telling, and the names of those that changed. A null takes a trait away."""
    traits, changed = dict(known), []
    for name, value in told.items():
        if name in traits and (traits[name] == value or not may_overwrite):
            continue
        if value is None:
            if traits.pop(name, None) is not None:
                changed.append(name)
        elif name in traits or len(traits) < MOST_TRAITS:
            traits[name] = value
            changed.append(name)
    return traits, changed


def _take_account(row: Customer, account: Account, may_overwrite: bool) -> list[str]:
    if row.account_id == account.pk or (row.account_id and not may_overwrite):
        return []
    row.account = account
    return ["account"]


def accounts_told(told: Iterable[tuple[Group, bool]]) -> dict[str, Account]:
    """The accounts by key, made where they were unknown. Only a trusted source changes one that exists."""
    told = list(told)
    keys = sorted({group.key for group, _ in told})
    new = set(keys) - set(Account.objects.filter(key__in=keys).values_list("key", flat=True))
    Account.objects.bulk_create([Account(key=key, name=key) for key in sorted(new)], ignore_conflicts=True)
    locked = Account.objects.select_for_update().filter(key__in=keys).order_by("pk")
    accounts = {str(account.key): account for account in locked}
    changed = {
        group.key
        for group, is_verified in told
        if (is_verified or group.key in new) and _take_group(accounts[group.key], group)
    }
    Account.objects.bulk_update(
        [accounts[key] for key in sorted(changed)], ["name", "domain", "traits"], batch_size=500
    )
    refresh_account_search(accounts[key].pk for key in changed | new)
    return accounts


def _take_group(account: Account, group: Group) -> bool:
    before = (account.name, account.domain, account.traits)
    account.name = group.name or account.name
    account.domain = group.domain or account.domain
    account.traits, _ = _merged(account.traits, group.traits, may_overwrite=True)
    return before != (account.name, account.domain, account.traits)
