import json

import pytest

from nabiz.connectors.commands import create_connector, map_connector, retry_deliveries
from nabiz.connectors.models import Delivery
from nabiz.connectors.working import work_off
from nabiz.customers.models import Customer
from nabiz.imports.commands import undo_import
from nabiz.imports.mappings.toml import loads
from nabiz.imports.models import Import

pytestmark = pytest.mark.django_db
MAPPING = """
title = "Orders of the shop"
key = "{order.id}"

[customer]
email = "{order.buyer.email}"

[[events]]
kind = "order.paid"
at = "{order.paid_at}"
value = "{order.total}"
currency = "{order.currency}"
facts.order = "{order.id}"
"""


def order(number=1, **changes):
    its = {"id": number, "buyer": {"email": "d@acme.test"}, "total": 12.5, "currency": "TRY"}
    return {"event": "paid", "order": its | {"paid_at": "2026-03-01T10:00:00Z"} | changes}


@pytest.fixture
def shop(company):
    connector = create_connector("shop", "webhook", options={"scheme": "path"}, secrets={"secret": "s"})
    return map_connector(connector, loads(MAPPING))


def states(connector):
    return list(Delivery.objects.filter(connector=connector).order_by("pk").values_list("state", flat=True))


def test_deliveries_become_events_by_way_of_the_mapping(shop, deliver, told):
    deliver(shop, order(1), order(2))

    assert told("shop") == [("order.paid", 12.5, {"order": "1"}), ("order.paid", 12.5, {"order": "2"})]
    assert Customer.objects.count() == 1


def test_deliveries_wait_until_there_is_a_mapping(company, deliver, told):
    connector = create_connector("shop", "webhook", options={"scheme": "path"}, secrets={})
    deliver(connector, order())
    assert (states(connector), told("shop")) == (["waiting"], [])

    work_off(map_connector(connector, loads(MAPPING)))
    assert len(told("shop")) == 1


def test_a_bad_one_is_parked_with_its_reason_and_the_rest_goes_in(shop, deliver, told):
    deliver(shop, order(1), order(2, total="much"), b"no json", order(3), [1, 2])

    assert states(shop) == ["done", "parked", "parked", "done", "parked"]
    assert len(told("shop")) == 2
    assert "much" in Delivery.objects.parked().first().problem


def test_parsed_again_after_the_mapping_was_corrected(shop, deliver, told):
    deliver(shop, order(1, total="12,50 TL"))
    assert states(shop) == ["parked"]

    map_connector(
        shop, loads(MAPPING.replace('value = "{order.total}"', 'value = { from = "{order.total}", misfit = "blank" }'))
    )
    assert retry_deliveries(shop) == 1
    work_off(shop)
    assert (states(shop), len(told("shop"))) == (["done"], 1)


def test_one_delivery_may_be_taken_in_again_and_changes_nothing(shop, deliver, told):
    deliver(shop, order(1))
    before = told("shop")
    retry_deliveries(shop, [Delivery.objects.get().pk])
    work_off(shop)

    assert told("shop") == before


def test_a_list_inside_the_delivery_is_many_records(shop, deliver, told):
    shop.options = {"scheme": "path", "rows_at": "data.rows"}
    shop.save()
    deliver(shop, {"data": {"rows": [order(1), order(2), order(3)]}})

    assert len(told("shop")) == 3
    assert Delivery.objects.get().told == "3"


def test_a_form_is_a_record_too(shop, deliver, told):
    map_connector(
        shop,
        loads(
            'title = "Till"\nkey = "{no}"\n[customer]\nphone = "{phone}"\n[[events]]\nkind = "order.paid"\nat = "{at}"\nfacts.order = "{no}"'
        ),
    )
    deliver(shop, b"no=7&phone=%2B905321234567&at=2026-03-01", content_type="application/x-www-form-urlencoded")

    assert told("shop") == [("order.paid", None, {"order": "7"})]


def test_a_day_of_deliveries_is_one_import_that_can_be_undone(shop, deliver, told):
    deliver(shop, order(1))
    deliver(shop, order(2))
    undo_import(Import.objects.get())
    assert told("shop") == []

    deliver(shop, order(3))
    assert [facts["order"] for _, _, facts in told("shop")] == ["3"]


def test_many_are_taken_in_together(shop, deliver, told):
    deliver(shop, *(json.dumps(order(n)).encode() for n in range(150)))

    assert len(told("shop")) == 150
