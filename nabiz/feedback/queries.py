"""Answers that ask for somebody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from nabiz.feedback.events import SurveyAnswered
from nabiz.timeline.matters import recent

DETRACTOR_UP_TO = 6
ANSWER_WITHIN = timedelta(hours=24)


class Answered(Protocol):
    """The event of an answer."""

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
