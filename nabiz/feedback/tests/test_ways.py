"""By SMS with a short link, after a call, and on a cadence that nobody has to think of."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.customers.models import Customer, Identity, Segment
from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.autopilot import fill_slices
from nabiz.feedback.sending.models import Turn
from nabiz.feedback.sending.triggers import follow_events, forecast, send_by_hand, set_trigger
from nabiz.feedback.sending.turns import take_turns
from nabiz.sms.models import Text
from nabiz.sms.outbox import tell_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(deniz):
    return Identity.objects.create(customer=deniz, kind="phone", value="+905321234567").value


@pytest.fixture
def crowd():
    """So many customers of the segment "all", long known, with a number each."""

    def made(many):
        since = timezone.now() - timedelta(days=100)
        people = Customer.objects.bulk_create(
            [Customer(name=f"C {n}", language="tr", since=since) for n in range(many)]
        )
        Identity.objects.bulk_create(
            [Identity(customer=each, kind="phone", value=f"+90532{n:07}") for n, each in enumerate(people)]
        )
        Segment.objects.create(slug="all", name="All", filter="")

    return made


@pytest.fixture
def called(deniz):
    """A call with Deniz that has just ended, or another matter that was settled."""
    from nabiz.timeline.commands import Draft, append_events

    def ended(channel="phone"):
        with transaction.atomic():
            append_events([Draft("conversation.resolved", timezone.now(), customer_id=deniz.pk, channel=channel)])

    return ended


def test_after_a_call_a_short_message_asks_with_a_short_link(survey, ceren, deniz, phone, called, visit):
    trigger = set_trigger(survey, by=ceren, channel="sms", kind="conversation.resolved", on_channel="phone")
    called("email")
    called()
    new = follow_events(trigger)
    take_turns()
    text = Text.objects.get()
    code = re.search(r"/s/([a-zA-Z0-9]{10})$", text.body)[1]
    visit(code).answer("9")

    assert (new, text.to, text.parts) == (1, phone, 1)
    assert "Bizi önerir misiniz?" in text.body
    assert Invitation.objects.get().response.channel == "sms"


def test_a_message_that_cannot_be_delivered_is_known_with_its_invitation(survey, ceren, phone, called, deniz, timeline):
    trigger = set_trigger(survey, by=ceren, channel="sms", kind="conversation.resolved")
    called()
    follow_events(trigger)
    take_turns()
    with transaction.atomic():
        tell_refused(Text.objects.get().reference)

    assert timeline(deniz)[-1] == "survey.bounced"


def test_without_a_number_or_in_quiet_hours_nothing_is_written(survey, ceren, called, deniz, owner):
    from datetime import time

    from nabiz.privacy.commands import set_policy

    trigger = set_trigger(survey, by=ceren, channel="sms", kind="conversation.resolved")
    called()
    follow_events(trigger)
    set_policy("research", "interest", by=owner, quiet_from=time(0), quiet_to=time(23, 59, 59))
    take_turns()
    quiet = trigger.turns.get().state
    set_policy("research", "interest", by=owner)
    Turn.objects.update(due_at=timezone.now())
    take_turns()

    assert (quiet, trigger.turns.get().reason, Text.objects.count()) == ("waiting", "no_address", 0)


def test_the_forecast_tells_what_a_round_of_messages_costs(survey, ceren, crowd, sign_in, owner):
    from nabiz.sms.gateways import set_gateway

    crowd(3)
    set_gateway("netgsm", {"base": "https://x.test"}, by=owner, sender="ACME", price="0.5")
    trigger = set_trigger(survey, by=ceren, channel="sms", segment="all")
    page = sign_in(ceren).get(f"/feedback/{survey.pk}/sending/{trigger.pk}/").content.decode()

    assert "By SMS that is 3 parts" in page
    assert re.search(r"1[.,]50", page)


def test_a_cadence_gives_each_customer_one_day_in_so_many(survey, ceren, crowd):
    crowd(300)
    trigger = set_trigger(survey, by=ceren, channel="sms", segment="all", every_days=10)
    start = timezone.now()
    slices = [fill_slices(start + timedelta(days=n)) for n in range(20)]
    asked = Counter(trigger.turns.values_list("customer", flat=True))

    assert set(asked.values()) == {2}
    assert all(12 <= each <= 52 for each in slices)
    days = {n: sorted(trigger.turns.filter(customer=n).values_list("due_at", flat=True)) for n in list(asked)[:20]}
    assert {(last - first).days for first, last in days.values()} == {10}


def test_a_slice_is_spread_over_the_day_and_filled_once(survey, ceren, crowd, company):
    crowd(100)
    trigger = set_trigger(survey, by=ceren, channel="sms", segment="all", every_days=7)
    fill_slices()
    before = trigger.turns.count()
    fill_slices()
    hours = {at.astimezone(ZoneInfo(company.time_zone)).hour for at in trigger.turns.values_list("due_at", flat=True)}

    assert trigger.turns.count() == before > 0
    assert len(hours) > 3
    assert hours <= set(range(10, 18))


def test_days_on_which_nothing_ran_are_made_up_for(survey, ceren, crowd):
    crowd(100)
    trigger = set_trigger(survey, by=ceren, channel="sms", segment="all", every_days=7)
    now = datetime.now(ZoneInfo("Europe/Istanbul"))
    fill_slices(now - timedelta(days=3))
    fill_slices(now)

    assert trigger.turns.values("occasion").distinct().count() == 4


def test_a_paused_cadence_fills_nothing(survey, ceren, crowd):
    crowd(20)
    set_trigger(survey, by=ceren, channel="sms", segment="all", every_days=7, paused_at=timezone.now())

    assert fill_slices() == 0


def test_a_cadence_keeps_to_the_limits_of_all_surveys(survey, ceren, crowd):
    crowd(40)
    send_by_hand(set_trigger(survey, by=ceren, channel="sms", segment="all", percent=50), by=ceren)
    take_turns()
    asked = Invitation.objects.count()
    trigger = set_trigger(survey, by=ceren, channel="sms", segment="all", every_days=7)

    assert 0 < asked < 40
    assert forecast(trigger).held["capped"] == asked


def test_a_member_sets_both_on_the_page(survey, ceren, sign_in, crowd):
    crowd(1)
    browser, address = sign_in(ceren), f"/feedback/{survey.pk}/sending/"
    same = {"delay_days": 0, "nth": 0, "fact": "", "percent": 100}
    call = {"channel": "sms", "kind": "conversation.resolved", "on_channel": "phone", "segment": "", "every_days": ""}
    browser.post(address, same | call)
    browser.post(address, same | {"channel": "email", "kind": "", "on_channel": "", "segment": "all", "every_days": 90})
    page = browser.get(address).content.decode()

    assert "After “Conversation resolved”, by Phone, by SMS" in page
    assert "Each once in 90 days, a slice a day, to “all”, by e-mail" in page
    assert 'value="phone" selected' in browser.get(f"{address}?preset=call").content.decode()
