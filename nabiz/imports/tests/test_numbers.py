"""Numbers with a point, and words that stand for nothing, wherever a mapping may put them."""

from nabiz.customers.models import Customer
from nabiz.imports.commands import import_records
from nabiz.imports.mappings.toml import loads
from nabiz.timeline.models import Event

PLAN = loads(
    """
title = "Contracts"
source = "contracts"
each = "{contract}"
reading = { blank = "?" }
[customer]
user_id = "{who}"
traits.charges = { from = "{charges}", as = "number" }
[[events]]
kind = "subscription.started"
at = ["{signed}", "{begun}"]
when = ["{plan} is not empty"]
facts.subscription = "{contract}"
facts.plan = "{plan}"
facts.mrr = "{monthly}"
"""
)
ROW = {"contract": "1", "who": "ada", "charges": "29.85", "signed": "?", "begun": "2024-01-01", "plan": "Home", "monthly": "9.90"}  # fmt: skip


def test_amounts_are_told_of_customers_and_of_things_with_several_rows(company):
    import_records([ROW, ROW | {"charges": "31.10"}], PLAN)

    assert Customer.objects.get().traits == {"charges": 31.1}
    assert Event.objects.get(kind="subscription.started").facts["mrr"] == "9.9"


def test_a_word_that_stands_for_nothing_is_empty_everywhere(company):
    import_records([ROW | {"plan": "?"}, ROW | {"contract": "2"}], PLAN)

    assert [event.facts["subscription"] for event in Event.objects.filter(source="contracts")] == ["2"]
