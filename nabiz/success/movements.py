"""From one monthly revenue to the next: new, returning, growing, shrinking and lost customers, in money.

Start + new + returning + expansion - contraction - churn = end. Each is a complete sum of what became of customers
between a period's start and its end; what went up and down again within the period is not seen.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import total
from nabiz.success.subscriptions import AT_ONCE, lines, payers

CUSTOMERS = ngettext_lazy("%(shown)s customer", "%(shown)s customers", "n")
PRODUCTS = ngettext_lazy("%(shown)s product of a customer", "%(shown)s products of customers", "n")
SHOWN = ("opening_mrr", "closing_mrr", "is_paying")
SHOWN_OF_LINE = ("product", "opening_mrr", "closing_mrr")


def is_new(units: Rows) -> Any:
    return _arrived(units) & ~units.has_paid


def is_back(units: Rows) -> Any:
    return _arrived(units) & units.has_paid


def grew(units: Rows) -> Any:
    return (units.opening_mrr > 0) & (units.closing_mrr > units.opening_mrr)


def shrank(units: Rows) -> Any:
    return (units.closing_mrr > 0) & (units.closing_mrr < units.opening_mrr)


def left(units: Rows) -> Any:
    return (units.opening_mrr > 0) & (units.closing_mrr <= 0)


def was_added(lines: Rows) -> Any:
    return (lines.unit_mrr > 0) & (lines.opening_mrr <= 0) & (lines.closing_mrr > 0)


@metric(
    over=payers,
    unit="money",
    better="higher",
    label=_("New MRR"),
    formula=_("monthly revenue at the end from customers who never paid before"),
    counted=CUSTOMERS,
    estimate=total("money", "moved"),
    order=101,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=is_new,
    scale=(0, None),
    in_money=True,
)
def new_mrr(units: Rows) -> Counts:
    """What customers who pay at the end of the period, and had never paid before it began, bring a month."""
    return _moved(units, units.closing_mrr, is_new(units))


@metric(
    over=payers,
    unit="money",
    better="higher",
    label=_("Reactivation MRR"),
    formula=_("monthly revenue at the end from customers who had paid before, but not at the start"),
    counted=CUSTOMERS,
    estimate=total("money", "moved"),
    order=102,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=is_back,
    scale=(0, None),
    in_money=True,
)
def reactivation_mrr(units: Rows) -> Counts:
    """What customers bring a month who pay at the end of the period, did not at its start, and had paid at some time
    before."""
    return _moved(units, units.closing_mrr, is_back(units))


@metric(
    over=payers,
    unit="money",
    better="higher",
    label=_("Expansion revenue"),
    formula=_("sum of what customers of the start bring more a month at the end"),
    counted=CUSTOMERS,
    estimate=total("money", "moved"),
    order=103,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=grew,
    scale=(0, None),
    in_money=True,
)
def expansion_mrr(units: Rows) -> Counts:
    """By how much the monthly revenue of customers grew who paid at the start of the period and bring more at its end:
    larger plans, more seats, further products, higher prices."""
    return _moved(units, units.closing_mrr - units.opening_mrr, grew(units))


@metric(
    over=lines,
    unit="money",
    better="higher",
    label=_("Up-sell"),
    formula=_("sum of what products of customers of the start bring more a month at the end"),
    counted=PRODUCTS,
    estimate=total("money", "moved"),
    order=104,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN_OF_LINE,
    behind=grew,
    scale=(0, None),
    in_money=True,
)
def up_sell(lines: Rows) -> Counts:
    """By how much the monthly revenue of products grew that customers paid for at the start of the period and still do:
    more of the same. With cross-sell it is expansion told by product; where a customer dropped another product
    meanwhile, it is more than expansion revenue, which is told by customer."""
    return _moved(lines, lines.closing_mrr - lines.opening_mrr, grew(lines))


@metric(
    over=lines,
    unit="money",
    better="higher",
    label=_("Cross-sell"),
    formula=_("monthly revenue at the end from products that customers of the start did not have then"),
    counted=PRODUCTS,
    estimate=total("money", "moved"),
    order=105,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN_OF_LINE,
    behind=was_added,
    scale=(0, None),
    in_money=True,
)
def cross_sell(lines: Rows) -> Counts:
    """What products bring a month at the end of the period that their customers did not pay for at its start, though
    they paid for others."""
    return _moved(lines, lines.closing_mrr, was_added(lines))


@metric(
    over=payers,
    unit="money",
    better="lower",
    label=_("Contraction MRR"),
    formula=_("sum of what customers of the start bring less a month at the end, but still bring"),
    counted=CUSTOMERS,
    estimate=total("money", "moved"),
    order=106,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=shrank,
    scale=(0, None),
    in_money=True,
)
def contraction_mrr(units: Rows) -> Counts:
    """By how much the monthly revenue of customers fell who paid at the start of the period and pay less at its end."""
    return _moved(units, units.opening_mrr - units.closing_mrr, shrank(units))


@metric(
    over=payers,
    unit="money",
    better="lower",
    label=_("Churned MRR"),
    formula=_("monthly revenue at the start from customers who bring nothing at the end"),
    counted=CUSTOMERS,
    estimate=total("money", "moved"),
    order=107,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=left,
    scale=(0, None),
    in_money=True,
)
def churned_mrr(units: Rows) -> Counts:
    """What customers brought a month at the start of the period who no longer pay at its end."""
    return _moved(units, units.opening_mrr, left(units))


def _arrived(units: Rows) -> Any:
    return (units.opening_mrr <= 0) & (units.closing_mrr > 0)


def _moved(rows: Rows, money: Any, which: Any) -> Counts:
    return {"money": money.sum(where=which), "moved": which.sum()}
