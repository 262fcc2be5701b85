"""Surveys and the people who answer them."""

from datetime import timedelta

import pytest

from nabiz.feedback.tests.visitor import COMMENT, NPS, Visitor


@pytest.fixture
def make_live(ceren):
    """Returns a live survey with these questions."""

    from django.db import transaction

    from nabiz.feedback.authoring import make_survey, publish

    def made(*questions, **fields):
        with transaction.atomic():
            return publish(make_survey("Would you recommend us?", questions=questions, by=ceren, **fields), by=ceren)

    return made


@pytest.fixture
def survey(make_live):
    return make_live(NPS, COMMENT, touchpoint="relationship")


@pytest.fixture
def invitation(survey, deniz):
    from nabiz.feedback.commands import invite

    return invite(survey, deniz, channel="email")


@pytest.fixture
def link(survey, ceren):
    from nabiz.feedback.authoring import open_link

    return open_link(survey, by=ceren)


@pytest.fixture
def visit():
    return Visitor


@pytest.fixture
def slow_key(monkeypatch):
    """Pages look as if they had been opened a minute ago, so that nobody has to wait."""
    from django.utils import timezone

    from nabiz.feedback.keys import new_key

    monkeypatch.setattr("nabiz.feedback.entering.new_key", lambda: new_key(timezone.now() - timedelta(minutes=1)))
