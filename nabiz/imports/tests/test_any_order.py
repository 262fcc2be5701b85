"""Whatever is imported, the same again changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nabiz.customers.models import Account, Customer, Identity
from nabiz.imports.commands import import_records
from nabiz.imports.mappings.toml import loads
from nabiz.timeline.models import Event

PLAN = loads(
    """
title = "Any"
source = "any"
key = "{id}"
[customer]
user_id = "{who}"
name = "{name}"
traits.level = "{level}"
[account]
key = "{firm}"
traits.size = { from = "{size}", as = "integer" }
[[events]]
kind = "order.paid"
at = "{at}"
value = "{value}"
facts.order = "{id}"
"""
)
few = st.sampled_from
row = st.fixed_dictionaries(
    {"id": few("12345"), "who": few("abc"), "name": few(["Ada", "Alan", None]), "level": few(["gold", "silver", None]),
     "firm": few(["acme", "zeta", None]), "size": few([1, 2, None]), "value": few([10, 20]), "at": st.just("2024-01-01T10:00:00Z")}
)  # fmt: skip
files = st.lists(st.lists(row, min_size=1, max_size=4), min_size=1, max_size=4)


def state():
    people = {each.pk: each for each in Customer.objects.all()}
    whose = {i.customer_id: i.value for i in Identity.objects.all()}
    firms = dict(Account.objects.values_list("pk", "key"))
    return (
        {whose.get(pk): (each.name, each.traits, firms.get(each.account_id)) for pk, each in people.items()},
        {each.key: each.traits for each in Account.objects.all()},
        {e.message_id: (e.value, e.facts, whose.get(e.customer_id)) for e in Event.objects.filter(source="any")},
    )


class AnyOrder(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(files)
    def test_the_same_again_changes_nothing(self, several):
        for rows in several:
            import_records(rows, PLAN)
            once = state()
            import_records(rows, PLAN)
            assert state() == once
