"""Surveys and answers: what may be seen, what is asked, and answers that ask for somebody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from nabiz.feedback.events import SurveyAnswered
from nabiz.feedback.models import Invitation, Question, Response, ResponseQuerySet, Survey, SurveyQuerySet, Version
from nabiz.team.tokens import hash_of
from nabiz.timeline.commands import Actor
from nabiz.timeline.matters import recent

DETRACTOR_UP_TO = 6
ANSWER_WITHIN = timedelta(hours=24)


class Answered(Protocol):
    """The event of an answer."""

    pk: Any
    customer_id: int | None
    happened_at: datetime
    facts: dict[str, Any]


def low_scores(*, within: timedelta = timedelta(days=7), at_most: int = 5) -> Sequence[Answered]:
    """The newest answers of detractors, those who said why first."""
    low = recent(SurveyAnswered, within=within).filter(
        facts__measure="nps", facts__score__lte=DETRACTOR_UP_TO, facts__score__gte=0
    )
    newest = list(low[: at_most * 4])
    return sorted(newest, key=lambda answer: not answer.facts.get("comment"))[:at_most]


def visible_surveys(member: Actor) -> SurveyQuerySet:
    """Every member who may see customers sees every survey that was not removed."""
    return Survey.objects.present()


def survey_names(member: Actor) -> list[str]:
    return list(visible_surveys(member).order_by("name").values_list("name", flat=True))


def responses_of(survey: Survey) -> ResponseQuerySet:
    """What customers answered, the newest first, begun ones included; answers of members who tried are left out."""
    return Response.objects.filter(survey=survey).of_people().order_by("-started_at", "-pk")


def invitations_of(survey: Survey) -> QuerySet[Invitation]:
    return Invitation.objects.filter(survey=survey).of_people().order_by("-invited_at", "-pk")


def invitation_by(token: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it."""
    known = Invitation.objects.select_related("survey__brand", "customer", "response")
    return known.filter(token_hash=hash_of(token)).first()


def survey_by_link(token: str) -> Survey | None:
    """The survey behind an open link."""
    return Survey.objects.select_related("brand").filter(link_token=token).first()


def survey_url(token: str) -> str:
    """The address at which a customer answers, for the token of an invitation or of an open link."""
    return f"{settings.PUBLIC_URL}{reverse('survey:step', args=[token])}"


def survey_asking(measure: str, name: str) -> Survey | None:
    """The live survey of that name, where it still asks for this measure."""
    named = Survey.objects.live().filter(name=name)
    return next((each for each in named if main_measure(asked_version(each)) == measure), None)


def asked_version(survey: Survey) -> Version | None:
    """What is asked now: the newest version that was published."""
    return survey.versions.exclude(published_at=None).order_by("-number").first()


def newest_version(survey: Survey) -> Version:
    """What members work on: published or not."""
    newest = survey.versions.order_by("-number").first()
    assert newest, "a survey is made with its first version"
    return newest


def questions_of(version: Version) -> list[Question]:
    """In order. Those of a locked version never change, and are kept in memory."""
    return list(_kept_questions(version.pk) if version.locked_at else Question.objects.filter(version=version))


def main_measure(version: Version | None) -> str:
    """Which number a survey feeds: the measure of its first measured question."""
    found = (question.measure for question in questions_of(version) if question.measure) if version else iter(())
    return next(found, "other")


@lru_cache(maxsize=256)
def _kept_questions(version_id: int) -> tuple[Question, ...]:
    return tuple(Question.objects.filter(version=version_id))
