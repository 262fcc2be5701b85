"""Who pays, for what, and how much a month: the states that the numbers about staying and growing compare."""

from datetime import datetime, timedelta
from typing import Any

import ibis
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Rows
from nabiz.metrics.sources import UnitsOverWindows
from nabiz.metrics.tables import Scope
from nabiz.timeline.catalogue import SubscriptionChanged, SubscriptionEnded, SubscriptionStarted, TrialStarted

STILL_VALID = datetime(9999, 12, 31)
AT_ONCE = timedelta(0)
OPENING = ngettext_lazy("%(shown)s customer at the start", "%(shown)s customers at the start", "n")
PAYING = ngettext_lazy("%(shown)s paying customer", "%(shown)s paying customers", "n")


def subscription_spans(scope: Scope) -> Rows:
    """What each subscription brought, from one event to the next. After its end there is no span.

    A change that does not say its product is one of the product that the subscription has.
    """
    rows = scope.with_account(scope.events(TrialStarted, SubscriptionStarted, SubscriptionChanged, SubscriptionEnded))
    person = ibis.literal("c") + rows.customer_id.cast("string")
    rows = rows.mutate(name=rows.subscription.nullif("").coalesce(person))
    later = {"group_by": rows.name, "order_by": [rows.happened_at, rows.id]}
    # The account may have become known only after the first event: one subscription has one payer throughout.
    account = rows.account_id.max().over(group_by=rows.name)
    first_person = ibis.literal("c") + rows.customer_id.min().over(group_by=rows.name).cast("string")
    is_paying = _pays(rows)
    spans = rows.mutate(
        unit=(ibis.literal("a") + account.cast("string")).coalesce(first_person),
        account_id=account,
        valid_from=rows.happened_at,
        valid_to=rows.happened_at.lead().over(**later).coalesce(ibis.literal(STILL_VALID)),
        is_paying=is_paying,
        mrr=is_paying.ifelse(rows.mrr, 0),
        plan=rows.plan.fill_null(""),
        product=rows.product.nullif("").coalesce(rows.product.max().over(group_by=rows.name)).fill_null(""),
        currency=rows.currency.fill_null(""),
    )
    spans = spans.filter(spans.kind != SubscriptionEnded.kind.name, spans.unit.notnull())
    return spans.mutate(first_paid_at=spans.is_paying.ifelse(spans.valid_from, None).min().over(group_by=spans.unit))


def _pays(rows: Rows) -> Any:
    return (rows.kind != TrialStarted.kind.name) & (rows.mrr.isnull() | (rows.mrr > 0))


payers = UnitsOverWindows(subscription_spans, ("money",))
lines = UnitsOverWindows(subscription_spans, ("money",), parts=("product",))
