"""Whether customers stay, leave and grow, as numbers. A customer here is who pays: the account, or else the person."""

from datetime import datetime, timedelta
from typing import Any

import ibis
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference, total
from nabiz.metrics.sources import UnitsOverWindows, events_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import estimates, ratios
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.timeline.catalogue import (
    FeatureUsed,
    PageViewed,
    ScreenViewed,
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionStarted,
    TrialStarted,
)

STILL_VALID = datetime(9999, 12, 31)
AT_ONCE = timedelta(0)
OPENING = ngettext_lazy("%(shown)s customer at the start", "%(shown)s customers at the start", "n")
PAYING = ngettext_lazy("%(shown)s paying customer", "%(shown)s paying customers", "n")


def subscription_spans(scope: Scope) -> Rows:
    """What each subscription brought, from one event to the next. After its end there is no span."""
    rows = scope.with_account(scope.events(TrialStarted, SubscriptionStarted, SubscriptionChanged, SubscriptionEnded))
    person = ibis.literal("c") + rows.customer_id.cast("string")
    rows = rows.mutate(name=rows.subscription.nullif("").coalesce(person))
    later = {"group_by": rows.name, "order_by": [rows.happened_at, rows.id]}
    # The account may have become known only after the first event: one subscription has one payer throughout.
    account = rows.account_id.max().over(group_by=rows.name)
    first_person = ibis.literal("c") + rows.customer_id.min().over(group_by=rows.name).cast("string")
    spans = rows.mutate(
        unit=(ibis.literal("a") + account.cast("string")).coalesce(first_person),
        account_id=account,
        valid_from=rows.happened_at,
        valid_to=rows.happened_at.lead().over(**later).coalesce(ibis.literal(STILL_VALID)),
        is_paying=(rows.kind != TrialStarted.kind.name) & (rows.mrr.isnull() | (rows.mrr > 0)),
        plan=rows.plan.fill_null(""),
        currency=rows.currency.fill_null(""),
    )
    return spans.filter(spans.kind != SubscriptionEnded.kind.name, spans.unit.notnull())


def estimate_nrr(columns: Columns, *, confidence: float) -> Estimate[Any]:
    sums = (columns[name] for name in ("n", "x", "y", "xx", "yy", "xy"))
    return ratios.interval(*sums, confidence=confidence, limits=(0, float("inf")))


def compare_nrr(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    first, second = (estimate_nrr(each, confidence=confidence) for each in (before, after))
    return estimates.compare(first, second)


payers = UnitsOverWindows(subscription_spans, ("money",))


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


@metric(
    over=payers,
    unit="share",
    better="higher",
    label=_("Net revenue retention (NRR)"),
    formula=_("monthly revenue at the end from customers of the start ÷ monthly revenue at the start"),
    counted=OPENING,
    estimate=estimate_nrr,
    difference=compare_nrr,
    order=90,
    matures=AT_ONCE,
    shows=("opening_mrr", "closing_mrr", "is_paying"),
    behind=lambda units: units.opening_mrr > 0,
    scale=(0, None),
)
def nrr(units: Rows) -> Counts:
    """Share of the monthly revenue of the period's start that the same customers bring at its end. Upgrades can lift it
    above 100%; new and returning customers do not count. Subscriptions in another currency are left out."""
    opening, closing = units.opening_mrr.cast("float64"), units.closing_mrr.cast("float64")
    base = opening > 0
    return {
        "n": base.sum(),
        "x": opening.sum(where=base),
        "y": closing.sum(where=base),
        "xx": (opening * opening).sum(where=base),
        "yy": (closing * closing).sum(where=base),
        "xy": (opening * closing).sum(where=base),
    }


@metric(
    over=payers,
    unit="money",
    better="higher",
    label=_("Monthly recurring revenue (MRR)"),
    formula=_("sum of what the running subscriptions bring a month"),
    counted=PAYING,
    estimate=total("mrr", "paying"),
    order=100,
    fewest=0,
    matures=AT_ONCE,
    shows=("opening_mrr", "closing_mrr", "is_paying"),
    behind=lambda units: units.is_paying,
    scale=(0, None),
)
def mrr(units: Rows) -> Counts:
    """What the subscriptions that run at the end of the period bring a month. Trials bring nothing; subscriptions in
    another currency are left out. It is a complete sum, so it has no margin."""
    return {"mrr": units.closing_mrr.sum(), "paying": units.is_paying.sum()}


@metric(
    over=events_of(FeatureUsed, PageViewed, ScreenViewed),
    unit="count",
    better="higher",
    label=_("Active customers"),
    formula=_("number of customers with at least one use in the period"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "n"),
    estimate=total("customers", "customers"),
    order=110,
    fewest=0,
    matures=AT_ONCE,
    scale=(0, None),
)
def active_customers(uses: Rows) -> Counts:
    """Customers who used a feature or looked at a page or screen in the period, each counted once. Signing in alone is
    not use. It is a complete count, so it has no margin."""
    return {"customers": uses.customer_id.nunique()}
