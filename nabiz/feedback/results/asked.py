"""Who was asked and who answered, by the events: whoever sent them, ourselves or another system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from nabiz.customers.queries import in_segment, visible_segments
from nabiz.feedback.events import SurveyAnswered, SurveyBounced, SurveyInvited
from nabiz.feedback.results.looking import Looking
from nabiz.statistics import proportions
from nabiz.ui.charts.breakdown import Group

if TYPE_CHECKING:
    from nabiz.team.models import Member

LIMIT = 50_000


@dataclass(frozen=True)
class Invited:
    """One delivered invitation."""

    channel: str
    stage: str
    hour: int
    customer_id: int | None
    was_answered: bool


def invitations(survey: str, seen: Looking) -> list[Invited]:
    """Each delivered invitation of a survey, once, with whether it was answered since."""
    asked = {
        event.facts.get("invitation"): event
        for event in seen.events(SurveyInvited, survey)[:LIMIT]
        if event.facts.get("invitation")
    }
    whenever = Looking(period=seen.period)  # an answer may come by another channel than its invitation
    answered = _invitations_in(SurveyAnswered, survey, whenever)
    bounced = _invitations_in(SurveyBounced, survey, whenever) - answered
    return [
        Invited(
            event.channel,
            event.stage,
            timezone.localtime(event.happened_at).hour,
            event.customer_id,
            key in answered,
        )
        for key, event in asked.items()
        if key not in bounced
    ]


def rates_by(invited: list[Invited], group: Callable[[Invited], str], label: Callable[[str], str]) -> list[Group]:
    """The response rate of each group with Wilson's bounds."""
    asked = Counter(group(each) for each in invited)
    answered = Counter(group(each) for each in invited if each.was_answered)
    return [rate(label(name), answered[name], n) for name, n in sorted(asked.items())]


def rate(label: str, answered: int, asked: int) -> Group:
    if not asked:
        return Group(label, None, None, None, 0)
    found = proportions.interval(float(answered), float(asked))
    return Group(label, float(found.value), float(found.low), float(found.high), asked, is_sure=asked >= 30)


def rates_by_segment(invited: list[Invited], member: Member) -> list[Group]:
    """Of the members of each segment; a customer may be in several."""
    ids = {each.customer_id for each in invited if each.customer_id}
    found = []
    for segment in visible_segments(member):
        inside = set(in_segment(segment.slug).filter(pk__in=ids).values_list("pk", flat=True))
        its = [each for each in invited if each.customer_id in inside]
        if its:
            found.append(rate(segment.name, sum(each.was_answered for each in its), len(its)))
    return found


def _invitations_in(fact: type[SurveyAnswered] | type[SurveyBounced], survey: str, seen: Looking) -> set[object]:
    return set(seen.events(fact, survey).values_list("facts__invitation", flat=True))
