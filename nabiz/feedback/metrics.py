"""What customers say, as numbers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import ibis
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from nabiz.feedback.events import SurveyAnswered, SurveyBounced, SurveyInvited
from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference, total
from nabiz.metrics.kept import WHERE, kept
from nabiz.metrics.sources import ON_EVENTS, EventRows, events_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import nps as points
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.ui.charts.nps import nps_bar

TIME_TO_ANSWER = timedelta(days=14)
AT_ONCE = timedelta(0)
FEWEST_FOR_FIT = 40
ANSWERS = ngettext_lazy("%(shown)s answer", "%(shown)s answers", "n")


def estimate_nps(columns: Columns, *, confidence: float) -> Estimate[Any]:
    return points.interval(*_nps_counts(columns), confidence=confidence)


def compare_nps(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    return points.difference(_nps_counts(before), _nps_counts(after), confidence=confidence)


def _nps_counts(columns: Columns) -> points.Counts[Any]:
    return points.Counts(columns["promoters"], columns["passives"], columns["detractors"])


def _draw_nps(counts: Mapping[str, Any]) -> SafeString:
    promoters, passives, detractors = (int(counts[name]) for name in ("promoters", "passives", "detractors"))
    return nps_bar(promoters, passives, detractors, title=gettext("Promoters, passives, detractors"))


@metric(
    over=events_of(SurveyAnswered, measure="nps"),
    unit="points",
    better="higher",
    label=_("NPS"),
    formula=_("100 × (promoters − detractors) ÷ answers"),
    counted=ANSWERS,
    estimate=estimate_nps,
    difference=compare_nps,
    order=10,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(0, 10),
    scale=(-100, 100),
    picture=_draw_nps,
)
def nps(answers: Rows) -> Counts:
    """How far those who would recommend us (9 or 10 of 10) outnumber those who would not (0 to 6), in points from −100
    to 100. Every answer to a relationship survey counts."""
    score = answers.score
    return {
        "promoters": score.between(9, 10).sum(),
        "passives": score.between(7, 8).sum(),
        "detractors": score.between(0, 6).sum(),
        "invalid": _off_the_scale(score, 0, 10),
    }


given = EventRows(lambda scope: scope.events(SurveyAnswered), ("feedback",), groups=ON_EVENTS | {"measure", "score"})
satisfaction = events_of(SurveyAnswered, measure="csat")


@metric(
    over=given,
    unit="count",
    label=_("Answers"),
    formula=_("number of answers to survey questions"),
    counted=ANSWERS,
    estimate=total("answers", "answers"),
    order=41,
    fewest=0,
    matures=AT_ONCE,
    shows=("measure", "score", "comment"),
    scale=(0, None),
)
def answers(given: Rows) -> Counts:
    """Answers to survey questions that came in during the period, on the scale or off it, also words without a score.
    It is a complete count, so it has no margin."""
    return {"answers": given.count()}


@metric(
    over=satisfaction,
    unit="share",
    better="higher",
    label=_("CSAT"),
    formula=_("answers of 4 or 5 ÷ answers"),
    counted=ANSWERS,
    estimate=share("satisfied", "n"),
    difference=share_difference("satisfied", "n"),
    order=20,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(1, 5),
    scale=(0, 1),
)
def csat(answers: Rows) -> Counts:
    """Share of customers who call themselves satisfied: 4 or 5 on a scale of 1 to 5."""
    return _on_the_scale(answers.score, 1, 5) | {"satisfied": answers.score.between(4, 5).sum()}


@metric(
    over=satisfaction,
    unit="share",
    better="lower",
    label=_("Dissatisfied (DSAT)"),
    formula=_("answers of 1 or 2 ÷ answers"),
    counted=ANSWERS,
    estimate=share("dissatisfied", "n"),
    difference=share_difference("dissatisfied", "n"),
    order=21,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(1, 2),
    scale=(0, 1),
)
def dsat(answers: Rows) -> Counts:
    """Share of customers who call themselves dissatisfied: 1 or 2 on a scale of 1 to 5. Those in between are in neither
    CSAT nor this."""
    return _on_the_scale(answers.score, 1, 5) | {"dissatisfied": answers.score.between(1, 2).sum()}


@metric(
    over=events_of(SurveyAnswered, measure="ces"),
    unit="share",
    better="higher",
    label=_("CES"),
    formula=_("answers of 5 to 7 ÷ answers"),
    counted=ANSWERS,
    estimate=share("easy", "n"),
    difference=share_difference("easy", "n"),
    order=30,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(1, 7),
    scale=(0, 1),
)
def ces(answers: Rows) -> Counts:
    """Share of customers for whom it was easy: 5 to 7 on a scale of 1 to 7, where 7 is the least effort."""
    return _on_the_scale(answers.score, 1, 7) | {"easy": answers.score.between(5, 7).sum()}


@metric(
    over=events_of(SurveyAnswered, measure="pmf"),
    unit="share",
    better="higher",
    label=_("Product-market fit (PMF)"),
    formula=_("very disappointed ÷ (very + somewhat + not disappointed)"),
    counted=ANSWERS,
    estimate=share("very", "n"),
    difference=share_difference("very", "n"),
    order=35,
    fewest=FEWEST_FOR_FIT,
    shows=("score", "comment"),
    behind=lambda answers: answers.score.between(1, 3),
    scale=(0, 1),
)
def pmf(answers: Rows) -> Counts:
    """Share of those who would be very disappointed without the product, among all who still use it. Below 40 answers
    it says nothing. The often quoted mark of 40% was seen at about a hundred start-ups; it is no law."""
    score = answers.score
    return {
        "n": score.between(1, 3).sum(),
        "very": (score == 3).sum(),
        "gone": (score == 0).sum(),
        "invalid": _off_the_scale(score, 0, 3),
    }


def invitations(scope: Scope) -> Rows:
    """Each invitation that had its time, once, with what became of it."""
    invited = scope.with_now(told_invitations(scope))
    return invited.filter(invited.happened_at <= invited.now - ibis.interval(days=TIME_TO_ANSWER.days))


@kept(*WHERE, "was_answered", "was_delivered")
def told_invitations(scope: Scope) -> Rows:
    """Each invitation once, with what became of it so far."""
    invited = _with_invitation(scope.events(SurveyInvited))
    first = ibis.row_number().over(group_by=invited.invitation, order_by=[invited.happened_at, invited.id])
    invited = invited.mutate(turn=first)
    answered = _invitations_of(scope.events(SurveyAnswered), "answered")
    bounced = _invitations_of(scope.events(SurveyBounced), "bounced")
    joined = invited.filter(invited.turn == 0).left_join(answered, "invitation").drop("invitation_right")
    joined = joined.left_join(bounced, "invitation")
    was_answered = joined.answered.fill_null(False)
    return joined.mutate(was_answered=was_answered, was_delivered=was_answered | ~joined.bounced.fill_null(False))


@metric(
    over=EventRows(invitations, ("feedback",), reach="onward", watches_clock=True),
    unit="share",
    better="higher",
    label=_("Response rate"),
    formula=_("answered invitations ÷ (invitations − undeliverable)"),
    counted=ngettext_lazy("%(shown)s invitation", "%(shown)s invitations", "n"),
    estimate=share("answered", "delivered"),
    difference=share_difference("answered", "delivered"),
    order=40,
    matures=TIME_TO_ANSWER,
    shows=("survey", "was_answered"),
    behind=lambda invited: invited.was_delivered,
    scale=(0, 1),
)
def response_rate(invited: Rows) -> Counts:
    """Share of delivered survey invitations that were answered, by the day of the invitation. Invitations of the last
    14 days are left out: people are still answering them."""
    return {"answered": invited.was_answered.sum(), "delivered": invited.was_delivered.sum()}


def _on_the_scale(score: Any, lowest: int, highest: int) -> dict[str, Any]:
    fits = score.between(lowest, highest)
    return {
        "n": fits.sum(),
        "sum": score.sum(where=fits),
        "squares": (score * score).sum(where=fits),
        "invalid": _off_the_scale(score, lowest, highest),
    }


def _off_the_scale(score: Any, lowest: int, highest: int) -> Any:
    return (score.isnull() | ~score.between(lowest, highest)).sum()


def _with_invitation(rows: Rows) -> Rows:
    return rows.filter(rows.invitation.notnull() & (rows.invitation != ""))


def _invitations_of(rows: Rows, mark: str) -> Rows:
    return _with_invitation(rows).select("invitation").distinct().mutate(**{mark: ibis.literal(True)})
