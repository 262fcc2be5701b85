"""What customers say, as numbers."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from nabiz.feedback.events import SurveyAnswered, SurveyBounced, SurveyInvited
from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.sources import EventRows, events_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import nps as nps_statistics
from nabiz.statistics import proportions, surveys
from nabiz.statistics.estimates import Difference, Estimate

TIME_TO_ANSWER = timedelta(days=14)


def _nps_counts(columns: Columns) -> nps_statistics.Counts[Any]:
    return nps_statistics.Counts(columns["promoters"], columns["passives"], columns["detractors"])


def _estimate_nps(columns: Columns, *, confidence: float) -> Estimate[Any]:
    return nps_statistics.interval(*_nps_counts(columns), confidence=confidence)


def _compare_nps(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    return nps_statistics.difference(_nps_counts(before), _nps_counts(after), confidence=confidence)


@metric(
    over=events_of(SurveyAnswered, measure="nps"),
    unit="points",
    better="higher",
    label=_("NPS"),
    formula=_("100 × (promoters − detractors) ÷ answers"),
    estimate=_estimate_nps,
    difference=_compare_nps,
    order=10,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(0, 10),
    scale=(-100, 100),
)
def nps(answers: Rows) -> Counts:
    """How far those who would recommend us (9 or 10 of 10) outnumber those who would not (0 to 6), in points from −100
    to 100. Every answer to a relationship survey counts."""
    score = answers.score
    return {
        "promoters": score.between(9, 10).sum(),
        "passives": score.between(7, 8).sum(),
        "detractors": score.between(0, 6).sum(),
        "invalid": (score.isnull() | ~score.between(0, 10)).sum(),
    }
