from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.customers.chips import sentence_of
from nabiz.customers.commands import create_segment
from nabiz.customers.filters import parse_filter
from nabiz.customers.models import Account, Customer
from nabiz.customers.queries import customers_matching
from nabiz.timeline.commands import Draft, append_events

NOW = timezone.now()


def happened(customer, kind, days_ago, value=None, **facts):
    at = NOW - timedelta(days=days_ago)
    with transaction.atomic():
        append_events([Draft(kind, at, customer_id=customer.pk, value=value, currency="TRY", facts=facts)])


def names(*pairs):
    return " ".join(customers_matching(urlencode(pairs)).order_by("name").values_list("name", flat=True))


@pytest.fixture
def people(company):
    firm = Account.objects.create(name="Büyük", traits={"tier": "gold"})
    ayse = Customer.objects.create(name="Ayse", account=firm, traits={"plan": "pro", "seats": 5, "ends": "2026-03-01"})
    bob = Customer.objects.create(name="Bob", account=firm, traits={"plan": "free", "seats": "12"})
    can = Customer.objects.create(name="Can")
    for days in (10, 40):
        happened(ayse, "order.paid", days, Decimal(150), order=str(days))
    happened(bob, "order.paid", 100, Decimal(20), order="b")
    happened(bob, "user.signed_in", 3)
    happened(ayse, "user.signed_in", 200)
    happened(ayse, "survey.answered", 90, measure="nps", score=9)
    happened(ayse, "survey.answered", 9, measure="nps", score=6)
    happened(bob, "subscription.started", 50, subscription="s", plan="pro", mrr="60000")
    happened(can, "gate.opened", 5, door="north")
    return ayse, bob, can


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ("did order.paid >= 2 within 90d", "Ayse"),
        ("did order.paid >= 1", "Ayse Bob"),
        ("did order.paid", "Ayse Bob"),
        ("did order.paid = 0 within 30d", "Bob Can"),
        ("did order.paid ≤ 1", "Bob Can"),
        ("did order.paid >= 1 where value > 100", "Ayse"),
        ("did order.paid >= 1 where value > 100 and order = 10", "Ayse"),
        ("did gate.opened >= 1 where door = north", "Can"),
        ("did order.paid before 60d", "Bob"),
        ("first order.paid within 50d", "Ayse"),
        ("last user.signed_in before 30d", "Ayse"),
        ("figure.last_nps <= 6", "Ayse"),
        ("figure.last_nps != 6", "Bob Can"),
        ("figure.last_nps empty", "Bob Can"),
        ("figure.order_value >= 300", "Ayse"),
        ("figure.order_value < 100", "Bob Can"),
        ("figure.mrr > 50000", "Bob"),
        ("account.figure.mrr > 50000", "Ayse Bob"),
        ("account.trait.tier = gold", "Ayse Bob"),
        ("account.name contains buyuk", "Ayse Bob"),
        ("trait.seats >= 5", "Ayse Bob"),
        ("trait.seats > 5", "Bob"),
        ("trait.ends < 2026-04-01", "Ayse"),
        ("trait.plan != pro", "Bob Can"),
        ("trait.plan empty", "Can"),
        ("name contains A", "Ayse Can"),
        ("since >= 2020-01-01", "Ayse Bob Can"),
    ],
)
def test_a_condition_means_what_it_says(people, condition, who):
    assert names(("all", condition)) == who


def test_groups_combine(people, owner):
    create_segment("Buyers", urlencode([("all", "did order.paid")]), by=owner)

    assert names(("all", "segment buyers"), ("none", "did user.signed_in within 30d")) == "Ayse"
    assert names(("any", "did gate.opened"), ("any", "figure.mrr > 1")) == "Bob Can"
    assert names(("segment", "buyers"), ("any", "trait.plan = free")) == "Bob"


def test_what_a_merged_customer_did_counts_for_the_one_they_became(people):
    ayse, bob, _can = people
    Customer.objects.filter(pk=ayse.pk).update(merged_into=bob)

    assert names(("all", "did order.paid >= 3")) == "Bob"


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("did order.payed", "Near it are: order.placed, order.paid"),
        ("did order.paid where colour = red", "“order.paid” has no fact “colour”; choose one of: order, items"),
        ("figure.nps > 1", "There is no figure “nps”; choose one of: last_nps"),
        ("figure.last_nps > x", "“x” is neither a number nor a day"),
        ("figure.last_nps = x", "“x” is not a number"),
        ("plan = pro", "“plan” is nothing that can be compared; choose one of: name"),
        ("trait.plan ~ pro", "“~” is no comparison; choose one of: ="),
        ("did order.paid within ages", "“within ages” is no time"),
        ("segment nobody", "There is no segment “nobody”."),
        ("trait.x = 'a", "A quotation mark is missing"),
    ],
)
def test_what_makes_no_sense_is_explained_with_the_choices(people, condition, sentence):
    assert sentence in " ".join(parse_filter(urlencode([("all", condition)])).problems)
    assert names(("all", condition)) == ""


def test_a_filter_reads_as_one_sentence_in_both_languages(people):
    chosen = parse_filter(
        urlencode([("all", "did order.paid >= 2 within 90d"), ("none", "did user.signed_in within 30d")])
    )

    with translation.override("en"):
        assert sentence_of(chosen) == (
            "“Order paid” at least 2 times in the last 90 days; none of: “Signed in” at least once in the last 30 days."
        )
    with translation.override("tr"):
        assert "son 90 günde en az 2 kez" in sentence_of(chosen)


KINDS = ("order.paid", "user.signed_in")
EVENT = st.tuples(st.integers(0, 3), st.sampled_from(KINDS), st.integers(0, 60), st.integers(0, 5))
RULE = st.tuples(
    st.sampled_from(["all", "any", "none"]),
    st.sampled_from(KINDS),
    st.sampled_from(["=", "!=", ">", ">=", "<", "<="]),
    st.integers(0, 3),
    st.sampled_from([None, 10, 30]),
    st.sampled_from([None, 2]),
)
OPS = {
    "=": int.__eq__, "!=": int.__ne__, ">": int.__gt__, ">=": int.__ge__, "<": int.__lt__, "<=": int.__le__,
}  # fmt: skip


def plainly(person, rule, events):
    _group, kind, op, times, within, more_than = rule
    fits = [e for e in events if e[0] == person and e[1] == kind and (within is None or e[2] < within)]
    return OPS[op](len([e for e in fits if more_than is None or e[3] > more_than]), times)


def written(rule):
    group, kind, op, times, within, more_than = rule
    span = f" within {within}d" if within else ""
    return group, f"did {kind} {op} {times}{span}" + (f" where value > {more_than}" if more_than else "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(events=st.lists(EVENT, max_size=15), rules=st.lists(RULE, min_size=1, max_size=4))
def test_sets_in_sql_are_what_plain_python_finds(company, events, rules):
    with transaction.atomic():
        rows = Customer.objects.bulk_create([Customer(name=str(n)) for n in range(4)])
        start = timezone.now() - timedelta(seconds=30)
        append_events(
            [
                Draft(kind, start - timedelta(days=d), customer_id=rows[p].pk, value=Decimal(v))
                for p, kind, d, v in events
            ]
        )
        found = set(customers_matching(urlencode([written(rule) for rule in rules])).values_list("name", flat=True))
        transaction.set_rollback(True)
    held = {p: [(r[0], plainly(p, r, events)) for r in rules] for p in range(4)}
    some = any(r[0] == "any" for r in rules)
    expected = {
        str(p)
        for p, truths in held.items()
        if all(t for g, t in truths if g == "all")
        and not any(t for g, t in truths if g == "none")
        and (not some or any(t for g, t in truths if g == "any"))
    }
    assert found == expected
