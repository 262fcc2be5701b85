"""Who uses the product, and how often."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import ibis
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference, total
from nabiz.metrics.grouping import SECONDS_IN_A_DAY, each_window, with_window
from nabiz.metrics.kept import kept
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import EventRows, Together, events_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import means
from nabiz.statistics.columns import divide
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.success.subscriptions import AT_ONCE
from nabiz.timeline.catalogue import (
    FeatureUsed,
    PageViewed,
    ScreenViewed,
    SignedUp,
    SubscriptionStarted,
    TrialStarted,
)

FIRST_DAYS = timedelta(days=7)
DAYS_IN_A_PART = 31
CUSTOMERS = ngettext_lazy("%(shown)s customer", "%(shown)s customers", "n")
ACTIVE = ngettext_lazy("%(shown)s active customer", "%(shown)s active customers", "n")


@metric(
    over=events_of(FeatureUsed, PageViewed, ScreenViewed),
    unit="count",
    better="higher",
    label=_("Active customers"),
    formula=_("number of customers with at least one use in the period"),
    counted=CUSTOMERS,
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


def uses(scope: Scope) -> Rows:
    rows = scope.events(FeatureUsed, PageViewed, ScreenViewed)
    return rows.filter(rows.customer_id.notnull())


def _active_days(rows: Rows, question: Question) -> Rows:
    """Each active day is a bit of a number, so that customers are grouped once, and not first by day.

    Within a window no two days have the same remainder by the length of the longest.
    """
    longest = max((window.until - window.first).days for window in question.windows)
    place = (rows.day % longest).cast("int32")
    bit = ibis.literal(1, "int64") << (place % DAYS_IN_A_PART).cast("int32")
    parts = {
        f"days_{part}": place.between(start, start + DAYS_IN_A_PART - 1).ifelse(bit, 0)
        for part, start in enumerate(range(0, longest, DAYS_IN_A_PART))
    }
    rows = rows.mutate(**parts)
    each = rows.group_by(*each_window(question), "customer_id").aggregate(
        account_id=rows.account_id.max(),
        happened_at=rows.happened_at.max(),
        **{name: _any_bit(rows[name]) for name in parts},
    )
    active = reduce(add, (_bits(each[name]) for name in parts))
    each = with_window(each.mutate(id=each.customer_id, active_days=active))
    # A day on which the clocks change is a day.
    days = (each.ends.epoch_seconds() - each.starts.epoch_seconds() + SECONDS_IN_A_DAY // 2) // SECONDS_IN_A_DAY
    return each.mutate(days=days.cast("int64"))


@ibis.udf.agg.builtin(name="bit_or", signature=(("int64",), "int64"))  # type: ignore[untyped-decorator]
def _any_bit(numbers: Any) -> Any:
    """Ibis has a name of its own for it, but no rule for Spark. The engines call it the same."""


def _bits(number: Any) -> Any:
    """How many of the 32 lowest bits are set: first of every two, then of every four, and so on."""
    number = number - ((number >> 1) & 0x55555555)
    number = (number & 0x33333333) + ((number >> 2) & 0x33333333)
    number = (number + (number >> 4)) & 0x0F0F0F0F
    number = number + (number >> 8)
    return (number + (number >> 16)) & 0x3F


def estimate_stickiness(columns: Columns, *, confidence: float) -> Estimate[Any]:
    """The mean active days per customer, as a share of the days that there were."""
    return _of_days(means.interval(*_sums(columns), confidence=confidence), columns)


def compare_stickiness(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    """Periods may differ in length, so their shares of days are compared."""
    first, second = (means.Sums(*_shares(each)) for each in (before, after))
    return means.difference(first, second, confidence=confidence)


@metric(
    over=Together(uses, _active_days, ("usage",)),
    unit="share",
    better="higher",
    label=_("Stickiness"),
    formula=_("mean of the days on which each active customer was active ÷ days of the period"),
    counted=ACTIVE,
    estimate=estimate_stickiness,
    difference=compare_stickiness,
    order=111,
    matures=AT_ONCE,
    shows=("active_days",),
    scale=(0, 1),
)
def stickiness(customers: Rows) -> Counts:
    """On what share of the period's days its active customers were active, on average: the daily active customers, as a
    share of those active at any time in it. Active is who used a feature or looked at a page or screen. Over 28 days it
    compares best, for longer periods make it smaller."""
    days = customers.active_days
    return {"n": customers.count(), "sum": days.sum(), "squares": (days * days).sum(), "days": customers.days.max()}


def newcomers(scope: Scope) -> Rows:
    """Each newcomer seven days after their first, with whether they used a feature by then."""
    rows = scope.with_now(told_newcomers(scope))
    return rows.filter(rows.happened_at <= rows.now)


@kept("id", "happened_at", "customer_id", "account_id", "was_activated")
def told_newcomers(scope: Scope) -> Rows:
    moments = {
        "signed_up_at": scope.events(SignedUp),
        "subscribed_at": scope.events(TrialStarted, SubscriptionStarted),
        "first_use_at": scope.events(FeatureUsed),
    }
    told = ibis.union(*(_firsts(rows, name, moments) for name, rows in moments.items()))
    known = told.group_by("customer_id").aggregate(
        account_id=told.account_id.max(), **{name: told[name].min() for name in moments}
    )
    known = known.mutate(began_at=known.signed_up_at.coalesce(known.subscribed_at))
    new = known.filter(known.began_at.notnull())
    after = new.began_at + ibis.interval(days=FIRST_DAYS.days)
    was_activated = (new.first_use_at < after).fill_null(False)
    return new.mutate(id=new.customer_id, happened_at=after, was_activated=was_activated)


@metric(
    over=EventRows(
        newcomers,
        ("usage", "money"),
        reach="before",
        watches_clock=True,
        groups=frozenset({"segment", "language", "country", "account"}),
    ),
    unit="share",
    better="higher",
    label=_("Activation"),
    formula=_("newcomers who used a feature within 7 days ÷ newcomers"),
    counted=ngettext_lazy("%(shown)s newcomer", "%(shown)s newcomers", "n"),
    estimate=share("activated", "newcomers"),
    difference=share_difference("activated", "newcomers"),
    order=114,
    matures=AT_ONCE,
    shows=("began_at", "was_activated"),
    scale=(0, 1),
)
def activation(new: Rows) -> Counts:
    """Share of newcomers who used a feature within 7 days, by the day on which these are over. A newcomer signed up, or
    else began a first trial or subscription."""
    return {"activated": new.was_activated.sum(), "newcomers": new.count()}


def _firsts(rows: Rows, name: str, names: Iterable[str]) -> Rows:
    """Each customer's first such event in the column of its name, the other columns empty."""
    rows = rows.filter(rows.customer_id.notnull())
    first = {each: rows.happened_at.min() if each == name else ibis.null("timestamp") for each in names}
    return rows.group_by("customer_id").aggregate(account_id=rows.account_id.max(), **first)


def _sums(columns: Columns) -> tuple[Any, Any, Any]:
    return columns["n"], columns["sum"], columns["squares"]


def _shares(columns: Columns) -> tuple[Any, Any, Any]:
    n, sums, squares = _sums(columns)
    return n, divide(sums, columns["days"]), divide(squares, columns["days"] ** 2)


def _of_days(found: Estimate[Any], columns: Columns) -> Estimate[Any]:
    value, low, high, se = (divide(each, columns["days"]) for each in (found.value, found.low, found.high, found.se))
    return Estimate(value, low.clip(0, 1), high.clip(0, 1), se, found.n, found.confidence, found.method)
