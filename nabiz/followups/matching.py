"""Which rule an answer falls under. The first that fits, in the order of the shortest time, opens the follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Protocol

from nabiz.customers.queries import segments_of
from nabiz.customers.standing import standing_for
from nabiz.customers.worth import mrr_of
from nabiz.followups.models import COMMENT, Rule
from nabiz.followups.words import Words
from nabiz.statistics.turkish_holidays import holidays_of
from nabiz.team.queries import home_zone

SATURDAY = 5
_REVIEW, _ANSWER = ("site", "body"), ("survey", "comment")


class Answer(Protocol):
    """The event of an answer or of a review."""

    @property
    def pk(self) -> Any: ...

    kind: str
    happened_at: datetime
    customer_id: int | None
    touchpoint: str
    stage: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A number that a customer gave, or words without one, whatever it came by."""

    measure: str
    score: int | None
    survey: str
    comment: str


def said_in(event: Answer) -> Said | None:
    """None for an answer with neither a number nor a comment."""
    is_review = event.kind == "review.posted"
    source, text = (str(event.facts.get(name) or "") for name in (_REVIEW if is_review else _ANSWER))
    score = event.facts.get("rating" if is_review else "score")
    if isinstance(score, bool) or not isinstance(score, int | float) or not -1 < score < 11:
        return Said(COMMENT, None, source, text) if text.strip() else None
    measure = Rule.Measure.REVIEW.value if is_review else str(event.facts.get("measure", ""))
    return Said(measure, int(score), source, text)


def fits(rule: Rule, event: Answer, said: Said) -> bool:
    """Whether the answer meets every condition that can be read off it alone."""
    if (rule.needs_comment or rule.asks_words) and not said.comment.strip():
        return False
    if rule.measure != Rule.Measure.ANY and not (rule.measure == said.measure and _meets_score(rule, said.score)):
        return False
    wanted = ((rule.survey, said.survey), (rule.touchpoint, event.touchpoint), (rule.stage, event.stage))
    return all(not one or one == other for one, other in wanted)


def _meets_score(rule: Rule, score: int | None) -> bool:
    if score is None:
        return False
    return score <= rule.score if rule.comparison == Rule.Comparison.AT_MOST else score >= rule.score


class Whom:
    """The customer behind an answer, asked about only as far as rules want to know."""

    def __init__(self, customer_id: int) -> None:
        self.person = standing_for([customer_id]).get(customer_id)
        self._segments: set[str] | None = None
        self._mrr: Decimal | None = None

    def meets(self, rule: Rule) -> bool:
        if self.person is None or (rule.segment and rule.segment not in self.segments):
            return False
        return rule.account_above is None or self.mrr > rule.account_above

    @property
    def segments(self) -> set[str]:
        if self._segments is None:
            self._segments = {each.slug for each in segments_of(self.person)} if self.person else set()
        return self._segments

    @property
    def mrr(self) -> Decimal:
        if self._mrr is None:
            self._mrr = mrr_of(self.person) if self.person else Decimal(0)
        return self._mrr


def rule_for(event: Answer, said: Said, whom: Whom, rules: Iterable[Rule]) -> Rule | None:
    """The rule with the shortest time among those that fit; of several the oldest."""
    words = Words(said.comment)
    fitting = (rule for rule in rules if fits(rule, event, said) and whom.meets(rule) and words.meet(rule))
    return min(fitting, key=lambda rule: (rule.due_hours, rule.pk), default=None)


def due_after(start: datetime, hours: int, *, skips_weekends: bool) -> datetime:
    """The due time; where weekends are skipped, Saturdays, Sundays and public holidays of the company's zone do not
    count."""
    if not skips_weekends:
        return start + timedelta(hours=hours)
    moment = start.astimezone(home_zone())
    for _hour in range(hours):
        moment = _to_a_working_day(moment) + timedelta(hours=1)
    return _to_a_working_day(moment).astimezone(start.tzinfo)


def _to_a_working_day(moment: datetime) -> datetime:
    zone = str(moment.tzinfo)
    while moment.weekday() >= SATURDAY or moment.date() in _holidays(zone, moment.year):
        moment = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return moment


@cache
def _holidays(zone: str, year: int) -> frozenset[date]:
    """Whole days off, where they are known. The half day before a feast is a working day."""
    known = holidays_of(year).values() if zone == "Europe/Istanbul" else ()
    return frozenset(holiday.day for holiday in known if not holiday.is_half)
