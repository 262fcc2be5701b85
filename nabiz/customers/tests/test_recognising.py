from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.identities import identify, resolve
from nabiz.customers.merging import merge_customers, unmerge
from nabiz.customers.models import Account, Customer, Identity, Merge, Tie
from nabiz.customers.queries import one_person

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def server(**said):
    return Claim(at=AT, is_verified=True, **said)


def browser(**said):
    return Claim(at=AT, is_verified=False, **said)


def person(claim):
    """Whoever stands for the person, whichever of their sides the claim came to."""
    side = Customer.objects.get(pk=identify(claim).customer_id)
    return side.merged_into_id or side.pk


def who(**said):
    return person(server(**said))


def identities_of(customer_id):
    return set(Identity.objects.filter(customer_id=customer_id).values_list("kind", "value"))


def test_the_same_user_id_is_the_same_customer():
    assert who(user_id="u1") == who(user_id="u1") != who(user_id="u2")


def test_a_visitor_becomes_the_user_who_signs_in():
    visitor = person(browser(anonymous_id="a1"))
    user = who(user_id="u1", anonymous_id="a1")

    assert user == person(browser(anonymous_id="a1"))
    assert visitor in one_person(user)
    assert identities_of(user) == {("user_id", "u1"), ("anonymous_id", "a1")}


def test_a_visitor_joins_the_user_who_was_known_before():
    user, visitor = who(user_id="u1"), who(anonymous_id="a1")

    assert who(user_id="u1", anonymous_id="a1") == user
    assert who(anonymous_id="a1") == user
    assert visitor in one_person(user)


def test_a_device_that_two_users_share_stays_with_the_first():
    first = who(user_id="u1", anonymous_id="a1")
    second = who(user_id="u2", anonymous_id="a1")

    assert first != second
    assert who(anonymous_id="a1") == first
    assert len(one_person(second)) == 1


def test_a_browser_cannot_join_a_customer_whose_mail_is_proven():
    proven = who(anonymous_id="a1", profile=Profile(email="deniz@acme.test"))

    assert person(browser(user_id="u9", anonymous_id="a1")) != proven


def test_a_mail_from_a_server_joins_those_whose_user_ids_agree():
    by_mail = who(profile=Profile(email="deniz@acme.test"))

    assert by_mail in one_person(who(user_id="u1", profile=Profile(email="deniz@acme.test")))


def test_a_mail_does_not_join_two_users():
    first = who(user_id="u1", profile=Profile(email="info@acme.test"))
    second = who(user_id="u2", profile=Profile(email="info@acme.test"))

    assert first != second
    assert ("email", "info@acme.test") in identities_of(first)


def test_a_mail_that_was_only_claimed_goes_to_the_one_who_proves_it():
    claimed = person(browser(anonymous_id="a1", profile=Profile(email="deniz@acme.test")))
    proven = who(user_id="u1", profile=Profile(email="deniz@acme.test"))

    assert proven != claimed
    assert ("email", "deniz@acme.test") in identities_of(proven)


def test_a_browser_does_not_overwrite_what_a_server_said():
    customer = who(user_id="u1", profile=Profile(name="Deniz Kaya", traits={"plan": "pro"}))
    identify(browser(user_id="u1", profile=Profile(name="Hacked", traits={"plan": "free", "city": "İzmir"})))

    row = Customer.objects.get(pk=customer)
    assert (row.name, row.traits) == ("Deniz Kaya", {"plan": "pro", "city": "İzmir"})


def test_being_told_the_same_again_is_no_news():
    told = server(user_id="u1", profile=Profile(name="Deniz", traits={"plan": "pro"}))

    assert identify(told).news == ["name", "plan"]
    assert identify(told).news == []


def test_a_null_takes_a_trait_away():
    who(user_id="u1", profile=Profile(traits={"plan": "pro"}))

    assert identify(server(user_id="u1", profile=Profile(traits={"plan": None}))).news == ["plan"]
    assert Customer.objects.get().traits == {}


def test_a_group_makes_the_account_and_joins_it():
    known = identify(server(user_id="u1", group=Group("acme", name="Acme Sahne")))

    assert Account.objects.get().name == "Acme Sahne"
    assert known.account_id == Account.objects.get().pk == identify(server(user_id="u1")).account_id


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_alias_may_come_before_or_after_what_it_explains(order):
    told = [server(user_id="old"), server(user_id="new", previous_id="old")]
    for index in order:
        identify(told[index])

    assert who(user_id="old") == who(user_id="new")


def test_an_alias_told_again_changes_nothing():
    who(anonymous_id="a1"), who(user_id="u1")
    told = {who(user_id="u1", previous_id="a1") for _ in range(3)}

    assert told == {who(anonymous_id="a1")}
    assert Tie.objects.count() == 2


def test_a_merge_can_be_taken_back(ana):
    first, second = (Customer.objects.get(pk=who(user_id=name)) for name in ("u1", "u2"))
    merge_customers(second, into=first, by=ana)
    assert who(user_id="u2") == first.pk

    unmerge(second, by=ana)

    assert who(user_id="u2") == second.pk
    assert not Merge.objects.exists()


def test_parting_the_middle_of_a_chain_keeps_who_came_with_them(ana):
    x, a, u = (Customer.objects.get(pk=who(user_id=name)) for name in ("x", "a", "u"))
    merge_customers(x, into=a, by=ana)
    merge_customers(a, into=u, by=ana)
    assert Customer.objects.get(pk=x.pk).merged_into_id == u.pk

    unmerge(a, by=ana)

    assert Customer.objects.get(pk=x.pk).merged_into_id == a.pk == who(user_id="x")


def test_merging_is_announced_once(ana, timeline):
    first, second = (Customer.objects.get(pk=who(user_id=name)) for name in ("u1", "u2"))
    merge_customers(second, into=first, by=ana)
    merge_customers(second, into=first, by=ana)

    assert timeline(first) == ["customer.merged"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_customer():
    def go(_):
        try:
            return identify(server(user_id="u1", anonymous_id="a1")).customer_id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(go, range(24)))) == 1
    assert Customer.objects.count() == 1


IDS = st.sampled_from(["", "p", "q", "r"])
CLAIMS = st.builds(
    lambda user, anonymous, previous, mail, trusted: Claim(
        at=AT,
        is_verified=trusted,
        user_id=user,
        anonymous_id=anonymous,
        previous_id=previous if user else "",
        profile=Profile(email=f"{mail}@x.test") if mail else None,
    ),
    IDS, IDS, IDS, IDS, st.booleans(),
).filter(lambda claim: claim.user_id or claim.anonymous_id)  # fmt: skip


class WhateverIsTold(HypothesisCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(CLAIMS, min_size=1, max_size=8))
    def test_saying_everything_again_at_once_changes_nothing(self, claims):
        for claim in claims:
            identify(claim)
        resolve(claims)
        before = list(Identity.objects.order_by("pk").values_list("customer_id", "kind", "value", "is_verified"))

        again = resolve(claims)

        assert before == list(
            Identity.objects.order_by("pk").values_list("customer_id", "kind", "value", "is_verified")
        )
        assert [known.news for known in again if known.news] == []
        assert not Identity.objects.exclude(customer__merged_into=None).exists()
