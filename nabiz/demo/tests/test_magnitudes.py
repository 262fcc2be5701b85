"""The made-up company is neither a wonder nor a wreck."""

import numpy as np
import pytest

from nabiz.demo.personas import PERSONAS
from nabiz.demo.tests.reading import answers, coded, kinds, movements, scores


def test_about_four_hundred_thousand_events_happen_to_five_thousand_customers(story):
    assert len(story.people) == 5_000
    assert 340_000 < len(story.happenings) < 460_000


def test_scores_are_those_of_an_ordinary_company(story):
    assert 30 <= 100 * coded(answers(story, "nps")).mean() <= 45
    assert 0.75 <= (scores(answers(story, "csat")) >= 4).mean() <= 0.85
    assert 0.65 <= (scores(answers(story, "ces")) >= 5).mean() <= 0.80


@pytest.mark.parametrize("channel", ["email", "sms", "app", "web"])
def test_response_rates_are_believable(story, channel):
    invited, bounced, answered = (
        sum(each.channel == channel for each in kinds(story, kind))
        for kind in ("survey.invited", "survey.bounced", "survey.answered")
    )

    assert 0.15 <= answered / (invited - bounced) <= 0.40


def test_churn_is_that_of_subscriptions(story):
    homes, venues = movements(story, venues=False), movements(story, venues=True)

    assert 0.03 <= homes[3] / homes[2] <= 0.05
    assert 0.01 <= venues[3] / venues[2] <= 0.02
    assert 0.95 <= (homes[1] + venues[1]) / (homes[0] + venues[0]) <= 1.08


def test_most_matters_are_settled_within_a_day_and_some_are_open_at_the_end(story):
    hours = np.array([each.facts["seconds_open"] for each in kinds(story, "conversation.resolved")]) / 3600
    opened = {each.facts["conversation"] for each in kinds(story, "conversation.opened")}
    resolved = {each.facts["conversation"] for each in kinds(story, "conversation.resolved")}

    assert 8 <= np.median(hours) <= 20
    assert opened - resolved


def test_seven_of_ten_speak_turkish(story):
    assert 0.66 <= np.mean([each.profile.language == "tr" for each in story.people]) <= 0.76


def test_every_persona_is_there(story):
    present = {each.persona.key for each in story.people}

    assert present == {persona.key for persona in PERSONAS}
