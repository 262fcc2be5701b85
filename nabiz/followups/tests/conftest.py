"""An unhappy customer, and the rule that wants somebody to call."""

import pytest


@pytest.fixture
def rules(company):
    from nabiz.followups.commands import make_default_rules

    make_default_rules()


@pytest.fixture
def say(rules):
    """Returns a function by which a customer answers; it gives back the follow-up that was opened, if one was."""
    from django.db import transaction

    from nabiz.feedback.events import SurveyAnswered
    from nabiz.followups.models import FollowUp
    from nabiz.timeline.commands import announce

    def said(customer, score, comment="", measure="nps", **more):
        with transaction.atomic():
            fact = SurveyAnswered(survey="Recommend?", measure=measure, score=score, comment=comment, **more)
            event = announce(fact, about=customer)
        return FollowUp.objects.filter(answer=event.pk).first()

    return said


@pytest.fixture
def follow_up(say, deniz, acme, ana):
    acme.owner = ana
    acme.save()
    return say(deniz, 3, "Kargo geç geldi")
