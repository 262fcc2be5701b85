"""A row that names only a subscription belongs to whoever has it."""

import io

import pytest
from django.core.management import call_command

from nabiz.customers.models import Account, Customer
from nabiz.imports.commands import import_records, undo_import
from nabiz.imports.mappings.checking import problems_of
from nabiz.imports.mappings.toml import dumps, loads
from nabiz.imports.models import Import
from nabiz.timeline.models import Event

SUBSCRIPTIONS = loads(
    """
source = "billing"
key = "{subscription}"
[customer]
user_id = "{user}"
[account]
key = "{firm}"
[[events]]
kind = "subscription.started"
at = "{at}"
facts.subscription = "{subscription}"
facts.plan = "Pro"
facts.mrr = 10
"""
)
USAGE = loads(
    """
source = "product"
key = "{id}"

[whose]
subscription = "{subscription}"

[account]
key = "{firm}"

[[events]]
kind = "feature.used"
at = "{at}"
facts.feature = "export"
"""
)
AT = "2024-03-01T00:00:00Z"


def tell(*rows):
    keys = ("subscription", "firm", "user")
    return import_records([{"at": AT, **dict(zip(keys, row, strict=True))} for row in rows], SUBSCRIPTIONS)


def use(*numbers, firm=None):
    rows = [{"id": f"U{n}", "at": AT, "subscription": each, "firm": firm} for n, each in enumerate(numbers)]
    return import_records(rows, USAGE)


def whose():
    events = Event.objects.filter(kind="feature.used").order_by("message_id")
    firms, people = dict(Account.objects.values_list("pk", "key")), dict(Customer.objects.values_list("pk", "pk"))
    return [(firms.get(each.account_id), each.customer_id in people) for each in events]


def test_it_is_the_account_and_the_customer_of_the_subscription(company):
    tell(("S-1", "acme", None), ("S-2", None, "ada"), ("S-3", "zeta", "alan"))

    use("S-1", "S-2", "S-3", "S-1")

    assert whose() == [("acme", False), (None, True), ("zeta", True), ("acme", False)]


def test_a_subscription_of_nobody_known_is_a_row_that_cannot_be_taken(company):
    tell(("S-1", "acme", None))

    job = use("S-1", "S-9")

    assert whose() == [("acme", False)]
    assert job.verdicts == [
        (2, "“S-9” (subscription) is not known yet, nor whose it is. Bring in first what tells of it.")
    ]


def test_a_row_that_names_its_account_is_not_looked_up(company):
    job = use("S-9", firm="acme")

    assert (whose(), job.counts.get("bad", 0)) == ([("acme", False)], 0)


def test_the_owner_of_a_corrected_file_counts(company):
    tell(("S-1", "acme", None))
    tell(("S-1", "zeta", None))

    use("S-1")

    assert whose() == [("zeta", False)]


def test_the_same_rows_again_change_nothing(company):
    tell(("S-1", "acme", None), ("S-2", None, "ada"))
    use("S-1", "S-2")

    again = use("S-1", "S-2")

    assert again.counts == {"rows": 2, "taken": 2, "same": 2}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_are_undone_in_any_order(company, order):
    jobs = [tell(("S-1", "acme", None), ("S-2", None, "ada")), use("S-1", "S-2")]

    for n in order:
        undo_import(jobs[n])

    assert not Event.objects.filter(source__in=["billing", "product"]).exists()
    assert (Account.objects.count(), Customer.objects.count()) == (0, 0)


def test_files_that_look_up_are_brought_last_whatever_the_order(company, write):
    usage = write("a.csv", "usage_id,subscription_id,usage_date,feature_name", "U-1,S-1,2024-05-01,export")
    firms = write("b.csv", "subscription_id,account_id,start_date,plan_tier,mrr_amount", "S-1,acme,2024-03-01,Pro,49")
    out = io.StringIO()

    call_command("import", str(usage), str(firms), stdout=out)

    assert whose() == [("acme", False)]
    assert list(Import.objects.order_by("pk").values_list("file_name", flat=True)) == ["b.csv", "a.csv"]


def test_a_mapping_that_looks_up_survives_being_written():
    assert loads(dumps(USAGE)) == USAGE
    assert "[whose]\nsubscription = " in dumps(USAGE)


def test_only_things_with_a_number_have_owners():
    plan = loads(dumps(USAGE).replace("[whose]\nsubscription", "[whose]\nplan"))

    assert list(problems_of(plan)) == ["“plan” is no whose. Choose from: subscription, order, invoice, conversation."]
