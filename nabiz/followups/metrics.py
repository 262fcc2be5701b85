"""Whether the loop is closed, and whether it helps, as numbers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.followups.events import FollowUpAnsweredAgain, FollowUpClosed
from nabiz.inbox.estimators import compare_medians, hours_until
from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.sources import EventRows, events_of
from nabiz.metrics.tables import Scope

FOLLOW_UPS = ngettext_lazy("%(shown)s follow-up", "%(shown)s follow-ups", "n")


def closings(scope: Scope) -> Rows:
    """Each closing with how long it took."""
    closed = scope.events(FollowUpClosed)
    return closed.mutate(seconds=closed.seconds_open)


@metric(
    over=events_of(FollowUpClosed),
    unit="share",
    better="higher",
    label=_("Follow-ups closed on time"),
    formula=_("closed by their due time ÷ closed"),
    counted=FOLLOW_UPS,
    estimate=share("on_time", "n"),
    difference=share_difference("on_time", "n"),
    order=60,
    shows=("follow_up", "outcome", "was_on_time"),
    scale=(0, 1),
)
def followups_on_time(closed: Rows) -> Counts:
    """Share of the follow-ups closed in the period that were closed by the time they were due. Those that are overdue
    and still open count when they are closed."""
    return {"on_time": closed.was_on_time.sum(), "n": closed.count()}


@metric(
    over=EventRows(closings, ("feedback",)),
    unit="hours",
    better="lower",
    label=_("Time to close a follow-up"),
    formula=_("median of the hours from opening to closing"),
    counted=FOLLOW_UPS,
    estimate=hours_until(0.5),
    difference=compare_medians,
    order=61,
    per=("seconds",),
    shows=("follow_up", "outcome", "seconds"),
    scale=(0, None),
)
def followup_time(closed: Rows) -> Counts:
    """Hours within which half of the follow-ups closed in the period were closed, from the unhappy answer on. One that
    was reopened counts again with its next closing."""
    return {"ended": closed.count(), "lasting": closed.count() * 0}


@metric(
    over=events_of(FollowUpAnsweredAgain),
    unit="share",
    better="higher",
    label=_("Recovery rate"),
    formula=_("recovered ÷ answered again"),
    counted=ngettext_lazy("%(shown)s second answer", "%(shown)s second answers", "n"),
    estimate=share("recovered", "n"),
    difference=share_difference("recovered", "n"),
    order=62,
    shows=("measure", "first_score", "score", "has_recovered"),
    scale=(0, 1),
)
def recovery_rate(answers: Rows) -> Counts:
    """Share of those asked again after a follow-up whose score rose and is no longer a bad one: NPS from 7, CSAT from
    4, CES from 5 of 7 or 4 of 5. Scores rise by chance after a bad day too, so compare it with the rate of those whom
    nobody followed up before you call it the effect."""
    return {"recovered": answers.has_recovered.sum(), "n": answers.count()}
