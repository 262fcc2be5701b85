from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.commands import assign_owner, change_customer
from nabiz.customers.identities import identify, resolve
from nabiz.customers.merging import judge_identity, merge_customers, unmerge
from nabiz.customers.models import Customer, Identity
from nabiz.customers.queries import merges_of, one_person
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.models import Event

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def told(user, hour=0, **said):
    profile = Profile(**said) if said else None
    return Claim(at=AT + timedelta(hours=hour), is_verified=True, user_id=user, profile=profile)


def side(user):
    return Identity.objects.get(kind="user_id", value=user).origin


def as_seen(user):
    """All that can be seen of the person whom this user id belongs to."""
    row = side(user)
    root = row.merged_into or row
    return {
        "known": (root.name, root.language, root.country, root.traits, root.account_id, root.owner_id, root.since),
        "found by": (root.search, root.sort_tr),
        "identities": sorted(root.identities.values_list("kind", "value", "is_verified")),
        "timeline": sorted(
            Event.objects.filter(customer_id__in=one_person(root.pk), source="shop").values_list(
                "message_id", flat=True
            )
        ),
    }


@pytest.fixture
def two(owner):
    identify(Claim(at=AT, is_verified=True, user_id="u1", group=Group("acme", name="Acme")))
    resolve([told("u1", name="Deniz", email="deniz@acme.test", traits={"plan": "pro"})])
    resolve(
        [told("u2", 5, name="D. Kaya", phone="+905321234567", language="tr", traits={"plan": "free", "city": "İzmir"})]
    )
    assign_owner([side("u2").pk], owner.pk, by=owner)
    return side("u1"), side("u2")


def a_hundred_events():
    """By either user id, by an address, and telling more about both."""
    claims = [told(f"u{1 + number % 2}", number) for number in range(96)]
    claims += [
        told("u1", 100, name="Deniz Kaya", country="TR", traits={"plan": "team"}),
        told("u2", 101, traits={"city": None, "seats": 3}),
        Claim(at=AT + timedelta(hours=102), is_verified=True, profile=Profile(phone="+905321234567", name="D.")),
        Claim(at=AT + timedelta(hours=103), user_id="u2", anonymous_id="phone-of-deniz"),
    ]
    with transaction.atomic():
        append_events(
            [
                Draft("Song Sung", claim.at, customer_id=known.customer_id, source="shop", message_id=f"m{number}")
                for number, (claim, known) in enumerate(zip(claims, resolve(claims), strict=True))
            ]
        )


def test_undoing_a_merge_after_a_hundred_events_is_as_if_it_had_never_been(two, ana):
    with transaction.atomic():
        savepoint = transaction.savepoint()
        a_hundred_events()
        without = as_seen("u1"), as_seen("u2")
        transaction.savepoint_rollback(savepoint)
    merge_customers(two[1], into=two[0], by=ana)
    a_hundred_events()
    assert len(as_seen("u1")["timeline"]) == 100

    unmerge(two[1], by=ana)

    assert (as_seen("u1"), as_seen("u2")) == without
    assert len(without[0]["timeline"]) + len(without[1]["timeline"]) == 100


def test_the_kept_one_keeps_and_the_other_fills_gaps(two, ana, owner):
    merge_customers(two[1], into=two[0], by=ana)

    kept = Customer.objects.get(pk=two[0].pk)
    assert (kept.name, kept.language, kept.owner_id) == ("Deniz", "tr", owner.pk)
    assert kept.traits == {"plan": "pro", "city": "İzmir"}
    assert {value for _, value in kept.identities.values_list("kind", "value")} >= {"deniz@acme.test", "+905321234567"}


def test_what_a_member_changes_meanwhile_stays_with_the_side_that_stood_for_both(two, ana):
    merge_customers(two[1], into=two[0], by=ana)
    change_customer(Customer.objects.get(pk=two[0].pk), by=ana, name="Deniz K.", traits={"plan": "pro"})
    assert Customer.objects.get(pk=two[0].pk).traits == {"plan": "pro"}

    unmerge(two[1], by=ana)

    names = [Customer.objects.get(pk=each.pk).name for each in two]
    assert names == ["Deniz K.", "D. Kaya"]
    assert Customer.objects.get(pk=two[1].pk).traits == {"plan": "free", "city": "İzmir"}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_a_chain_can_be_taken_apart_in_any_order(order, ana):
    resolve([told(f"u{number}", number, name=f"Name {number}") for number in range(4)])
    before = [as_seen(f"u{number}") for number in range(4)]
    for number in range(3):
        merge_customers(side(f"u{number}"), into=side(f"u{number + 1}"), by=ana)
    assert as_seen("u0")["known"][0] == "Name 3"

    for number in order:
        unmerge(side(f"u{number}"), by=ana)

    assert [as_seen(f"u{number}") for number in range(4)] == before


def test_merges_in_both_directions_can_be_taken_back_one_by_one(two, ana):
    first, second = two
    merge_customers(first, into=second, by=ana)
    merge_customers(second, into=first, by=ana)
    unmerge(first, into=second, by=ana)
    assert [merge.customer_id for merge in merges_of(first)] == [second.pk]

    unmerge(second, by=ana)

    assert one_person(first.pk) == [first.pk]


def test_an_automatic_recognition_can_be_overruled(ana):
    by_mail = identify(Claim(at=AT, is_verified=True, profile=Profile(email="deniz@acme.test"))).customer_id
    resolve([told("u1", email="deniz@acme.test")])
    assert by_mail in one_person(side("u1").pk)

    unmerge(Customer.objects.get(pk=by_mail), by=ana)
    resolve([told("u1", 3, email="deniz@acme.test")])

    assert one_person(side("u1").pk) == [side("u1").pk]


def test_a_family_phone_joins_nobody():
    call = Claim(at=AT, is_verified=True, profile=Profile(phone="+905321234567"))
    caller = identify(call).customer_id
    resolve([told("u1", phone="+905321234567"), told("u2", phone="+905321234567")])

    assert identify(call).customer_id == caller
    assert one_person(caller) == [caller]
    assert Identity.objects.get(kind="phone").is_contested


def test_a_phone_of_two_users_joins_again_once_they_are_one(ana):
    caller = identify(Claim(at=AT, is_verified=True, profile=Profile(phone="+905321234567"))).customer_id
    resolve([told("u1", phone="+905321234567"), told("u2", phone="+905321234567")])

    merge_customers(side("u2"), into=side("u1"), by=ana)

    assert caller in one_person(side("u1").pk)


def test_a_role_address_is_kept_as_contact_and_joins_nobody():
    mailbox = identify(Claim(at=AT, is_verified=True, profile=Profile(email="destek@acme.test"))).customer_id
    resolve([told("u1", email="destek@acme.test")])

    assert one_person(mailbox) == [mailbox]


def test_a_member_may_say_who_an_address_belongs_to_and_take_it_back(ana):
    mailbox = identify(Claim(at=AT, is_verified=True, profile=Profile(email="info@kaya.test"))).customer_id
    resolve([told("u1", email="info@kaya.test")])
    address = Identity.objects.get(kind="email")

    judge_identity(address, is_shared=False, by=ana)
    assert mailbox in one_person(side("u1").pk)

    judge_identity(address, is_shared=None, by=ana)
    assert one_person(mailbox) == [mailbox]
