"""Whether those who try it stay and pay."""

from datetime import timedelta

import ibis
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.kept import WHERE, kept
from nabiz.metrics.sources import ON_EVENTS, EventRows
from nabiz.metrics.tables import Scope
from nabiz.timeline.catalogue import SubscriptionStarted, TrialStarted

# Billing runs after the trial's last hour, so the payment is waited for a day.
TIME_TO_PAY = timedelta(days=1)
USUAL_LENGTH = 14


def trials(scope: Scope) -> Rows:
    """Each trial whose time is over, at its end, with whether it was paid for by then."""
    over = scope.with_now(told_trials(scope))
    return over.filter(over.latest <= over.now)


@kept(*WHERE, "plan", "was_paid", "latest")
def told_trials(scope: Scope) -> Rows:
    """Each trial at its end, past or to come, with whether it was paid for."""
    rows = scope.events(TrialStarted, SubscriptionStarted)
    is_trial = rows.kind == TrialStarted.kind.name
    person = ibis.literal("c") + rows.customer_id.cast("string")
    order = {"group_by": rows.subscription.nullif("").coalesce(person), "order_by": [rows.happened_at, rows.id]}
    rows = rows.mutate(paid_at=is_trial.ifelse(None, rows.happened_at).min().over(**order, rows=(1, None)))
    begun = rows.filter(is_trial)
    days = begun.trial_days.fill_null(USUAL_LENGTH)
    begun = begun.mutate(began_at=begun.happened_at, happened_at=begun.happened_at + days.as_interval("D"))
    latest = begun.happened_at + ibis.interval(days=TIME_TO_PAY.days)
    return begun.mutate(was_paid=(begun.paid_at <= latest).fill_null(False), latest=latest)


@metric(
    over=EventRows(trials, ("money",), reach="before", watches_clock=True, groups=ON_EVENTS | {"plan"}),
    unit="share",
    better="higher",
    label=_("Trial conversion"),
    formula=_("trials paid for by their end ÷ trials that ended"),
    counted=ngettext_lazy("%(shown)s trial", "%(shown)s trials", "n"),
    estimate=share("paid", "ended"),
    difference=share_difference("paid", "ended"),
    order=108,
    matures=TIME_TO_PAY,
    shows=("plan", "began_at", "was_paid"),
    scale=(0, 1),
)
def trial_conversion(begun: Rows) -> Counts:
    """Share of trials that were paid for, by the day on which their time was over. A trial that still runs does not
    count yet, so a wave of new trials cannot lower the number."""
    return {"paid": begun.was_paid.sum(), "ended": begun.count()}
