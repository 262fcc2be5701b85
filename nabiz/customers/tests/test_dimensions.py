import json

import pytest

from nabiz.customers.commands import create_segment
from nabiz.customers.dimensions import PILE, version
from nabiz.customers.models import Change, Customer
from nabiz.timeline.mirror.dimensions import dimension


def test_an_event_finds_its_person_whichever_id_it_carries(deniz):
    twin = Customer.objects.create(merged_into=deniz, traits={"a": 1})

    rows = dimension("customers").table().to_pylist()
    assert [(row["customer_id"], row["canonical_id"]) for row in rows] == [(deniz.pk, deniz.pk), (twin.pk, deniz.pk)]
    assert json.loads(rows[1]["traits"]) == {"a": 1}


def test_accounts_have_their_names(acme):
    assert dimension("accounts").table().to_pylist() == [{"account_id": acme.pk, "name": "Acme Sahne"}]


def test_members_of_a_segment_are_those_whom_its_filter_means(deniz, owner):
    Customer.objects.create(language="en")
    create_segment("Turkish", "language=tr", by=owner)

    assert dimension("segments").table().to_pylist() == [{"customer_id": deniz.pk, "segment": "turkish"}]


def test_without_segments_the_table_is_empty_and_typed(db):
    assert str(dimension("segments").table().schema.field("segment").type) == "string"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Customer.objects.create(),
        lambda: Customer.objects.update(country="TR"),
        lambda: Customer.objects.bulk_create([Customer(), Customer()]),
        lambda: Customer.objects.all().delete(),
    ],
)
def test_every_change_makes_another_version(deniz, change):
    before = version("customers")
    change()

    assert version("customers") != before


def test_a_statement_that_changed_nothing_keeps_the_version(deniz):
    before = version("customers")
    Customer.objects.filter(pk=0).update(country="TR")

    assert version("customers") == before


def test_a_high_pile_of_changes_is_added_up(db):
    Change.objects.bulk_create(Change(of="customers") for _ in range(PILE + 1))
    before = version("customers")

    assert version("customers") == before
    assert Change.objects.count() == 1
