"""Whether callers are put through, and how soon, as numbers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox.estimators import mean_difference, mean_of, powers_of
from nabiz.inbox.events import CallEnded
from nabiz.inbox.sources import ON_QUEUES, STILL_RUNNING
from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference, total
from nabiz.metrics.sources import EventRows
from nabiz.metrics.tables import Scope

CALLS = ngettext_lazy("%(shown)s call", "%(shown)s calls", "n")
ANSWERED = ngettext_lazy("%(shown)s answered call", "%(shown)s answered calls", "n")
USUAL_PROMISE = 20  # seconds, where a call does not say what was promised
FEWEST_OF_A_WAIT = 50  # most wait for nothing and a few for long, so that bounds of fewer hold too rarely
SHOWN = ("call", "queue", "agent", "was_answered", "wait_seconds")


def offered(scope: Scope) -> Rows:
    """Each call of somebody who asked for a person, with what they waited and within what they were to be answered."""
    rows = scope.events(CallEnded)
    return rows.mutate(
        is_answered=rows.was_answered.fill_null(False),
        wait=rows.wait_seconds.fill_null(0),
        promise=rows.answer_within.fill_null(USUAL_PROMISE),
    )


called = EventRows(offered, ("support",), groups=ON_QUEUES | {"agent"})


@metric(
    over=called,
    unit="count",
    label=_("Calls"),
    formula=_("number of calls that asked for a person"),
    counted=CALLS,
    estimate=total("calls", "calls"),
    order=56,
    fewest=0,
    matures=STILL_RUNNING,
    shows=SHOWN,
    scale=(0, None),
)
def calls(offered: Rows) -> Counts:
    """Calls that asked for a person, answered or given up; what the voice menu settled does not count. It is a complete
    count, so it has no margin."""
    return {"calls": offered.count()}


@metric(
    over=called,
    unit="share",
    better="lower",
    label=_("Abandoned calls"),
    formula=_("calls given up while waiting ÷ calls"),
    counted=CALLS,
    estimate=share("abandoned", "offered"),
    difference=share_difference("abandoned", "offered"),
    order=57,
    shows=SHOWN,
    behind=lambda offered: ~offered.is_answered,
    scale=(0, 1),
)
def abandonment_rate(offered: Rows) -> Counts:
    """Share of the callers who hung up before anybody answered, however short they waited."""
    return {"abandoned": (~offered.is_answered).sum(), "offered": offered.count()}


@metric(
    over=called,
    unit="share",
    better="higher",
    label=_("Service level"),
    formula=_("calls answered within the promised seconds ÷ calls"),
    counted=CALLS,
    estimate=share("in_time", "offered"),
    difference=share_difference("in_time", "offered"),
    order=58,
    shows=(*SHOWN, "answer_within"),
    scale=(0, 1),
)
def service_level(offered: Rows) -> Counts:
    """Share of all calls that were answered within the promised time: what each call says, or else 20 seconds. Who
    hung up counts as missed."""
    return {"in_time": (offered.is_answered & (offered.wait <= offered.promise)).sum(), "offered": offered.count()}


@metric(
    over=called,
    unit="seconds",
    better="lower",
    label=_("Speed of answer (ASA)"),
    formula=_("sum of the waits of answered calls ÷ answered calls"),
    counted=ANSWERED,
    estimate=mean_of(),
    difference=mean_difference(),
    order=59,
    fewest=FEWEST_OF_A_WAIT,
    shows=SHOWN,
    behind=lambda offered: offered.is_answered,
    scale=(0, None),
)
def speed_of_answer(offered: Rows) -> Counts:
    """Seconds that answered callers had waited on average, those who were put through at once included. Who hung up is
    not in it, so read it beside the abandoned calls."""
    return powers_of(offered.wait, offered.is_answered)
