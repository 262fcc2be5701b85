"""What a customer who orders will bring within a year, as far as their orders tell."""

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Reach, Rows, metric
from nabiz.metrics.grouping import (
    SECONDS_IN_A_DAY,
    apart,
    chosen,
    grouped,
    in_one_currency,
    naive,
    wanted,
    with_day,
)
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import unit_of
from nabiz.metrics.tables import WINDOWS, Scope
from nabiz.statistics import estimates
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.statistics.tallied_value import Tally, mean_value
from nabiz.success.subscriptions import AT_ONCE
from nabiz.timeline.catalogue import OrderPaid
from nabiz.timeline.facts import Family

DAYS_IN_A_WEEK = 7
NO_SPEND = -1


@dataclass(frozen=True)
class OrderHistories:
    """Each buyer at each window's end, twice: with their history, and, if they came back, with what they spend.

    A history is `frequency` (days with an order after the first), `recency` and `age` (whole weeks from the first to
    the last order and to the window's end); `later` is what those later days brought. In the second row there are only
    `frequency` and `spend`, what such a day brought on average, in whole money. So few rows differ, however many buyers
    there are.
    """

    families: tuple[Family, ...] = ("money",)
    reach: Reach = "before"
    watches_clock: bool = False
    groups: frozenset[str] = frozenset({"segment", "language", "country", "currency"})

    def table(self, scope: Scope, question: Question) -> Rows:
        each = _at_ends(_order_days(scope, question), question)
        histories = each.mutate(spend=ibis.literal(NO_SPEND, "int64"), is_history=ibis.literal(True))
        spends = each.filter(each.frequency > 0)
        nothing = ibis.literal(0, "int64")
        spends = spends.mutate(
            spend=_mean(spends).floor().cast("int64"), is_history=ibis.literal(False), recency=nothing, age=nothing
        )
        return histories.union(spends)


def _order_days(scope: Scope, question: Question) -> Rows:
    """Each day on which a buyer paid, with the day of their first order."""
    rows = scope.with_account(scope.events(OrderPaid))
    rows = rows.filter(rows.value > 0, rows.happened_at < naive(question.end))
    rows = chosen(grouped(in_one_currency(rows, question), wanted(question), question), question)
    rows = with_day(rows.mutate(unit=unit_of(rows)), question)
    keys = [*(f"by_{name}" for name in question.by), "unit"]
    days = (
        rows.filter(rows.unit.notnull())
        .group_by(*keys, "day")
        .aggregate(
            customer_id=rows.customer_id.min(),
            account_id=rows.account_id.max(),
            happened_at=rows.happened_at.min(),
            spent=rows.value.sum(),
        )
    )
    return days.mutate(first_day=days.day.min().over(group_by=keys))


def _at_ends(days: Rows, question: Question) -> Rows:
    seen = days.join(WINDOWS, days.happened_at < WINDOWS.ends)
    seen = seen.mutate(end_day=((seen.ends.epoch_seconds() + SECONDS_IN_A_DAY // 2) // SECONDS_IN_A_DAY).cast("int64"))
    keys = list(dict.fromkeys(["period", *apart(question), "unit"]))
    each = seen.group_by(*keys).aggregate(
        customer_id=seen.customer_id.min(),
        account_id=seen.account_id.max(),
        id=seen.customer_id.min(),
        happened_at=seen.happened_at.max(),
        frequency=seen.count() - 1,
        recency=((seen.day.max() - seen.first_day.min()) // DAYS_IN_A_WEEK).cast("int64"),
        age=((seen.end_day.max() - seen.first_day.min()) // DAYS_IN_A_WEEK).cast("int64"),
        later=seen.spent.sum(where=seen.day > seen.first_day).fill_null(0),
    )
    return each.mutate(orders=each.frequency + 1)


def _mean(each: Rows) -> Any:
    """What a later day brought. Not a column: to Spark, Ibis hands on no columns of floats."""
    return each.later.cast("float64") / ibis.greatest(each.frequency, 1).cast("float64")


def estimate_value(columns: Columns, *, confidence: float) -> Estimate[Any]:
    names = ("frequency", "recency", "age", "spend", "customers", "means", "squares", "spenders")
    tallies = [Tally(*each) for each in zip(*(columns[name] for name in names), strict=True)]
    found = [mean_value(tally, confidence=confidence) for tally in tallies]
    value, low, high, se, n = (
        np.array([getattr(each, part) for each in found]) for part in ("value", "low", "high", "se", "n")
    )
    return Estimate(value, low, high, se, n, confidence, method="bgnbd_gamma_gamma")


def compare_values(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    one, other = ({name: _alone(column) for name, column in each.items()} for each in (before, after))
    first, second = (estimate_value(each, confidence=confidence) for each in (one, other))
    return estimates.compare(first, second)


def _alone(column: Any) -> Any:
    held = np.empty(1, dtype=object)
    held[0] = np.asarray(column)
    return held


@metric(
    over=OrderHistories(),
    unit="money",
    better="higher",
    label=_("Customer lifetime value (12 months)"),
    formula=_("orders expected within 12 months × spend expected per order, discounted by 1% a month, per customer"),
    counted=ngettext_lazy("%(shown)s customer who came back", "%(shown)s customers who came back", "n"),
    estimate=estimate_value,
    difference=compare_values,
    order=122,
    per=("frequency", "recency", "age", "spend"),
    fewest=200,
    matures=AT_ONCE,
    undefined=_("The model does not fit these orders, so it tells no value."),
    shows=("orders",),
    behind=lambda buyers: buyers.is_history,
    scale=(0, None),
    in_money=True,
)
def clv(buyers: Rows) -> Counts:
    """What a customer of the group is expected to spend on orders within the 12 months after the period, on average
    over all who ever ordered. Estimated from how often, how recently and for how much they ordered (BG/NBD and
    Gamma-Gamma), for each group by itself; subscriptions are not in it. It is revenue, not margin."""
    is_history, mean = buyers.is_history, _mean(buyers)
    return {
        "customers": is_history.sum(),
        "means": mean.sum(where=is_history),
        "squares": (mean * mean).sum(where=is_history),
        "spenders": (~is_history).sum(),
    }
