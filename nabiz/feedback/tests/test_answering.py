"""A customer answers: what is kept, what is announced, and when."""

import pytest
from django.db import transaction

from nabiz.feedback.authoring import make_survey
from nabiz.feedback.commands import NotAsked, invite, settle
from nabiz.feedback.models import Answer, Response, Step
from nabiz.feedback.queries import responses_of, survey_url
from nabiz.feedback.tests.visitor import COMMENT, NPS
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db


def answered():
    return [
        (event.facts["measure"], event.facts.get("score"), event.facts.get("comment"))
        for event in Event.objects.filter(kind="survey.answered").order_by("id")
    ]


def test_an_invitation_is_announced_and_its_link_is_kept_as_a_hash(invitation, timeline):
    assert timeline(invitation.customer) == ["survey.invited"]
    assert invitation.token not in invitation.token_hash
    assert survey_url(invitation.token).endswith(f"/s/{invitation.token}")


def test_nobody_is_asked_by_a_survey_that_is_not_live(ceren, deniz):
    draft = make_survey("Draft", questions=[NPS], by=ceren)

    with pytest.raises(NotAsked):
        invite(draft, deniz, channel="email")


def test_score_and_comment_are_told_together_when_all_is_answered(invitation, visit):
    browser = visit(invitation.token)

    browser.answer("9")
    assert answered() == []
    browser.answer("Çünkü hızlı", url=f"{browser.url}?q=why")

    assert answered() == [("nps", 9, "Çünkü hızlı")]


def test_the_event_says_who_where_and_in_which_language(invitation, visit):
    browser = visit(invitation.token)
    browser.answer("3")
    browser.answer("", url=f"{browser.url}?q=why")

    event = Event.objects.get(kind="survey.answered")
    assert (event.customer_id, event.channel, event.touchpoint) == (invitation.customer_id, "email", "relationship")
    assert event.facts["invitation"] == invitation.reference
    assert event.facts["language"] == "tr"


def test_an_answer_can_be_changed_until_the_end(invitation, visit):
    browser = visit(invitation.token)
    browser.answer("2")
    browser.answer("8", url=f"{browser.url}?q=score")
    browser.answer("", url=f"{browser.url}?q=why")

    assert answered() == [("nps", 8, "")]


def test_an_answer_off_the_way_is_taken_back(make_live, deniz, visit):
    bad = COMMENT | {"shown_if": {"question": "score", "op": "at_most", "value": 6}}
    end = {"key": "end", "kind": "text", "texts": COMMENT["texts"]}
    browser = visit(invite(make_live(NPS, bad, end), deniz, channel="email").token)
    browser.answer("2")
    browser.answer("Slow", url=f"{browser.url}?q=why")
    browser.answer("9", url=f"{browser.url}?q=score")
    browser.answer("", url=f"{browser.url}?q=end")

    assert answered() == [("nps", 9, "")]
    assert Answer.objects.count() == 1


def test_sending_the_same_form_twice_is_one_answer(invitation, visit):
    browser = visit(invitation.token)
    form = browser.form()
    for _ in range(2):
        browser.client.post(browser.url, form | {"a": "9"})
        browser.client.cookies.clear()
    browser.client.post(browser.url, form | {"q": "why", "a": "Good"})
    browser.client.post(browser.url, form | {"q": "why", "a": "Good"})

    assert answered() == [("nps", 9, "Good")]


def test_who_leaves_in_the_middle_is_counted_and_may_come_back(invitation, visit):
    browser = visit(invitation.token)
    browser.answer("6")
    settle(Response.objects.get())
    settle(Response.objects.get())

    browser.answer("10", url=f"{browser.url}?q=score")
    browser.answer("Late", url=f"{browser.url}?q=why")

    assert answered() == [("nps", 6, ""), ("comment", None, "Late")]


def test_two_scores_are_two_events_each_with_its_comment(make_live, deniz, visit):
    ease = {"key": "ease", "kind": "scale7", "measure": "ces", "texts": COMMENT["texts"]}
    survey = make_live(NPS, COMMENT, ease, COMMENT | {"key": "more"})
    browser = visit(invite(survey, deniz, channel="email").token)
    for key, value in [("score", "9"), ("why", "Fast"), ("ease", "2"), ("more", "Too many steps")]:
        browser.answer(value, url=f"{browser.url}?q={key}")

    assert answered() == [("nps", 9, "Fast"), ("ces", 2, "Too many steps")]


def test_a_response_without_score_is_told_as_well(make_live, deniz, visit):
    choice = {"key": "c", "kind": "choice", "texts": WHY_TEXTS, "options": [option("yes"), option("no")]}
    browser = visit(invite(make_live(choice), deniz, channel="web").token)

    browser.answer("yes")

    assert answered() == [("comment", None, "")]


WHY_TEXTS = COMMENT["texts"]


def option(value, **more):
    return {"value": value, "texts": {"en": {"label": value}, "tr": {"label": value}}} | more


def test_what_an_option_is_worth_is_the_score(make_live, deniz, visit):
    pmf = {"key": "p", "kind": "choice", "measure": "pmf", "texts": WHY_TEXTS}
    survey = make_live(pmf | {"options": [option("very", score=3), option("gone", score=0)]})

    visit(invite(survey, deniz, channel="app").token).answer("gone")

    assert answered() == [("pmf", 0, "")]


def test_steps_of_an_invitation_are_kept_once(invitation, visit):
    browser = visit(invitation.token)
    browser.get()
    browser.get()
    browser.answer("9")
    browser.answer("", url=f"{browser.url}?q=why")

    assert list(Step.objects.order_by("at", "id").values_list("kind", flat=True)) == ["opened", "answered"]


def test_an_answer_and_its_event_are_one_change(invitation, visit, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("nabiz.feedback.telling.announce", fail)
    browser = visit(invitation.token)
    browser.answer("9")
    browser.client.raise_request_exception = False
    browser.answer("x", url=f"{browser.url}?q=why")

    assert Response.objects.get().completed_at is None
    assert Answer.objects.count() == 1


def test_a_version_is_locked_by_its_first_answer(invitation, survey, visit):
    assert survey.versions.get().locked_at is None

    visit(invitation.token).answer("9")

    assert survey.versions.get().locked_at is not None


def test_responses_leave_out_what_members_tried(survey, invitation, ceren, visit):
    from nabiz.feedback.commands import invite_to_try

    with transaction.atomic():
        trial = invite_to_try(survey, survey.versions.get(), by=ceren)
    browser = visit(trial.token)
    browser.answer("9")
    browser.answer("x", url=f"{browser.url}?q=why")

    assert responses_of(survey).count() == 0
    assert answered() == []
    assert survey.versions.get().locked_at is None
