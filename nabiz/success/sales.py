"""What orders bring, and what of it goes back."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import whole
from nabiz.metrics.sources import ON_EVENTS, EventRows
from nabiz.metrics.tables import Scope
from nabiz.success.subscriptions import AT_ONCE
from nabiz.timeline.catalogue import OrderPaid, OrderReturned

ORDERS = ngettext_lazy("%(shown)s order", "%(shown)s orders", "n")
RETURNS = ngettext_lazy("%(shown)s return", "%(shown)s returns", "n")


def paid_and_returned(scope: Scope) -> Rows:
    """Each paid order that cost something, and each return of something."""
    rows = scope.events(OrderPaid, OrderReturned)
    rows = rows.mutate(is_paid=rows.kind == OrderPaid.kind.name, amount=rows.value.abs())
    return rows.filter(rows.is_paid.ifelse(rows.value > 0, rows.amount > 0))


traded = EventRows(paid_and_returned, ("money",), groups=ON_EVENTS | {"currency"})


@metric(
    over=traded,
    better="higher",
    label=_("Gross sales"),
    formula=_("sum of the paid orders"),
    counted=ORDERS,
    order=116,
    shows=("value",),
    behind=lambda traded: traded.is_paid,
    in_money=True,
    **whole("money", "sales", "orders", matures=AT_ONCE),
)
def sales(traded: Rows) -> Counts:
    """What the orders paid in the period bring, before anything is sent back. Orders in another currency are left out;
    subscriptions are not in it. It is a complete sum, so it has no margin."""
    return {"sales": _sum(traded, traded.is_paid), "orders": traded.is_paid.sum()}


@metric(
    over=traded,
    better="lower",
    label=_("Returns"),
    formula=_("sum of what was returned"),
    counted=RETURNS,
    order=117,
    shows=("value",),
    behind=lambda traded: ~traded.is_paid,
    in_money=True,
    **whole("money", "returned", "returns", matures=AT_ONCE),
)
def returns(traded: Rows) -> Counts:
    """What orders returned or cancelled in the period took back, whenever they were paid, whether sources write it with
    a minus or without. Returns that do not say what they cost are left out."""
    return {"returned": _sum(traded, ~traded.is_paid), "returns": (~traded.is_paid).sum()}


@metric(
    over=traded,
    better="higher",
    label=_("Revenue"),
    formula=_("paid orders − returns"),
    counted=ORDERS,
    order=118,
    shows=("kind", "value"),
    in_money=True,
    **whole("money", "revenue", "orders", matures=AT_ONCE, floor=None),
)
def revenue(traded: Rows) -> Counts:
    """What the orders paid in the period bring, less what was returned or cancelled in it. In a period with more
    returns than orders it is below zero. Subscriptions are not in it: their money is the monthly recurring revenue."""
    net = _sum(traded, traded.is_paid) - _sum(traded, ~traded.is_paid)
    return {"revenue": net, "orders": traded.is_paid.sum()}


def _sum(traded: Rows, where: Any) -> Any:
    return traded.amount.sum(where=where).fill_null(0)
