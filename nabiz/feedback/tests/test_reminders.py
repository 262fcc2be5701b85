"""One reminder to who has not answered, and to nobody else."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.customers.models import Identity
from nabiz.feedback.commands import invite
from nabiz.feedback.declining import decline
from nabiz.feedback.models import Invitation, Step
from nabiz.feedback.sending.models import Reminder
from nabiz.feedback.sending.reminders import take_reminders
from nabiz.feedback.sending.triggers import change_trigger, follow_events, pause_trigger, remove_trigger, set_trigger
from nabiz.feedback.sending.turns import take_turns
from nabiz.feedback.tests.visitor import COMMENT, Visitor
from nabiz.privacy.commands import set_policy
from nabiz.sms.models import Text
from nabiz.timeline.commands import Draft, append_events


@pytest.fixture
def trigger(survey, ceren, deniz):
    """It has asked Deniz just now, and reminds after three days."""
    made = set_trigger(survey, by=ceren, kind="order.delivered")
    made.since -= timedelta(hours=1)
    made.save()
    with transaction.atomic():
        append_events([Draft("order.delivered", timezone.now(), customer_id=deniz.pk)])
    follow_events(made)
    take_turns()
    return made


@pytest.fixture
def invitation(trigger):
    return Invitation.objects.get()


def in_days(days):
    return timezone.now() + timedelta(days=days, minutes=1)


def outcomes():
    return list(Reminder.objects.values_list("state", "reason"))


def test_after_three_days_the_same_link_goes_out_once(trigger, mailoutbox, deniz):
    early = take_reminders(in_days(2))
    take_reminders(in_days(3))
    take_reminders(in_days(4))

    first, second = mailoutbox
    assert early == 0
    assert re.findall(r"/s/[\w-]+", first.body)[0] == re.findall(r"/s/[\w-]+", second.body)[0]
    assert second.subject == f"Hatırlatma: {first.subject}"
    assert (outcomes(), Reminder.objects.get().link) == ([("sent", "")], "")
    assert Step.objects.filter(kind="reminded").count() == 1


def test_the_link_is_not_kept_in_the_clear(trigger, mailoutbox):
    token = re.search(r"/s/([\w-]+)", mailoutbox[0].body)[1]

    assert token not in Reminder.objects.get().link


def test_who_has_begun_to_answer_is_not_reminded(trigger, mailoutbox):
    token = re.search(r"/s/([\w-]+)", mailoutbox[0].body)[1]
    Visitor(token).answer("3")
    take_reminders(in_days(3))

    assert len(mailoutbox) == 1
    assert outcomes() == []


def test_who_declined_is_not_reminded(trigger, invitation, mailoutbox):
    with transaction.atomic():
        decline(invitation)
    take_reminders(in_days(3))

    assert (len(mailoutbox), outcomes()) == (1, [("held", "no_consent")])


def test_a_mail_that_came_back_is_not_sent_again(trigger, invitation, mailoutbox):
    from nabiz.feedback.commands import note_step

    note_step(invitation, Step.Kind.BOUNCED)
    take_reminders(in_days(3))

    assert (len(mailoutbox), outcomes()) == (1, [("held", "no_address")])


def test_another_survey_in_between_counts_towards_the_cap(trigger, make_live, deniz, mailoutbox):
    invite(make_live(COMMENT), deniz, channel="sms")
    take_reminders(in_days(3))

    assert (len(mailoutbox), outcomes()) == (1, [("held", "capped")])


def test_a_trigger_that_rests_or_is_gone_reminds_nobody(trigger, ceren, mailoutbox):
    pause_trigger(trigger, by=ceren)
    take_reminders(in_days(3))
    waiting = outcomes()
    remove_trigger(trigger, by=ceren)

    assert (waiting, outcomes(), len(mailoutbox)) == ([("waiting", "")], [], 1)


def test_other_days_move_what_waits_and_none_ends_it(trigger, ceren, mailoutbox):
    change_trigger(trigger, by=ceren, remind_after_days=7)
    early = take_reminders(in_days(3))
    change_trigger(trigger, by=ceren, remind_after_days=0)

    assert (early, outcomes()) == (0, [])


def test_the_tab_counts_who_was_reminded_and_who_was_not(trigger, ceren, sign_in, mailoutbox):
    browser = sign_in(ceren)
    before = browser.get(f"/feedback/{trigger.survey_id}/sending/").content.decode()
    take_reminders(in_days(3))
    after = browser.get(f"/feedback/{trigger.survey_id}/sending/").content.decode()

    assert "by e-mail, with a reminder after 3 days" in before
    assert "1 to be reminded" in before
    assert "1 reminded" in after


def test_a_trigger_is_changed_on_its_page_and_follows_the_new_event_from_now_on(trigger, ceren, sign_in):
    browser, page = sign_in(ceren), f"/feedback/{trigger.survey_id}/sending/{trigger.pk}/change/"
    shown = browser.get(page).content.decode()
    sent = {"kind": "order.paid", "delay_days": 4, "nth": 0, "fact": "plan=Pro", "segment": "", "percent": 50}
    before = trigger.since
    browser.post(page, sent | {"remind_after_days": 5, "channel": "email"})

    trigger.refresh_from_db()
    assert 'value="order.delivered" selected' in shown
    assert (trigger.kind, trigger.delay_hours, trigger.facts) == ("order.paid", 96, {"plan": "Pro"})
    assert (trigger.remind_after_days, trigger.since > before) == (5, True)


def test_by_sms_it_goes_with_its_short_link_and_waits_for_the_quiet_hours_to_end(survey, ceren, deniz, company):
    Identity.objects.create(customer=deniz, kind="phone", value="+905321234567")
    trigger = set_trigger(survey, by=ceren, channel="sms", kind="order.delivered")
    trigger.since -= timedelta(hours=1)
    trigger.save()
    with transaction.atomic():
        append_events([Draft("order.delivered", timezone.now(), customer_id=deniz.pk)])
    follow_events(trigger)
    take_turns()
    at, zone = in_days(3), ZoneInfo(company.time_zone)
    begins, ends = ((at + timedelta(hours=hours)).astimezone(zone).time() for hours in (-1, 2))
    set_policy("research", "interest", by=ceren, quiet_from=begins, quiet_to=ends)
    take_reminders(at)
    waiting = outcomes()
    take_reminders(at + timedelta(hours=3))

    first, second = Text.objects.order_by("pk")
    assert waiting == [("waiting", "")]
    assert second.body.split()[-1] == first.body.split()[-1]
    assert "Hatirlatma" in second.body or "Hatırlatma" in second.body
