from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.feedback.events import SurveyAnswered
from nabiz.followups.commands import make_default_rules
from nabiz.inbox.events import ConversationOpened, ConversationResolved
from nabiz.pulse.choices import Choice
from nabiz.pulse.finding import finding, journey_of
from nabiz.pulse.needs import needs_me_now
from nabiz.timeline.commands import Draft, announce, append_events
from nabiz.timeline.mirror.commands import refresh


@transaction.atomic
def happen(fact, about):
    announce(fact, about=about)


def hours_ago(n):
    return timezone.now() - timedelta(hours=n)


@transaction.atomic
def answer_csat(stage, scores, days_ago):
    at = timezone.now() - timedelta(days=days_ago)
    append_events(
        Draft("survey.answered", at, customer_id=n + 1, stage=stage, source="test", message_id=f"{stage}{days_ago}-{n}",
              facts={"survey": "s", "measure": "csat", "score": score})
        for n, score in enumerate(scores)
    )  # fmt: skip


def test_a_low_score_waits_for_its_owner_and_is_overdue_after_a_day(deniz, owner):
    deniz.owner = owner
    deniz.save()
    happen(SurveyAnswered(survey="s", measure="nps", score=2, comment="Geç geldi", happened_at=hours_ago(30)), deniz)

    (need,) = needs_me_now()

    assert (need.about.owner, need.detail, need.is_overdue, need.tone) == ("Olcay", "Geç geldi", True, "bad")


def test_a_score_with_a_follow_up_is_there_once_with_its_owner_and_due_time(deniz, owner):
    make_default_rules()
    deniz.owner = owner
    deniz.save()
    happen(SurveyAnswered(survey="s", measure="nps", score=2, comment="Geç geldi"), deniz)

    (need,) = needs_me_now()

    assert (need.about.owner, need.detail, need.is_overdue) == ("Olcay", "Geç geldi", False)
    assert need.about.url.startswith("/followups/")


def test_a_resolved_conversation_no_longer_needs_anybody(deniz):
    happen(ConversationOpened(conversation="1", subject="Ses yok", happened_at=hours_ago(5)), deniz)
    happen(ConversationOpened(conversation="2", subject="Kablo", happened_at=hours_ago(4)), deniz)
    happen(ConversationResolved(conversation="1", happened_at=hours_ago(1)), deniz)

    assert [need.detail for need in needs_me_now()] == ["Kablo"]


def test_a_good_score_needs_nobody(deniz):
    happen(SurveyAnswered(survey="s", measure="nps", score=9), deniz)

    assert needs_me_now() == []


@pytest.mark.django_db(transaction=True)
def test_the_stage_that_lies_below_the_others_is_named(company, mirror_folder):
    answer_csat("receive", [1, 2] * 30 + [5] * 20, days_ago=3)
    answer_csat("use", [5] * 75 + [2] * 5, days_ago=3)
    refresh()

    assert (
        finding(Choice(), company)
        == "Delivery is the weakest stage: 25.0% satisfied, fewer than elsewhere, likely real."
    )


@pytest.mark.django_db(transaction=True)
def test_a_stage_that_fell_is_named_before_one_that_is_low(company, mirror_folder):
    for stage, now in (("receive", [1] * 60 + [5] * 40), ("use", [5] * 95 + [1] * 5)):
        answer_csat(stage, [5] * 95 + [1] * 5, days_ago=40)
        answer_csat(stage, now, days_ago=3)
    refresh()

    assert journey_of(Choice(), company).moved().keys() == {"receive"}
    assert finding(Choice(), company) == "Satisfaction fell in Delivery and nowhere else, likely real."


@pytest.mark.django_db(transaction=True)
def test_an_empty_installation_teaches_the_first_steps_that_the_member_may_take(sign_in, owner, ben, mirror_folder):
    assert b"/demo/" in sign_in(owner).get("/").content
    assert b"/demo/" not in sign_in(ben).get("/").content


@pytest.mark.django_db(transaction=True)
def test_an_address_that_makes_no_sense_shows_the_usual(sign_in, owner, mirror_folder):
    answer_csat("use", [5] * 40, days_ago=3)
    refresh()

    page = sign_in(owner).get("/?period=eternity&segment=nobody")

    assert page.context["choice"] == Choice()
    assert b"tile-csat" in page.content
