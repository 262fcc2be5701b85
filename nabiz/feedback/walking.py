"""From one question to the next: which is shown, what becomes of an answer, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nabiz.feedback import commands
from nabiz.feedback.branching import path
from nabiz.feedback.entering import VIA, Visit
from nabiz.feedback.kinds import Given
from nabiz.feedback.models import Question

LINK_CHANNELS = ("web", "app", "email", "sms", "whatsapp", "social", "store", "qr")


@dataclass(frozen=True)
class Place:
    """Where somebody is: the question, the one before it, and how far it is."""

    question: Question
    before: Question | None
    number: int
    of: int


def place_of(visit: Visit, wanted: str = "") -> Place | None:
    """The question that was asked for where it lies on the way, else the first that is still open; None at the end."""
    way = path(visit.questions, visit.values)
    found = next((each for each in way if each.key == wanted), None)
    found = found or next((each for each in way if each.key not in visit.answers), None)
    if found is None:
        return None
    at = way.index(found)
    return Place(found, way[at - 1] if at else None, at + 1, len(way) + _may_follow(visit, way))


def _may_follow(visit: Visit, way: list[Question]) -> int:
    """One more where an answer that is not there yet may bring up a question, so that the bar does not end early."""
    open_keys = {each.key for each in way if each.key not in visit.answers}
    hidden = (each for each in visit.questions if each not in way)
    return int(any(each.shown_if.get("question") in open_keys for each in hidden))


@transaction.atomic
def keep(visit: Visit, question: Question, given: Given) -> Question | None:
    """Keep an answer; returns the question that comes next, or None where that was the last and all is complete."""
    assert visit.version
    assert visit.survey
    key = visit.key.text
    about: dict[str, Any] = {"version": visit.version, "language": visit.language}
    if visit.invitation:
        response = commands.begin(visit.invitation, key, **about)
    else:
        channel = visit.sent.get(VIA, "")
        about["channel"] = channel if channel in LINK_CHANNELS else "web"
        response = commands.begin_openly(visit.survey, key, hidden=visit.sent, **about)
    visit.response = response
    answers = commands.answer(response, question, given, language=visit.language)
    known = {each.question.key: each.value for each in answers}
    following = _after(question, path(visit.questions, known), known)
    if following is None:
        commands.complete(response, answers)
    return following


@transaction.atomic
def finish(visit: Visit) -> None:
    """Complete what was answered to the end but for the last word."""
    assert visit.response
    response = visit.response
    commands.complete(response, list(response.answers.select_related("question")))


def _after(question: Question, way: list[Question], known: Mapping[str, object]) -> Question | None:
    """The next on the way; at its end whatever required question was passed over, by an address written by hand."""
    at = next((n for n, each in enumerate(way) if each.key == question.key), -1)
    if at + 1 < len(way):
        return way[at + 1]
    return next((each for each in way if each.is_required and each.key not in known), None)
