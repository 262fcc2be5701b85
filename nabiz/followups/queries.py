"""Follow-ups: what may be seen, what waits, and what a rule would have opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from nabiz.customers.queries import one_person
from nabiz.feedback.events import SurveyAnswered
from nabiz.followups.matching import Said, Whom, fits, said_in
from nabiz.followups.models import FollowUp, FollowUpQuerySet, Rule
from nabiz.followups.words import Words
from nabiz.reviews.events import ReviewPosted
from nabiz.themes.queries import verbatims_of_events
from nabiz.timeline.commands import Actor
from nabiz.timeline.matters import recent
from nabiz.timeline.queries import events_numbered

TRIED_OVER = timedelta(days=90)
MOST_TRIED = 20_000
FIRST_DUE = ("due_at", "pk")


@dataclass(frozen=True)
class Row:
    """A follow-up with what the customer said."""

    it: FollowUp
    comment: str


@dataclass(frozen=True)
class Tried:
    """How many follow-ups a rule would have opened; not exact where there were too many answers to try them all."""

    n: int
    is_exact: bool


def visible_follow_ups(member: Actor) -> FollowUpQuerySet:
    """Every member who may answer sees all of them."""
    return FollowUp.objects.select_related("customer__account", "owner", "closure__by", "snooze", "reask", "rule")


def with_words(follow_ups: Sequence[FollowUp]) -> list[Row]:
    events = events_numbered(each.answer for each in follow_ups)
    return [Row(each, _comment(events.get(each.answer))) for each in follow_ups]


def of_customer(member: Actor, customer_id: int) -> QuerySet[FollowUp]:
    return visible_follow_ups(member).filter(customer_id__in=one_person(customer_id)).order_by("-opened_at", "-pk")


def due_first(*, at_most: int) -> list[Row]:
    """The open ones that do not rest, those that are due first."""
    return with_words(list(visible_follow_ups_of_all().open().awake().order_by(*FIRST_DUE)[:at_most]))


def followed_up(numbers: Sequence[int]) -> set[int]:
    """Which of these answers had a follow-up opened."""
    return set(FollowUp.objects.filter(answer__in=numbers).values_list("answer", flat=True))


def visible_follow_ups_of_all() -> FollowUpQuerySet:
    return FollowUp.objects.select_related("customer__account", "owner", "closure", "snooze")


def try_out(rule: Rule) -> Tried:
    """What the rule would have opened in the last 90 days, with segments and revenue as they are today."""
    found = _answers_for(rule)
    said = [(event, its) for event in found[:MOST_TRIED] if (its := said_in(event)) and event.customer_id]
    fitting = [(event, its) for event, its in said if fits(rule, event, its)]
    if rule.asks_words:
        read = verbatims_of_events(event.pk for event, _its in fitting)
        fitting = [
            (event, its) for event, its in fitting if event.pk in read and Words(its.comment, read[event.pk]).meet(rule)
        ]
    people: dict[int, Whom] = {}
    if _asks_whom(rule):
        people = {number: Whom(number) for number in {event.customer_id for event, _its in fitting} if number}
    n = sum(event.customer_id not in people or people[event.customer_id].meets(rule) for event, _its in fitting)
    return Tried(n, len(found) <= MOST_TRIED)


def _answers_for(rule: Rule) -> list[Any]:
    """The newest answers and reviews that the rule may be about, one more than are tried."""
    if rule.measure == Rule.Measure.REVIEW:
        return list(recent(ReviewPosted, within=TRIED_OVER)[: MOST_TRIED + 1])
    answers = recent(SurveyAnswered, within=TRIED_OVER)
    if rule.measure == Rule.Measure.ANY:
        reviews = recent(ReviewPosted, within=TRIED_OVER)
        return [*answers[: MOST_TRIED + 1], *reviews[: MOST_TRIED + 1]][: MOST_TRIED + 1]
    scored = answers.filter(facts__measure=rule.measure, **{f"facts__score__{rule.comparison}": rule.score})
    return list(scored[: MOST_TRIED + 1])


def _asks_whom(rule: Rule) -> bool:
    return bool(rule.segment) or rule.account_above is not None


def _comment(event: object | None) -> str:
    said: Said | None = said_in(event) if event else None  # type: ignore[arg-type]
    return said.comment if said else ""
