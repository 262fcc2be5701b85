"""Whatever is imported, the same again changes nothing, and undoing takes it back in any order."""

from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nabiz.customers.models import Account, Customer, Identity
from nabiz.imports.commands import import_records, undo_import
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


def left_when_only(rows_of):
    """The state after these imports, had no other ever run."""
    with transaction.atomic():
        for rows in rows_of:
            import_records(rows, PLAN)
        found = state()
        transaction.set_rollback(True)
    return found


few_of = settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])


class AnyOrder(TestCase):
    @few_of
    @given(files)
    def test_the_same_again_changes_nothing(self, several):
        for rows in several:
            import_records(rows, PLAN)
            once = state()
            import_records(rows, PLAN)
            assert state() == once

    @few_of
    @given(files, st.randoms(use_true_random=False))
    def test_undone_in_any_order_everything_is_as_before(self, several, dice):
        before = state()
        jobs = [import_records(rows, PLAN) for rows in several for _ in range(2)]
        dice.shuffle(jobs)

        for job in jobs:
            undo_import(job)

        assert state() == before

    @few_of
    @given(files, st.data())
    def test_what_is_left_is_as_if_the_undone_had_never_run(self, several, data):
        stay = data.draw(st.lists(st.booleans(), min_size=len(several), max_size=len(several)))
        wanted = left_when_only([rows for rows, stays in zip(several, stay, strict=True) if stays])
        jobs = [(import_records(rows, PLAN), stays) for rows, stays in zip(several, stay, strict=True)]

        for job, _ in data.draw(st.permutations([each for each in jobs if not each[1]])):
            undo_import(job)

        people, _, events = state()
        assert (people, events) == (wanted[0], wanted[2])
