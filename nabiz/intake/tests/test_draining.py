import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest
from django.db import connection, transaction

from nabiz.customers.models import Customer
from nabiz.intake import drain
from nabiz.intake.drain import drain_once
from nabiz.intake.models import Delivery, Tally, Verdict
from nabiz.intake.tests.client import basic, many, track
from nabiz.timeline.models import Event


@pytest.fixture
def take(post):
    """Send a batch and drain it."""

    def send(*batch, **fields):
        key = fields.pop("key", "shop-key")
        assert post("/v1/batch", {"batch": list(batch), **fields}, key=key).status == 200
        while drain_once():
            pass
        return list(Verdict.objects.order_by("pk").values_list("outcome", "reason"))

    return send


def test_an_event_reaches_the_timeline_of_its_customer(take):
    take(track("Song Sung", messageId="m1", properties={"song": "Gülpembe"}))

    event = Event.objects.get()
    assert (event.kind, event.source, event.message_id) == ("Song Sung", "shop", "m1")
    assert event.facts == {"song": "Gülpembe"}
    assert event.customer_id == Customer.objects.get().pk
    assert not Delivery.objects.exists()


def test_the_same_batch_sent_twenty_times_at_once_is_stored_once(shop, events):
    body = orjson.dumps({"batch": [track(messageId=f"m{number}") for number in range(50)]})
    replies = many([("POST", "/v1/batch", body, {"authorization": basic("shop-key")})] * 20)
    while drain_once():
        pass

    assert {reply.status for reply in replies} == {200}
    assert sorted(message_id for _, message_id in events()) == sorted(f"m{number}" for number in range(50))
    assert (Tally.objects.get().stored, Tally.objects.get().duplicate) == (50, 950)


def test_the_same_message_id_of_two_sources_is_two_events(take, site, events):
    take(track(messageId="m1"))
    take(track(messageId="m1"), key="site-key")

    assert len(events()) == 2


def test_an_event_without_message_id_gets_one(take, events):
    take(track(), track())

    assert len({message_id for _, message_id in events()}) == 2


def test_a_long_message_id_is_still_one(take, events):
    take(track(messageId="m" * 5_000), track(messageId="m" * 5_000), track(messageId="m" * 4_999 + "n"))

    assert len(events()) == 2


def test_one_bad_event_is_rejected_and_the_others_are_not(take, events):
    outcomes = take(track(messageId="before"), None, track(messageId="after"))

    assert outcomes == [("stored", ""), ("rejected", "not_an_object"), ("stored", "")]
    assert [message_id for _, message_id in events()] == ["before", "after"]


def test_three_hundred_levels_are_rejected_alone(post, events):
    deep = b'{"type":"track","event":"x","userId":"u1","properties":{"a":' + b"[" * 300 + b"]" * 300 + b"}}"
    assert post("/v1/batch", b'{"batch":[' + deep + b"," + orjson.dumps(track(messageId="m1")) + b"]}").status == 200
    drain_once()

    assert Verdict.objects.get(outcome="rejected").reason == "too_deep"
    assert [message_id for _, message_id in events()] == ["m1"]


def test_what_cannot_be_stored_is_taken_out_and_said(post):
    event = b'{"event":"x","userId":"u1","properties":{"a":"1\\u0000\\ud83d","b":NaN,"c":' + b"9" * 400 + b"}}"
    assert post("/v1/track", event).status == 200
    drain_once()

    assert Event.objects.get().facts == {"a": "1�", "b": None, "c": None}
    assert Verdict.objects.get().reason == "cleaned"


def test_nulls_everywhere_are_normal(take):
    assert take(
        track(anonymousId=None, properties=None, context=None, integrations=None, timestamp=None, messageId=None)
    ) == [("stored", "")]


def test_context_of_the_batch_is_shared(take):
    take(track(), track(context={"library": {"name": "analytics-ios"}}), context={"library": {"name": "analytics.js"}})

    assert list(Event.objects.order_by("pk").values_list("channel", flat=True)) == ["web", "app"]


def test_a_shop_that_speaks_segments_language_is_understood(take, company):
    ordered = {"order_id": "A-17", "revenue": 249.9, "products": [{"name": "Mic", "quantity": 2}, {"name": "Cable"}]}
    take(track("Order Completed", properties=ordered))

    event = Event.objects.get()
    assert (event.kind, event.value, event.currency) == ("order.paid", Decimal("249.9"), "TRY")
    assert {name: event.facts[name] for name in ("order", "items", "quantity")} == {
        "order": "A-17", "items": "Mic, Cable", "quantity": 3,
    }  # fmt: skip


def test_what_speaks_it_badly_keeps_its_own_name(take):
    assert take(track("Order Completed", properties={"revenue": 5})) == [("stored", "kept_as_other")]
    assert Event.objects.get().kind == "Order Completed"


def test_declared_facts_come_in_their_types(take):
    take(track("feature.used", properties={"feature": 7, "count": "3", "extra": {"a": [1]}}))

    assert Event.objects.get().facts == {"feature": "7", "count": 3, "extra": {"a": [1]}}


def test_pages_and_screens_have_kinds_of_their_own(take):
    take(
        {"type": "page", "anonymousId": "a1", "name": "Home", "properties": {"path": "/"}},
        {"type": "screen", "anonymousId": "a1", "name": "Player"},
    )

    assert list(Event.objects.order_by("pk").values_list("kind", "facts__title")) == [
        ("page.viewed", "Home"),
        ("screen.viewed", "Player"),
    ]


def test_all_four_times_are_kept(take):
    now = datetime.now(UTC)
    wrong = now - timedelta(hours=5)
    take(track(timestamp=(wrong - timedelta(minutes=2)).isoformat()), sentAt=wrong.isoformat())

    event = Event.objects.get()
    assert abs(event.received_at - event.happened_at - timedelta(minutes=2)) < timedelta(milliseconds=1)
    assert event.sent_at == wrong
    assert event.original_at == wrong - timedelta(minutes=2)


def test_a_browser_may_send_what_is_on_its_list(take, site):
    site.allowed_events = ["Song Sung"]
    site.save()

    outcomes = take(track("Song Sung"), track("order.paid"), key="site-key")

    assert outcomes == [("stored", ""), ("rejected", "not_allowed")]


def test_an_identify_call_that_tells_something_is_an_event_once(take, events):
    told = {"type": "identify", "userId": "u1", "messageId": "i1", "traits": {"name": "Deniz", "email": "d@acme.test"}}
    take(told, told)
    take(told, {**told, "messageId": "i2"})

    assert events() == [("customer.identified", "i1")]
    assert list(Verdict.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "stored", "duplicate", "duplicate", "stored",
    ]  # fmt: skip


def test_an_old_identify_call_that_comes_again_undoes_nothing(take):
    first = {"type": "identify", "userId": "u1", "messageId": "i1", "traits": {"plan": "free"}}
    take(first)
    take({"type": "identify", "userId": "u1", "messageId": "i2", "traits": {"plan": "pro"}})
    take(first)

    assert Customer.objects.get().traits == {"plan": "pro"}


def test_a_visitor_a_user_and_an_alias_are_one_customer(take):
    take(
        {"type": "page", "anonymousId": "a1"},
        {"type": "alias", "previousId": "a1", "userId": "u1"},
        track(anonymousId="a1"),
    )

    assert Customer.objects.present().count() == 1


def poison(monkeypatch):
    whole = drain._judged

    def judged(taken):
        if any(each.body.startswith(b'{"poison"') for each in taken):
            raise ValueError("a bug")
        return whole(taken)

    monkeypatch.setattr(drain, "_judged", judged)


def test_a_delivery_that_fails_is_set_aside_and_stops_nobody(post, events, monkeypatch):
    poison(monkeypatch)
    post("/v1/track", b'{"poison":1}')
    post("/v1/track", track(messageId="m1"))
    for _ in range(4):
        drain_once()

    assert events() == [("Song Sung", "m1")]
    parked = Delivery.objects.parked().get()
    assert parked.problem == "ValueError: a bug"


def test_only_one_worker_drains_at_a_time(post, events):
    post("/v1/track", track(messageId="m1"))
    drained = []
    with transaction.atomic():
        assert drain._take(10)
        other = threading.Thread(target=lambda: (drained.append(drain_once()), drain.connection.close()))
        other.start()
        other.join()

    assert drained == [0]


def wait_for(condition, within=20):
    deadline = time.monotonic() + within
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_the_drain_waits_out_a_lost_connection(post, events):
    stop = threading.Event()
    worker = threading.Thread(target=drain.run, args=[stop])
    worker.start()
    post("/v1/track", track(messageId="m1"))
    wait_for(events)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    post("/v1/track", track(messageId="m2"))
    wait_for(lambda: len(events()) == 2)
    stop.set()
    worker.join()

    assert [message_id for _, message_id in events()] == ["m1", "m2"]


def test_the_newest_verdicts_are_kept(take, monkeypatch):
    monkeypatch.setattr("nabiz.intake.verdicts.KEPT", 5)
    for number in range(4):
        take(*[track(messageId=f"{number}-{each}") for each in range(3)], None)

    assert Verdict.objects.filter(outcome="stored").count() == 5
    assert Verdict.objects.filter(outcome="rejected").count() == 4
    assert (Tally.objects.get().stored, Tally.objects.get().rejected) == (12, 4)
