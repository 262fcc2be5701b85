import orjson
import pytest

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.models import Customer
from nabiz.intake.drain import drain_once
from nabiz.intake.models import Delivery, Verdict
from nabiz.intake.reading import read
from nabiz.intake.tests.client import track


@pytest.fixture
def deniz_sent(post, shop):
    """Deniz is known, with one event on the timeline, one rejected, and one in a delivery that was set aside."""
    told = {"type": "identify", "userId": "deniz-17", "traits": {"email": "deniz@acme.test"}}
    rejected = track("order.paid", userId="someone", properties={"mail": "Deniz@Acme.test"})
    post("/v1/batch", {"batch": [told, track(userId="deniz-17"), track(userId="other-1"), rejected]})
    drain_once()
    parked = orjson.dumps({"batch": [track(userId="deniz-17"), track(userId="other-1")]})
    Delivery.objects.create(source=shop, call="batch", events=2, body=parked, attempts=3)
    return Customer.objects.get(identities__value="deniz-17")


def test_an_erased_customer_is_forgotten_in_verdicts_and_waiting_deliveries(deniz_sent, owner):
    erased = erase_customer(deniz_sent, by=owner)

    assert prove_erased(erased.customer_ids, erased.needles) == []
    assert list(Verdict.objects.values_list("who", flat=True)) == ["other-1"]
    [left] = read(bytes(Delivery.objects.get().body), "batch").events
    assert left["userId"] == "other-1"
