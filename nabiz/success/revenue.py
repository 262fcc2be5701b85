"""What paying customers bring, and how much of it is kept from the start of a period to its end."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import total
from nabiz.statistics import estimates
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.statistics.revenue_retention import Flows, gross, net
from nabiz.success.subscriptions import AT_ONCE, OPENING, PAYING, payers

# Below so many customers the bounds were seen to hold too rarely or too broadly (lognormal revenues, sigma 1).
FEWEST = 50
SHOWN = ("opening_mrr", "closing_mrr", "is_paying")


def estimate_nrr(columns: Columns, *, confidence: float) -> Estimate[Any]:
    return net(Flows(*(columns[name] for name in Flows._fields)), confidence=confidence)


def compare_nrr(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    first, second = (estimate_nrr(each, confidence=confidence) for each in (before, after))
    return estimates.compare(first, second)


def estimate_grr(columns: Columns, *, confidence: float) -> Estimate[Any]:
    none = 0 * columns["n"]
    losses = (columns[name] for name in ("n", "opening", "squares", "lost", "lost_spread"))
    return gross(Flows(*(*losses, none, none)), confidence=confidence)


def compare_grr(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    first, second = (estimate_grr(each, confidence=confidence) for each in (before, after))
    return estimates.compare(first, second, limits=(-1, 1))


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
    fewest=FEWEST,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=lambda units: units.opening_mrr > 0,
    scale=(0, None),
    in_money=True,
)
def nrr(units: Rows) -> Counts:
    """Share of the monthly revenue of the period's start that the same customers bring at its end. Upgrades can lift it
    above 100%; new and returning customers do not count. Subscriptions in another currency are left out."""
    opening, closing = units.opening_mrr, units.closing_mrr
    base = opening > 0
    return _losses(units) | {
        "gained": (closing - opening).sum(where=base & (closing > opening)),
        "gained_spread": _spread(closing - opening, opening).sum(where=base & (closing > opening)),
    }


@metric(
    over=payers,
    unit="share",
    better="higher",
    label=_("Gross revenue retention (GRR)"),
    formula=_("monthly revenue kept from customers of the start, at most what each brought then ÷ that at the start"),
    counted=OPENING,
    estimate=estimate_grr,
    difference=compare_grr,
    order=91,
    fewest=FEWEST,
    matures=AT_ONCE,
    shows=SHOWN,
    behind=lambda units: units.opening_mrr > 0,
    scale=(0, 1),
    in_money=True,
)
def grr(units: Rows) -> Counts:
    """Share of the monthly revenue of the period's start that is still there at its end. No customer counts for more
    than at the start, so upgrades cannot hide losses. Subscriptions in another currency are left out."""
    return _losses(units)


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
    shows=SHOWN,
    behind=lambda units: units.is_paying,
    scale=(0, None),
    in_money=True,
)
def mrr(units: Rows) -> Counts:
    """What the subscriptions that run at the end of the period bring a month. Trials bring nothing; subscriptions in
    another currency are left out. It is a complete sum, so it has no margin."""
    return {"mrr": units.closing_mrr.sum(), "paying": units.is_paying.sum()}


def _losses(units: Rows) -> dict[str, Any]:
    opening, closing = units.opening_mrr, units.closing_mrr
    base, less = opening > 0, (opening > 0) & (closing < opening)
    return {
        "n": base.sum(),
        "opening": opening.sum(where=base),
        "squares": (opening.cast("float64") * opening.cast("float64")).sum(where=base),
        "lost": (opening - closing).sum(where=less),
        "lost_spread": _spread(opening - closing, opening).sum(where=less),
    }


def _spread(part: Any, opening: Any) -> Any:
    """The square of a part of the opening revenue, over that revenue."""
    change = part.cast("float64")
    return change * change / opening.cast("float64")
