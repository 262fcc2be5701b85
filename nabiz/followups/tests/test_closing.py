"""Closing, reopening, and asking again whether it helped."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.feedback.authoring import make_survey, publish
from nabiz.feedback.tests.visitor import NPS
from nabiz.followups.commands import assign_follow_ups, close_follow_up, reopen_follow_up, snooze_follow_up
from nabiz.followups.models import Deed, FollowUp, Reask
from nabiz.followups.queries import due_first
from nabiz.followups.recovery import reask_due
from nabiz.privacy.commands import record_consent


@pytest.fixture
def survey(ceren):
    with transaction.atomic():
        return publish(make_survey("Recommend?", questions=[NPS], by=ceren), by=ceren)


@pytest.fixture
def due_reask(follow_up, survey, ana):
    close_follow_up(follow_up, "solved", by=ana)
    Reask.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return Reask.objects.get()


def test_closing_twice_is_announced_once(follow_up, ana, deniz, timeline):
    close_follow_up(follow_up, "solved", by=ana, text="Called")
    close_follow_up(follow_up, "partly", by=ana, text="Called")

    assert timeline(deniz).count("followup.closed") == 1
    assert FollowUp.objects.get().closure.outcome == "solved"
    assert Deed.objects.count() == 1


def test_reopening_takes_the_closure_away_and_nobody_is_asked_again(follow_up, ana, deniz, timeline):
    close_follow_up(follow_up, "solved", by=ana)
    reopen_follow_up(follow_up, by=ana)
    reopen_follow_up(follow_up, by=ana)

    assert FollowUp.objects.open().count() == 1
    assert not Reask.objects.exists()
    assert timeline(deniz).count("followup.reopened") == 1


def test_handing_over_to_the_owner_is_no_news(follow_up, ana, ceren, deniz, timeline):
    assign_follow_ups([follow_up], ana, by=ceren)
    assign_follow_ups([follow_up], ceren, by=ana)

    assert timeline(deniz).count("followup.assigned") == 1


def test_what_rests_is_not_among_what_is_due(follow_up, ana):
    assert [row.comment for row in due_first(at_most=5)] == ["Kargo geç geldi"]
    snooze_follow_up(follow_up, timezone.now() + timedelta(days=2), by=ana)

    assert due_first(at_most=5) == []


def test_after_the_days_of_the_rule_the_question_goes_out_once(due_reask, deniz, timeline, mailoutbox):
    assert (reask_due(), reask_due()) == (1, 0)

    (letter,) = mailoutbox
    assert letter.to == ["deniz@acme.test"]
    assert "/s/" in letter.body
    assert "a=9" in letter.alternatives[0].content
    assert letter.subject == "Şimdi daha iyi mi?"
    assert "List-Unsubscribe" in letter.extra_headers
    assert timeline(deniz)[-2:] == ["survey.invited", "followup.reasked"]


def test_who_said_no_is_not_asked_again(due_reask, deniz, mailoutbox):
    record_consent(deniz, "research", "email", is_given=False, source="HS_WEB")

    assert reask_due() == 0
    assert Reask.objects.get().why_not == "withdrawn"
    assert mailoutbox == []


@pytest.mark.parametrize(("score", "recovered"), [(9, True), (5, False), (2, False)])
def test_the_new_answer_says_whether_it_helped(due_reask, say, deniz, score, recovered):
    reask_due()

    say(deniz, score, invitation=Reask.objects.get().invitation)

    row = Reask.objects.get(pk=due_reask.pk)
    assert (row.score, row.has_recovered) == (score, recovered)


def test_a_second_bad_answer_opens_a_follow_up_that_ends_the_asking(due_reask, say, deniz):
    reask_due()

    again = say(deniz, 2, invitation=Reask.objects.get().invitation)

    assert again.reask_days is None
