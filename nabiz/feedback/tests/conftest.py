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


@pytest.fixture
def crowd(acme):
    """So many customers of the segment "all", long known."""
    from django.utils import timezone

    from nabiz.customers.models import Customer, Identity, Segment

    def made(many):
        since = timezone.now() - timedelta(days=100)
        people = Customer.objects.bulk_create(
            [Customer(name=f"C {n}", language="tr", since=since) for n in range(many)]
        )
        Identity.objects.bulk_create(
            [Identity(customer=each, kind="email", value=f"c{n}@x.test") for n, each in enumerate(people)]
        )
        Segment.objects.create(slug="all", name="All", filter="")
        return people

    return made
