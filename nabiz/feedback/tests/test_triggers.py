"""What members set, see and do about sending: the audit trail, everybody at once, links and reminders by hand."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.feedback.authoring import close_link, open_link, set_state
from nabiz.feedback.models import Invitation, Response
from nabiz.feedback.sending import triggers
from nabiz.feedback.sending.autopilot import fill_slices
from nabiz.feedback.sending.models import Reminder
from nabiz.feedback.sending.phrases import sentence_of
from nabiz.feedback.sending.reminders import take_reminders
from nabiz.feedback.sending.turns import take_turns
from nabiz.timeline.trail import trail


@pytest.fixture
def changes():
    """What the audit trail says was changed, the oldest first."""
    return lambda: [event.facts["what"] for event in trail(kind="survey.changed").order_by("pk")]


@pytest.fixture
def everybody(survey, ceren):
    return triggers.set_trigger(survey, by=ceren)


@pytest.fixture
def asked(everybody, ceren, crowd):
    """Three who were asked two days ago, and have not answered."""
    crowd(3)
    triggers.send_by_hand(everybody, by=ceren)
    take_turns()
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=2))
    return everybody


def test_what_is_changed_about_sending_is_on_the_audit_trail(everybody, ceren, changes):
    triggers.change_trigger(everybody, by=ceren, percent=50)
    triggers.change_trigger(everybody, by=ceren, percent=50)
    triggers.pause_trigger(everybody, by=ceren)
    triggers.pause_trigger(everybody, by=ceren)
    triggers.resume_trigger(everybody, by=ceren)
    triggers.remove_trigger(everybody, by=ceren)

    told = ["trigger set", "trigger changed", "trigger paused", "trigger resumed", "trigger removed"]
    assert changes() == told


def test_links_limits_and_brand_are_on_the_audit_trail(survey, ceren, sign_in, changes):
    open_link(survey, by=ceren)
    open_link(survey, by=ceren)
    close_link(survey, by=ceren)
    browser = sign_in(ceren)
    browser.post("/feedback/limits/", {"days_any": 7, "days_same": 30, "per_year": 6, "days_new": 0})
    browser.post("/feedback/brand/", {"colour": "#aa0000"})

    assert changes() == ["link opened", "link closed"]
    assert [event.kind for event in trail().order_by("-pk")[:2]] == ["survey.brand_changed", "survey.limits_changed"]


def test_everybody_is_asked_once_in_ninety_days_without_a_segment(survey, ceren, crowd, sign_in):
    crowd(40)
    sent = {"kind": "", "delay_days": 0, "nth": 0, "fact": "", "segment": "", "percent": 100, "every_days": 90}
    page = sign_in(ceren).post(f"/feedback/{survey.pk}/sending/", sent | {"channel": "email"}, follow=True)
    days = [fill_slices(timezone.now() + timedelta(days=day)) for day in range(90)]

    assert "Each once in 90 days, a slice a day, to everybody, by e-mail" in page.content.decode()
    assert sum(days) == 40
    assert max(days) < 10


def test_a_trigger_says_by_which_way(survey, ceren, sign_in):
    page = sign_in(ceren).post(f"/feedback/{survey.pk}/sending/", {"delay_days": 0, "nth": 0, "percent": 100})

    assert page.status_code == 422


@pytest.mark.parametrize(("nth", "asked"), [(1, 1), (2, 0), (0, 1)])
def test_the_first_of_its_kind_is_number_one(survey, ceren, deniz, nth, asked):
    from nabiz.timeline.commands import Draft, append_events

    trigger = triggers.set_trigger(survey, by=ceren, kind="user.signed_in", nth=nth)
    with transaction.atomic():
        append_events([Draft("user.signed_in", timezone.now(), customer_id=deniz.pk)])

    assert triggers.follow_events(trigger) == asked


def test_after_the_third_sign_in_counts_what_came_before(survey, ceren, deniz):
    from nabiz.timeline.commands import Draft, append_events

    trigger = triggers.set_trigger(survey, by=ceren, kind="user.signed_in", nth=3)
    earlier = [Draft("user.signed_in", timezone.now() - timedelta(days=n), customer_id=deniz.pk) for n in (20, 10)]
    with transaction.atomic():
        append_events([*earlier, Draft("user.signed_in", timezone.now(), customer_id=deniz.pk)])

    assert (triggers.follow_events(trigger), triggers.follow_events(trigger)) == (1, 0)


def test_what_follows_an_event_is_not_sent_by_hand(survey, ceren, sign_in, crowd):
    crowd(2)
    trigger = triggers.set_trigger(survey, by=ceren, kind="order.delivered")

    assert sign_in(ceren).post(f"/feedback/{survey.pk}/sending/{trigger.pk}/").status_code == 404
    assert trigger.turns.count() == 0


def test_the_quarantine_is_a_sentence():
    held = Counter(capped=3_100, no_consent=940)
    said = "12,400 can be asked, 3,100 capped, asked too recently or too often, 940 without consent"

    assert sentence_of(12_400, held) == said


def test_who_was_asked_is_a_list_by_state(asked, ceren, sign_in, crowd):
    browser, first = sign_in(ceren), Invitation.objects.order_by("pk")[0]
    first.steps.create(kind="declined")
    address = f"/feedback/{asked.survey_id}/participants/"
    everybody = browser.get(address).content.decode()
    silent = browser.get(f"{address}?state=silent").content.decode()

    assert everybody.count('scope="row"') == 3
    assert silent.count('scope="row"') == 2
    assert str(first.customer) not in silent


def test_a_long_list_goes_on(asked, monkeypatch):
    from nabiz.feedback.sending.participants import page_of_participants

    first = page_of_participants(asked.survey, "", rows=2)
    second = page_of_participants(asked.survey, "", first.next, rows=2)

    assert [len(first.rows), len(second.rows), second.next] == [2, 1, ""]


def test_all_who_keep_silent_are_reminded_at_once(asked, ceren, sign_in):
    Response.objects.create(
        survey=asked.survey, version=asked.survey.versions.get(), language="en", key_hash="x",
        invitation=Invitation.objects.order_by("pk")[0],
    )  # fmt: skip
    browser, address = sign_in(ceren), f"/feedback/{asked.survey_id}/sending/"
    page = browser.get(address).content.decode()
    browser.post(f"{address}{asked.pk}/reminding/")
    take_reminders(timezone.now())

    assert "Remind 2 now" in page
    assert Reminder.objects.filter(state="sent").count() == 2
    assert "Remind" not in browser.get(address).content.decode().split("button-row")[1]


def test_who_was_asked_today_is_not_reminded_today(asked, ceren):
    Invitation.objects.update(invited_at=timezone.now())

    assert triggers.remind_by_hand(asked, by=ceren) == 0


def test_personal_links_are_invitations_within_the_same_limits(everybody, ceren, crowd, sign_in, visit):
    crowd(3)
    address = f"/feedback/{everybody.survey_id}/sending/{everybody.pk}/links.csv"
    browser = sign_in(ceren)
    first, again = (list(csv.DictReader(io.StringIO(browser.post(address).content.decode("utf-8-sig")))) for _n in "12")
    visit(first[0]["link"].rpartition("/")[2]).answer("9")

    assert (len(first), again) == (3, [])
    assert Response.objects.get().customer_id == int(first[0]["customer"])
    assert Reminder.objects.count() == 3


def test_personal_links_need_a_survey_that_is_live(everybody, ceren, crowd, sign_in):
    crowd(1)
    set_state(everybody.survey, "paused", by=ceren)
    browser = sign_in(ceren)
    page = browser.post(f"/feedback/{everybody.survey_id}/sending/{everybody.pk}/links.csv", follow=True)

    assert "Nothing is sent until the survey is live." in page.content.decode()
    assert Invitation.objects.count() == 0
