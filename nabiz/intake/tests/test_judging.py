from datetime import UTC, datetime
from decimal import Decimal

import pytest

from nabiz.intake.judging import judge
from nabiz.intake.reading import Parcel
from nabiz.intake.reasons import SENTENCES, sentence
from nabiz.intake.tests.client import track
from nabiz.intake.translating import Sending

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def judged(event, *, trusted=True, allowed=()):
    parcel = Parcel([event], "", None, None, None, must_be_cleaned=True)
    return judge(event, parcel, "batch", Sending("shop", trusted, frozenset(allowed), "TRY"), AT, "made-1-0")


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (None, "not_an_object"),
        ([], "not_an_object"),
        ({}, "unknown_type"),
        ({"type": "dance"}, "unknown_type"),
        ({"type": "track", "event": "x"}, "no_identity"),
        (track(userId=None, anonymousId=""), "no_identity"),
        (track(userId="undefined"), "no_identity"),
        (track(userId={"a": 1}), "bad_identity"),
        (track(userId="u" * 256), "bad_identity"),
        (track(""), "no_event"),
        (track(None), "no_event"),
        (track("x" * 256), "long_name"),
        (track(properties=[1]), "bad_properties"),
        (track(timestamp="yesterday"), "not_a_time"),
        (track(timestamp=[]), "not_a_time"),
        (track(timestamp="0001-01-01T00:00:00Z"), "time_out_of_range"),
        (track(timestamp="0001-01-01T00:00:00+14:00"), "time_out_of_range"),
        (track(timestamp="9999-12-31T23:59:59Z"), "time_out_of_range"),
        (track(timestamp=1e300), "time_out_of_range"),
        (track("order.paid", properties={"order": "1", "quantity": "many"}), "not_int"),
        (track("order.paid", properties={"order": "1", "quantity": 2**80}), "not_int"),
        (track("order.paid", properties={"order": "1", "revenue": 1e300}), "not_Decimal"),
        (track("order.paid"), "missing_fact"),
        (track("member.joined"), "reserved"),
        (track(properties={"text": "x" * 33_000}), "too_large"),
        ({"type": "group", "userId": "u1"}, "no_group"),
        ({"type": "alias", "userId": "u1"}, "no_previous"),
        ({"type": "identify", "userId": "u1", "traits": "x"}, "bad_properties"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_says_why(event, reason):
    verdict = judged(event)

    assert (verdict.reason, verdict.claim, verdict.draft) == (reason, None, None)
    assert sentence(verdict.reason, verdict.detail) != verdict.reason


@pytest.mark.parametrize(
    ("properties", "value", "currency"),
    [
        ({"revenue": 12.5}, Decimal("12.5"), "TRY"),
        ({"revenue": "12.50", "currency": "eur"}, Decimal("12.5"), "EUR"),
        ({"total": 7, "currency": "USD"}, Decimal(7), "USD"),
        ({"value": 5}, None, ""),
        ({"revenue": "a lot"}, None, ""),
        ({"revenue": True}, None, ""),
        ({"revenue": 5, "currency": "₺"}, Decimal(5), "TRY"),
    ],
    ids=str,
)
def test_money_is_what_says_so(properties, value, currency):
    draft = judged(track(properties=properties)).draft

    assert (draft.value, draft.currency) == (value, currency)


@pytest.mark.parametrize(
    ("event", "trusted", "channel"),
    [
        (track(), True, "api"),
        (track(), False, "web"),
        (track(channel="mobile"), True, "app"),
        (track(properties={"channel": "kiosk"}), True, "kiosk"),
        (track(context={"library": {"name": "analytics-react-native"}}), False, "app"),
    ],
)
def test_the_channel_is_named_told_or_guessed(event, trusted, channel):
    assert judged(event, trusted=trusted).draft.channel == channel


def test_places_on_the_journey_leave_the_facts():
    draft = judged(track(properties={"touchpoint": "checkout", "stage": "buy", "song": "x"})).draft

    assert (draft.touchpoint, draft.stage, draft.facts) == ("checkout", "buy", {"song": "x"})


def test_a_local_time_in_a_property_stays_text():
    assert judged(track(properties={"at": "2026-01-01T00:00:00"})).draft.facts == {"at": "2026-01-01T00:00:00"}


def test_what_a_browser_says_is_not_proven():
    assert judged(track(), trusted=False).claim.is_verified is False


def test_every_reason_has_room_for_its_detail():
    assert all(text % {"detail": "x"} for text in map(str, SENTENCES.values()))
