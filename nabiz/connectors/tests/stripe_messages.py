"""Messages as Stripe sends them, shortened to what matters, signed by Stripe's own SDK."""

import itertools
import json
import time

import stripe

SECRET = "whsec_for_tests"
MARCH = 1_772_323_200  # 2026-03-01
DAY = 86_400
_numbers = itertools.count(1)


def message(type, its_object, at, before=None, id=None):
    data = {"object": its_object} | ({"previous_attributes": before} if before else {})
    return {
        "id": id or f"evt_{next(_numbers)}", "object": "event", "type": type, "created": MARCH + at, "data": data,
        "api_version": "2025-06-30.basil", "livemode": False,
    }  # fmt: skip


def item(amount=2_000, quantity=1, interval="month", count=1, name="Basic", **more):
    recurring = {"interval": interval, "interval_count": count, "usage_type": more.pop("usage_type", "licensed")}
    price = {
        "id": f"price_{name}",
        "nickname": name,
        "unit_amount": amount,
        "recurring": recurring,
        "product": "prod_1",
    }
    return {"id": f"si_{name}", "quantity": quantity, "price": price | {"currency": "usd"}, **more}


def subscription(status="active", items=None, **more):
    return {
        "id": "sub_1", "object": "subscription", "customer": "cus_1", "status": status, "currency": "usd",
        "items": {"object": "list", "data": items or [item()]}, "start_date": MARCH, "created": MARCH, **more,
    }  # fmt: skip


def customer(name="Deniz Kaya", email="deniz@acme.test", **more):
    return {"id": "cus_1", "object": "customer", "name": name, "email": email, "phone": None, "metadata": {}, **more}


def life():
    """A trial that is paid for, grows, moves to a yearly price and ends; and the money on the way."""
    trial = {"trial_start": MARCH, "trial_end": MARCH + 14 * DAY}
    large = [item(5_000, 3, name="Team")]
    yearly = [item(60_000, 1, "year", name="Yearly"), item(500, 2, name="Seat")]
    invoice = {"id": "in_1", "number": "A-1", "customer": "cus_1", "currency": "usd", "amount_paid": 2_000}
    charge = {"id": "ch_1", "customer": "cus_1", "currency": "usd", "invoice": "in_1", "amount": 2_000}
    dispute = {"id": "dp_1", "charge": "ch_1", "amount": 2_000, "currency": "usd", "reason": "fraudulent"}
    return [
        message("customer.created", customer("Deniz", "d@acme.test"), 0),
        message("customer.subscription.created", subscription("trialing", **trial), 0),
        message("customer.updated", customer(metadata={"plan": "vip"}), 2 * DAY),
        message("customer.subscription.trial_will_end", subscription("trialing", **trial), 11 * DAY),
        message("customer.subscription.updated", subscription(**trial), 14 * DAY, {"status": "trialing"}),
        message("invoice.paid", invoice, 14 * DAY),
        message("customer.subscription.updated", subscription(items=large), 40 * DAY),
        message("invoice.payment_failed", {**invoice, "id": "in_2", "number": "A-2", "amount_due": 15_000}, 44 * DAY),
        message("charge.refunded", {**charge, "amount_refunded": 500}, 45 * DAY),
        message("charge.refunded", {**charge, "amount_refunded": 2_000}, 46 * DAY, {"amount_refunded": 500}),
        message("charge.dispute.created", {**dispute, "status": "needs_response"}, 47 * DAY),
        message("charge.dispute.closed", {**dispute, "status": "lost"}, 60 * DAY),
        message("customer.subscription.updated", subscription(items=yearly), 70 * DAY),
        message("product.updated", {"id": "prod_1", "name": "Nabız"}, 71 * DAY),
        message("customer.subscription.deleted", subscription("canceled", yearly, ended_at=MARCH + 90 * DAY,
                cancellation_details={"feedback": "too_expensive"}), 90 * DAY),
    ]  # fmt: skip


def signed(content, secret=SECRET, at=None, *others):
    """Body and header, the signature made by the SDK."""
    body = json.dumps(content, ensure_ascii=True)
    at = int(at or time.time())
    made = [stripe.WebhookSignature._compute_signature(f"{at}.{body}", each) for each in (secret, *others)]
    return body.encode(), f"t={at}," + ",".join(f"v1={each}" for each in made) + ",v0=old"
