"""Questions that feed no score have their answers in the results too."""

import pytest

from nabiz.feedback.results.looking import Looking
from nabiz.feedback.results.questions import questions_asked

WORDS = {"en": {"title": "Why do you leave?"}, "tr": {"title": "Neden ayrılıyorsunuz?"}}
OPTIONS = [
    {"value": value, "texts": {"en": {"label": value.title()}, "tr": {"label": value.title()}}}
    for value in ("price", "service", "other")
]
ROWS = [{"value": "food", "texts": {"en": {"label": "Food"}, "tr": {"label": "Yemek"}}}]
ONE = {"key": "reason", "kind": "choice", "texts": WORDS, "options": OPTIONS}
SEVERAL = {"key": "reasons", "kind": "choices", "texts": WORDS, "options": OPTIONS}
RANKED = {"key": "ranked", "kind": "rank", "texts": WORDS, "options": OPTIONS}
MATRIX = {"key": "matrix", "kind": "matrix", "texts": WORDS, "options": OPTIONS, "rows": ROWS}


@pytest.fixture
def answered(make_live, deniz, django_capture_on_commit_callbacks):
    """Answers to one question, each by an invitation of its own; the survey."""
    from django.db import transaction

    from nabiz.feedback import commands
    from nabiz.feedback.keys import new_key
    from nabiz.feedback.kinds import Given
    from nabiz.feedback.queries import asked_version, questions_of

    def given(question, *values):
        survey = make_live(question)
        version = asked_version(survey)
        for value in values:
            with transaction.atomic():
                invitation = commands.invite(survey, deniz, channel="email")
                response = commands.begin(invitation, new_key().text, version=version, language="en")
                commands.answer(response, questions_of(version)[0], Given(value), language="en")
        return survey

    return given


def counts(survey, **seen):
    return [
        (asked.title, asked.n, {line.label: line.count for line in asked.lines})
        for asked in questions_asked(survey, Looking(**seen))
    ]


def test_a_choice_counts_each_option_also_those_nobody_chose(answered):
    survey = answered(ONE, "price", "price", "service")

    assert counts(survey) == [("Why do you leave?", 3, {"Price": 2, "Service": 1, "Other": 0})]


def test_of_several_each_is_a_share_of_those_who_answered(answered):
    [asked] = questions_asked(answered(SEVERAL, ["price", "service"], ["price"]), Looking())

    assert [(line.label, line.share) for line in asked.lines] == [("Price", 1.0), ("Service", 0.5), ("Other", 0.0)]


def test_a_ranking_says_what_was_put_first(answered):
    assert counts(answered(RANKED, ["service", "price"], ["service"]))[0][2] == {"Price": 0, "Service": 2, "Other": 0}


def test_each_row_of_a_matrix_stands_by_itself(answered):
    assert counts(answered(MATRIX, {"food": "price"}))[0][:2] == ("Why do you leave? – Food", 1)


def test_a_filter_holds_for_these_questions_too(answered):
    assert counts(answered(ONE, "price"), channel="sms") == []
