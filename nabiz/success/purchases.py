"""What customers buy, how much at a time, and whether they come back for more."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.grouping import each_window, with_window
from nabiz.metrics.kept import WHERE, kept
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import ON_EVENTS, EventRows, Together, unit_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import estimates, skewed_means
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.success.subscriptions import AT_ONCE
from nabiz.timeline.catalogue import OrderPaid

# Below so many orders the bounds were seen to hold too rarely or too broadly (lognormal and even amounts).
FEWEST = 50


def paid_orders(scope: Scope) -> Rows:
    rows = scope.events(OrderPaid)
    return rows.filter(rows.value > 0)


@kept(*WHERE, "unit", "first_at")
def purchases(scope: Scope) -> Rows:
    """Each paid order with who bought, and when they bought first."""
    rows = scope.with_account(scope.events(OrderPaid))
    rows = rows.mutate(unit=unit_of(rows))
    rows = rows.filter(rows.unit.notnull())
    return rows.mutate(first_at=rows.happened_at.min().over(group_by=rows.unit))


def _buyers(rows: Rows, question: Question) -> Rows:
    rows = with_window(rows)
    return rows.group_by(*each_window(question), "unit").aggregate(
        id=rows.customer_id.min(),
        customer_id=rows.customer_id.min(),
        account_id=rows.account_id.max(),
        happened_at=rows.happened_at.max(),
        orders=rows.count(),
        bought_before=(rows.first_at < rows.starts).any(),
    )


def estimate_average(columns: Columns, *, confidence: float) -> Estimate[Any]:
    sums = (columns[name] for name in ("n", "total", "squares", "cubes"))
    return skewed_means.interval(*sums, confidence=confidence)


def compare_averages(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    first, second = (estimate_average(each, confidence=confidence) for each in (before, after))
    return estimates.compare(first, second)


@metric(
    over=EventRows(paid_orders, ("money",), groups=ON_EVENTS | {"currency"}),
    unit="money",
    better="higher",
    label=_("Average order value"),
    formula=_("sum of the paid orders ÷ their number"),
    counted=ngettext_lazy("%(shown)s order", "%(shown)s orders", "n"),
    estimate=estimate_average,
    difference=compare_averages,
    order=120,
    fewest=FEWEST,
    matures=AT_ONCE,
    shows=("value",),
    scale=(0, None),
    in_money=True,
)
def average_order_value(orders: Rows) -> Counts:
    """What a paid order brings on average, before anything is sent back. Orders of nothing do not count; orders in
    another currency are left out."""
    amount = orders.value.cast("float64")
    return {
        "n": orders.count(),
        "total": orders.value.sum(),
        "squares": (amount * amount).sum(),
        "cubes": (amount * amount * amount).sum(),
    }


@metric(
    over=Together(purchases, _buyers, ("money",), reach="before"),
    unit="share",
    better="higher",
    label=_("Repeat purchase"),
    formula=_("buyers who had bought before or bought more than once ÷ buyers"),
    counted=ngettext_lazy("%(shown)s buyer", "%(shown)s buyers", "n"),
    estimate=share("again", "buyers"),
    difference=share_difference("again", "buyers"),
    order=121,
    matures=AT_ONCE,
    shows=("orders", "bought_before"),
    scale=(0, 1),
)
def repeat_purchase(buyers: Rows) -> Counts:
    """Share of those who paid an order in the period and had paid one before it, or paid more than one in it. A buyer
    is the account, or else the person."""
    return {"again": (buyers.bought_before | (buyers.orders > 1)).sum(), "buyers": buyers.count()}
