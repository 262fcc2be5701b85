"""From an event to a mail to an answer, and what keeps a survey from being sent."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from nabiz.feedback.authoring import set_state
from nabiz.feedback.models import Invitation, Response, Survey
from nabiz.feedback.sending.models import Turn
from nabiz.feedback.sending.triggers import (
    follow_events,
    forecast,
    pause_trigger,
    resume_trigger,
    send_by_hand,
    set_trigger,
)
from nabiz.feedback.sending.turns import take_turns
from nabiz.feedback.tests.visitor import COMMENT, NPS

BROWSER = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "User-Agent": "Mozilla/5.0 Firefox/140.0"}


@pytest.fixture
def happened():
    """Something that happened to a customer just now, or a while ago."""
    from nabiz.timeline.commands import Draft, append_events

    def append(customer, ago=timedelta(0), kind="order.delivered", **facts):
        with transaction.atomic():
            at = timezone.now() - ago
            append_events([Draft(kind, at, customer_id=customer.pk, facts={"order": "S-1"} | facts)])

    return append


@pytest.fixture
def trigger(survey, ceren):
    made = set_trigger(survey, by=ceren, kind="order.delivered")
    made.since -= timedelta(days=10)
    made.save()
    return made


@pytest.fixture
def mails():
    """What lies in the outbox."""
    from nabiz.team.models import Mail

    return lambda: list(Mail.objects.order_by("pk"))


@pytest.fixture
def mailed(trigger, deniz, happened, mails, settings):
    """A mail that asked Deniz, and the links in it by their answer."""
    settings.EMAIL_BACKEND = "nabiz.team.outbox.Backend"
    happened(deniz)
    assert follow_events(trigger) == 1
    take_turns()
    (mail,) = mails()
    return mail, {a: url for url, a in re.findall(r'href="[^"]*(/s/[^"]*a=(\d+))"', mail.html.replace("&amp;", "&"))}


def outcomes(trigger):
    return [(turn.state, turn.reason) for turn in trigger.turns.order_by("pk")]


def test_an_event_sends_the_first_question_in_the_customers_language(mailed):
    mail, links = mailed

    assert mail.subject == "Bizi önerir misiniz?"
    assert sorted(links, key=int) == [str(n) for n in range(11)]
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in bytes(mail.raw)
    assert all(part in mail.text for part in ("a=0", "a=10"))


def test_a_click_in_the_mail_counts_at_once_and_can_be_changed(mailed):
    browser = Client(headers=BROWSER)
    browser.get(mailed[1]["3"])
    first = Response.objects.get().answers.get().value
    browser.get(mailed[1]["9"])

    assert (first, Response.objects.get().answers.get().value) == (3, 9)


@pytest.mark.parametrize(
    "more",
    [
        {"Sec-Purpose": "prefetch"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "empty"},
        {"User-Agent": "Mimecast link scanner"},
    ],
)
def test_programs_that_open_links_count_nothing(mailed, more):
    page = Client(headers=BROWSER | more).get(mailed[1]["3"])
    Client(headers=BROWSER).head(mailed[1]["3"])

    assert page.status_code == 200
    assert not Response.objects.exists()


def test_an_old_browser_confirms_with_one_tap(mailed):
    page = Client().get(mailed[1]["3"]).content.decode()

    assert re.search(r'<button class="go" name="a" value="3"', page)
    assert not Response.objects.exists()


def test_what_came_in_as_history_or_before_the_trigger_asks_nobody(trigger, deniz, happened):
    happened(deniz, ago=timedelta(days=4))
    trigger.since = timezone.now() - timedelta(hours=1)
    happened(deniz, ago=timedelta(hours=2))

    assert follow_events(trigger) == 0


def test_following_twice_and_taking_turns_twice_asks_once(trigger, deniz, happened):
    happened(deniz)
    follow_events(trigger)
    follow_events(trigger)
    take_turns()
    take_turns()

    assert Invitation.objects.count() == 1


def test_a_delay_waits(trigger, deniz, happened):
    trigger.delay_hours = 48
    trigger.save()
    happened(deniz)
    follow_events(trigger)
    take_turns()
    waiting = outcomes(trigger)
    take_turns(timezone.now() + timedelta(days=2, minutes=1))

    assert (waiting, outcomes(trigger)) == ([("waiting", "")], [("sent", "")])


def test_facts_and_the_nth_event_narrow_it(trigger, deniz, happened):
    trigger.facts, trigger.nth = {"carrier": "Yurtiçi"}, 2
    happened(deniz, ago=timedelta(hours=3), carrier="Yurtiçi")
    happened(deniz, ago=timedelta(hours=2), carrier="Yurtiçi")
    happened(deniz, ago=timedelta(hours=1), carrier="Yurtiçi")

    assert follow_events(trigger) == 1


def test_the_cap_holds_over_all_surveys(trigger, deniz, happened, make_live):
    from nabiz.feedback.commands import invite

    invite(make_live(COMMENT), deniz, channel="sms")
    happened(deniz)
    follow_events(trigger)
    take_turns()

    assert outcomes(trigger) == [("held", "capped")]


def test_two_events_of_one_customer_ask_once(trigger, deniz, happened):
    happened(deniz)
    happened(deniz, ago=timedelta(hours=1))
    follow_events(trigger)
    take_turns()

    assert sorted(outcomes(trigger)) == [("held", "capped"), ("sent", "")]


def test_who_withdrew_is_counted_as_without_consent(trigger, deniz, happened):
    from nabiz.privacy.commands import withdraw_everything
    from nabiz.privacy.purposes import Source

    with transaction.atomic():
        withdraw_everything(deniz, source=Source.WEB)
    happened(deniz)
    follow_events(trigger)
    take_turns()

    assert outcomes(trigger) == [("held", "no_consent")]


def test_pausing_holds_and_resuming_does_not_catch_up(trigger, deniz, happened, ceren):
    pause_trigger(trigger, by=ceren)
    happened(deniz, ago=timedelta(minutes=1))
    resume_trigger(trigger, by=ceren)
    trigger.refresh_from_db()

    assert follow_events(trigger) == 0


def test_a_sample_is_the_same_again_and_of_about_the_right_size(survey, ceren, crowd):
    crowd(1_000)
    half = set_trigger(survey, by=ceren, segment="all", percent=30)
    first = send_by_hand(half, by=ceren)

    assert 230 < first < 370
    assert send_by_hand(half, by=ceren) == 0


def test_ten_thousand_are_judged_in_a_few_queries(survey, ceren, crowd, django_assert_max_num_queries):
    people = crowd(10_000)
    past = timezone.now() - timedelta(days=3)
    Invitation.objects.bulk_create(
        [Invitation(survey=survey, customer=each, token_hash=f"t{each.pk}", invited_at=past, expires_at=past)
         for each in people[:3_100]]
    )  # fmt: skip
    everybody = set_trigger(survey, by=ceren, segment="all")
    with django_assert_max_num_queries(40):
        seen = forecast(everybody)

    assert (seen.chosen, seen.eligible, seen.held["capped"]) == (10_000, 6_900, 3_100)


@pytest.mark.django_db(transaction=True)
def test_workers_that_send_two_surveys_at_once_ask_nobody_twice(make_live, ceren, crowd):
    crowd(60)
    for questions in ((NPS,), (COMMENT,)):
        send_by_hand(set_trigger(make_live(*questions), by=ceren, segment="all"), by=ceren)

    def work():
        take_turns()
        connection.close()

    workers = [threading.Thread(target=work) for _n in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]

    assert Invitation.objects.values("customer").distinct().count() == Invitation.objects.count() == 60
    assert Turn.objects.filter(state="waiting").count() == 0


def test_a_member_sets_a_trigger_and_reads_it_in_words(survey, ceren, sign_in):
    browser = sign_in(ceren)
    sent = {
        "kind": "order.delivered",
        "delay_days": 2,
        "nth": 0,
        "fact": "",
        "segment": "",
        "percent": 30,
        "channel": "email",
    }
    browser.post(f"/feedback/{survey.pk}/sending/", sent)
    page = browser.get(f"/feedback/{survey.pk}/sending/").content.decode()

    assert "2 days after “Order delivered”, 30% of them, by e-mail" in page


def test_the_forecast_comes_before_sending(survey, ceren, sign_in, crowd):
    crowd(3)
    trigger, browser = set_trigger(survey, by=ceren, segment="all"), sign_in(ceren)
    address = f"/feedback/{survey.pk}/sending/{trigger.pk}/"
    seen = browser.get(address).content.decode()
    browser.post(address)
    take_turns()

    assert "3 can be asked" in seen
    assert trigger.turns.filter(state="sent").count() == 3


def test_who_was_held_back_is_listed(trigger, deniz, happened, ceren, sign_in):
    happened(deniz)
    happened(deniz, ago=timedelta(hours=1))
    follow_events(trigger)
    take_turns()
    page = sign_in(ceren).get(f"/feedback/{trigger.survey_id}/sending/{trigger.pk}/held/capped/").content.decode()

    assert "Deniz Kaya" in page


def test_a_segment_that_a_survey_is_sent_to_cannot_vanish(survey, ceren, crowd):
    from nabiz.customers.models import Segment
    from nabiz.customers.resting import reasons_to_keep

    crowd(1)
    set_trigger(survey, by=ceren, segment="all")

    assert "is sent to this segment" in reasons_to_keep(Segment.objects.get(slug="all"))[0]


def test_the_limits_are_changed_on_a_page(ceren, sign_in):
    from nabiz.feedback.sending.caps import caps

    sign_in(ceren).post("/feedback/limits/", {"days_any": 7, "days_same": 30, "per_year": 6, "days_new": 0})

    assert (caps().days_any, caps().per_year) == (7, 6)


def test_turns_wait_while_their_survey_is_paused(trigger, deniz, happened, ceren):
    happened(deniz)
    follow_events(trigger)
    set_state(trigger.survey, Survey.Status.PAUSED, by=ceren)
    take_turns()
    paused = outcomes(trigger)
    set_state(trigger.survey, Survey.Status.LIVE, by=ceren)
    take_turns()

    assert (paused, outcomes(trigger)) == ([("waiting", "")], [("sent", "")])


def test_a_mail_that_came_back_marks_the_address_and_no_more_survey_goes_there(mailed, trigger, deniz, happened, mails):
    from nabiz.team.bounces import note_bounce

    mail, _links = mailed
    note_bounce(mail, ["deniz@acme.test"], "5.1.1", "550 no such person")
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=200))
    happened(deniz)
    follow_events(trigger)
    take_turns()

    assert ("held", "no_address") in outcomes(trigger)
    assert len(mails()) == 1


def test_who_sends_sees_what_came_back(mailed, trigger, ceren, sign_in, deniz, timeline):
    from nabiz.team.bounces import note_bounce

    note_bounce(mailed[0], ["deniz@acme.test"], "5.2.2", "552 mailbox full")
    page = sign_in(ceren).get(f"/feedback/{trigger.survey_id}/sending/").content.decode()

    assert "1 undeliverable" in page
    assert timeline(deniz)[-1] == "survey.bounced"
