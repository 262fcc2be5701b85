import random

import pytest
from django.db import transaction

THINGS = (
    "mikrofon cızırtı kablo hoparlör jak adaptör bluetooth pil",
    "şarkı repertuvar arama sanatçı söz albüm nota karaoke",
    "garson masa salon gürültü sandalye rezervasyon dekor menü",
)


@pytest.fixture
def said(deniz):
    """Somebody answers a survey with a comment, and it is read; gives the verbatim."""

    from nabiz.feedback.events import SurveyAnswered
    from nabiz.themes import reading
    from nabiz.themes.models import Verbatim
    from nabiz.timeline.commands import announce

    def say(comment, *, score=None, measure="nps", about=deniz, **envelope):
        fact = SurveyAnswered(survey="Pulse", measure=measure, score=score, comment=comment, **envelope)
        with transaction.atomic():
            event = announce(fact, about=about)
        reading.read_timeline()
        return Verbatim.objects.filter(event_id=event.pk).first()

    return say


@pytest.fixture
def many(deniz, monkeypatch):
    """Enough comments on three things for themes to be discovered in them."""
    from django.utils import timezone

    from nabiz.themes import learning, reading
    from nabiz.themes.models import Verbatim
    from nabiz.timeline.commands import Draft, append_events

    monkeypatch.setattr(learning, "FIRST_AT", 60)
    chance = random.Random(4)
    comments = [" ".join(chance.sample(words.split(), 5)) for words in THINGS for _ in range(24)]
    drafts = [
        Draft(
            kind="survey.answered",
            happened_at=timezone.now(),
            customer_id=deniz.pk,
            account_id=deniz.account_id,
            facts={"survey": "Pulse", "measure": "nps", "score": 3, "comment": comment},
            source="test",
            message_id=str(number),
        )
        for number, comment in enumerate(comments)
    ]
    with transaction.atomic():
        append_events(drafts)
    reading.read_timeline()
    return Verbatim.objects.order_by("event_id")
