"""Whether customers stay and leave, as numbers. A customer here is who pays: the account, or else the person."""

from django.utils.translation import gettext_lazy as _

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.success.subscriptions import AT_ONCE, OPENING, payers


@metric(
    over=payers,
    unit="share",
    better="higher",
    label=_("Customer retention (CRR)"),
    formula=_("(customers at the end − new ones) ÷ customers at the start"),
    counted=OPENING,
    estimate=share("kept", "opening"),
    difference=share_difference("kept", "opening"),
    order=60,
    matures=AT_ONCE,
    shows=("opening_mrr", "closing_mrr", "is_paying"),
    behind=lambda units: units.was_paying,
    scale=(0, 1),
)
def retention(units: Rows) -> Counts:
    """Share of those who paid at the start of the period and still pay at its end. New customers and trials do not
    count."""
    return {"opening": units.was_paying.sum(), "kept": (units.was_paying & units.is_paying).sum()}


@metric(
    over=payers,
    unit="share",
    better="lower",
    label=_("Customer churn (CCR)"),
    formula=_("customers lost ÷ customers at the start"),
    counted=OPENING,
    estimate=share("lost", "opening"),
    difference=share_difference("lost", "opening"),
    order=70,
    matures=AT_ONCE,
    shows=("opening_mrr", "closing_mrr", "is_paying"),
    behind=lambda units: units.was_paying,
    scale=(0, 1),
)
def churn(units: Rows) -> Counts:
    """Share of those who paid at the start of the period and no longer pay at its end. A trial that ends unpaid is a
    lost trial, not churn."""
    return {"opening": units.was_paying.sum(), "lost": (units.was_paying & ~units.is_paying).sum()}


@metric(
    over=payers,
    unit="share",
    better="lower",
    label=_("Churn including trials"),
    formula=_("customers and trials lost ÷ customers and trials at the start"),
    counted=OPENING,
    estimate=share("lost", "opening"),
    difference=share_difference("lost", "opening"),
    order=80,
    matures=AT_ONCE,
    shows=("opening_mrr", "closing_mrr", "is_paying"),
    behind=lambda units: units.was_here,
    scale=(0, 1),
)
def churn_with_trials(units: Rows) -> Counts:
    """Share of those who paid or were on trial at the start of the period and are neither at its end. An alternative
    to churn, which leaves trials out."""
    return {"opening": units.was_here.sum(), "lost": (units.was_here & ~units.is_here).sum()}
