import json
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.connectors.models import Delivery, Moment
from nabiz.connectors.stripe.money import amount, brings
from nabiz.connectors.tests.stripe_messages import DAY, customer, item, life, message, subscription
from nabiz.customers.models import Account, Customer, Identity
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db
LIFE = life()


def mrr_of(*items, **more):
    return brings(subscription(items=list(items), **more)).mrr


def test_what_a_subscription_brings_is_told_by_the_month():
    assert mrr_of(item(2_000, 3)) == 60
    assert mrr_of(item(12_000, 1, "year")) == 10
    assert mrr_of(item(3_000, 1, "month", 3)) == 10
    assert mrr_of(item(300, 1, "week")) == 13
    assert mrr_of(item(100, 1, "day")) == Decimal("30.4167")
    assert mrr_of(item(2_000, 1), item(12_000, 2, "year", name="Seat")) == 40


def test_metered_items_bring_nothing_that_recurs():
    assert mrr_of(item(2_000), item(50, None, name="Calls", usage_type="metered")) == 20


def test_discounts_that_last_are_taken_off_and_those_for_one_payment_are_not():
    tenth, five = {"percent_off": 10, "duration": "forever"}, {"amount_off": 500, "currency": "usd"}

    assert mrr_of(item(2_000), discount={"coupon": tenth}) == 18
    assert mrr_of(item(2_000), discounts=[{"coupon": tenth}, {"source": {"coupon": five}}]) == 13
    assert mrr_of(item(2_000), discounts=["di_1"]) == 20
    assert mrr_of(item(2_000), discount={"coupon": tenth | {"duration": "once"}}) == 20
    assert mrr_of(item(200), discount={"coupon": five}) == 0


@pytest.mark.parametrize(("currency", "whole"), [("usd", "12.34"), ("jpy", "1234"), ("kwd", "1.234"), ("try", "12.34")])
def test_minor_units_are_those_of_the_currency(currency, whole):
    assert amount(1_234, currency) == Decimal(whole)


def test_old_messages_name_plans_where_new_ones_name_prices():
    old = {"quantity": 2, "plan": {"id": "gold", "amount": 1_500, "interval": "month", "interval_count": 1}}

    assert brings(subscription(items=[old])).mrr == 30


def test_a_life_is_told_as_it_was(billing, deliver, told):
    deliver(billing, *LIFE)

    assert [(kind, str(value)) for kind, value, _ in told() if kind.startswith("subscription")] == [
        ("subscription.trial_started", "None"),
        ("subscription.started", "20.0000"),
        ("subscription.changed", "150.0000"),
        ("subscription.changed", "60.0000"),
        ("subscription.ended", "None"),
    ]
    assert told()[-1][2] == {"subscription": "sub_1", "plan": "Yearly + Seat", "reason": "too_expensive",
                             "was_trial": False, "mrr": "0"}  # fmt: skip
    assert Delivery.objects.filter(state="ignored").count() == 1


def test_money_that_came_failed_and_went_back(billing, deliver, told):
    deliver(billing, *LIFE)
    money = [(kind, float(value)) for kind, value, _ in told() if not kind.startswith("subscription")]

    assert money == [
        ("order.paid", 20), ("invoice.failed", 150), ("order.returned", 5), ("order.returned", 15),
        ("payment.disputed", 20), ("order.returned", 20), ("payment.disputed", 20),
    ]  # fmt: skip


def test_everything_is_about_one_person_the_dispute_too(billing, deliver):
    deliver(billing, *LIFE)
    deniz = Customer.objects.get()

    assert set(Event.objects.filter(source="billing").values_list("customer_id", flat=True)) == {deniz.pk}
    assert (deniz.name, deniz.traits["plan"]) == ("Deniz Kaya", "vip")
    assert Identity.objects.filter(kind="user_id", value="stripe:cus_1", is_verified=True).exists()


def test_an_older_message_never_undoes_a_newer_one(billing, deliver):
    deliver(billing, message("customer.updated", customer("New name"), 5 * DAY))
    deliver(billing, message("customer.updated", customer("Old name"), 4 * DAY))

    assert Customer.objects.get().name == "New name"


def test_companies_are_accounts_where_the_connector_says_so(billing, deliver):
    billing.options = {"has_accounts": True}
    billing.save()
    deliver(billing, *LIFE)

    account = Account.objects.get()
    assert (account.key, account.name) == ("stripe:cus_1", "Deniz Kaya")
    assert not Event.objects.filter(source="billing", account_id=None).exists()


def test_a_subscription_that_is_older_than_the_connector_has_a_beginning(billing, deliver, told):
    before = {"items": {"data": [item(1_000)]}}
    deliver(billing, message("customer.subscription.updated", subscription(items=[item(3_000)]), 40 * DAY, before))

    assert [(kind, int(value)) for kind, value, _ in told()] == [
        ("subscription.started", 10),
        ("subscription.changed", 30),
    ]


def test_a_subscription_that_was_never_paid_is_no_customer_lost(billing, deliver, told):
    deliver(billing, message("customer.subscription.created", subscription("incomplete"), 0))
    deliver(
        billing,
        message("customer.subscription.updated", subscription("incomplete_expired"), DAY, {"status": "incomplete"}),
    )

    assert told() == []


def test_a_bad_message_is_parked_and_the_rest_goes_on(billing, deliver, told):
    deliver(billing, {"id": "evt_x", "type": "invoice.paid"}, *LIFE[:2], b"\xff{")

    assert sorted(Delivery.objects.parked().values_list("problem", flat=True))[0].startswith("This is no message")
    assert [kind for kind, _, _ in told()] == ["subscription.trial_started"]


def everything():
    events = Event.objects.filter(source="billing").order_by("happened_at", "message_id")
    people = Customer.objects.values_list("name", "language", "traits")
    rows = events.values_list("kind", "happened_at", "value", "currency", "facts", "message_id")
    return json.dumps([list(rows), list(people)], default=str)


def taken_in(messages):
    """What stands in the tables after these deliveries; afterwards it is as if nothing had been."""
    from nabiz.connectors.commands import create_connector
    from nabiz.connectors.receiving import write_down
    from nabiz.connectors.working import work_off

    with transaction.atomic():
        connector = create_connector("billing", "stripe", options={}, secrets={})
        for each in messages:
            write_down(connector, {}, json.dumps(each).encode())
            work_off(connector)
        found = everything()
        transaction.set_rollback(True)
    return found


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(LIFE), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shuffled_and_doubled_messages_end_like_those_in_order(company, randomly, again):
    messages = [*LIFE, *again]
    randomly.shuffle(messages)

    assert taken_in(messages) == taken_in(LIFE)


def test_erasure_reaches_deliveries_and_moments(billing, deliver):
    from nabiz.connectors.forgetting import forget

    deliver(billing, *LIFE)
    forget([Customer.objects.get().pk], ["stripe:cus_1", "deniz@acme.test"])

    assert not Moment.objects.filter(customer__contains="cus_1").exists()
    assert not [each for each in Delivery.objects.all() if b"cus_1" in bytes(each.body)]
