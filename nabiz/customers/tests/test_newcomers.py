"""Whoever is new is written down as a table, and it comes to what the rules come to for each of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.identities import resolve
from nabiz.customers.models import Account, Customer, Identity, Tie, Told
from nabiz.customers.newcomers import meet

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
CLAIMS = [
    Claim(NOON, True, "u1", profile=Profile("ada@acme.test", "+905321112233", "Ada Işık", "tr", "TR", {"plan": "pro"})),
    Claim(NOON, True, "u2", "phone-2", profile=Profile("info@acme.test", name="Front desk")),
    Claim(NOON, True, profile=Profile("alan@gmail.com", "+905321112244"), group=Group("acme", "Acme")),
    Claim(NOON, True, profile=Profile("destek@zeta.test", "+905321112255", traits={"b": 2, "a": [1]})),
    Claim(NOON, True, profile=Profile(phone="+905321112266"), told_at=NOON + timedelta(days=1)),
    Claim(NOON, True, "u6", group=Group("zeta")),
]
COLUMNS = (
    "name", "language", "country", "account__key", "traits", "since", "came_at", "gives_way", "merged_into", "search",
    "sort_tr", "sort_en",
)  # fmt: skip


def state():
    """Everything that is known, without the numbers of the rows."""
    identities = Identity.objects.order_by("kind", "value")
    flags = ("is_verified", "is_told", "is_hearsay", "is_shared", "is_contested", "since")
    return (
        list(Customer.objects.order_by("since", "search").values_list(*COLUMNS)),
        list(identities.values_list("kind", "value", "customer__search", "origin__search", "parent__value", *flags)),
        sorted(Tie.objects.values_list("one__value", "other__value", "proven_at", "claimed_at")),
        sorted((told.customer.search, repr(sorted(told.facts.items()))) for told in Told.objects.all()),
        list(Account.objects.order_by("key").values_list("key", "name", "since", "traits")),
    )


def as_resolved(claims):
    with transaction.atomic():
        resolve(claims)
        found = state()
        transaction.set_rollback(True)
    return found


def test_newcomers_become_what_the_rules_make_of_them(acme):
    Account.objects.create(key="zeta", name="Zeta")
    wanted = as_resolved(CLAIMS)

    met = meet(CLAIMS)

    assert sorted(met) == list(range(len(CLAIMS)))
    for got, due in zip(state(), wanted, strict=True):
        assert got == due


@pytest.mark.parametrize(
    "claim",
    [
        Claim(NOON, True, "u1", profile=Profile("deniz@acme.test")),
        Claim(NOON, False, "u1"),
        Claim(NOON, True, anonymous_id="device"),
        Claim(NOON, True, "u1", previous_id="u0"),
        Claim(NOON, True),
    ],
    ids=["known address", "not trusted", "only a device", "an alias", "nobody"],
)
def test_whoever_is_more_than_new_is_left_to_the_rules(claim, deniz):
    assert meet([claim]) == {}


def test_two_who_name_one_address_are_left_to_the_rules(db):
    claims = [Claim(NOON, True, user, profile=Profile("both@acme.test")) for user in ("u1", "u2")]

    assert list(meet([*claims, Claim(NOON, True, "u3")])) == [2]
