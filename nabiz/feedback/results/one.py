"""One answer in full: what was said and how it was understood, where it came from, and what else they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nabiz.customers.queries import visible_customers
from nabiz.feedback.queries import responses_of
from nabiz.feedback.results.answers import rows_of
from nabiz.feedback.results.looking import said
from nabiz.feedback.results.questions import answers_in_words
from nabiz.themes.marks import how_understood
from nabiz.timeline.texts import events_named

if TYPE_CHECKING:
    from nabiz.feedback.models import Survey
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event


def answer_page(survey: Survey, number: int, member: Member) -> dict[str, Any] | None:
    """None where no such answer to this survey is there."""
    event = events_named([number]).get(number)
    if event is None or event.kind != "survey.answered" or event.facts.get("survey") != survey.name:
        return None
    (row,) = rows_of([event], member)
    return {
        "row": row,
        "event": event,
        "customer": visible_customers(member).filter(pk=event.customer_id or 0).first(),
        "places": {name: said(name, value) for name in ("channel", "stage") if (value := getattr(event, name))},
        "understood": how_understood([event.pk]).get(event.pk),
        "others": _others(survey, event),
    }


def _others(survey: Survey, event: Event) -> list[tuple[str, str]]:
    """All that was answered in one go, where it was answered here."""
    response = str(event.facts.get("response") or "")
    if event.source != "nabiz" or not (response.isascii() and response.isdecimal()):
        return []
    found = responses_of(survey).filter(pk=int(response)).first()
    return answers_in_words(found) if found else []
