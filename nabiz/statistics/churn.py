"""Customers kept and lost (logos, not money). Rates are fractions of customers, with Wilson bounds.

A customer is a paying account. Vendors count churn over different bases; the one printed beside a number must be named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic

from nabiz.statistics import proportions
from nabiz.statistics.columns import Numbers, counts, divide, settle
from nabiz.statistics.estimates import Estimate, complement

YEAR_DAYS = 365.0
MONTH_DAYS = YEAR_DAYS / 12


@dataclass(frozen=True, slots=True)
class LogoChurn(Generic[Numbers]):
    """The conventions side by side. The default, `start_only`, follows those who were customers at the start."""

    start_only: Estimate[Numbers]
    all_lost_over_start: Numbers
    start_plus_new: Numbers
    average_base: Numbers
    retention: Estimate[Numbers]
    end: Numbers


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription in local days: `paid_from` is None until it is paid for, `ended` is None while it runs."""

    started: date
    trial_days: int
    paid_from: date | None
    ended: date | None


@dataclass(frozen=True, slots=True)
class TrialChurn:
    """`paid` is the headline. `including_trials` may only be shown as a labelled alternative."""

    paid: Estimate[float]
    including_trials: Estimate[float]
    trials_started: int
    conversion: Estimate[float]


def retention(start: Numbers, new: Numbers, end: Numbers, *, confidence: float = 0.95) -> Estimate[Numbers]:
    """Customer retention rate (E - N) / S; `complement` of it is the churn rate.

    S customers at the start, E at the end, of whom N were added within the period and are still there. Inputs are
    numbers, or arrays of one shape. NaN where S is 0. ValueError unless N <= E and E - N <= S.
    """
    at_start, added, at_end = counts(start, new, end)
    (kept,) = counts(at_end - added)
    return proportions.interval(settle(kept), settle(at_start), confidence=confidence)


def logo_churn(
    start: Numbers, new: Numbers, lost_from_start: Numbers, lost_from_new: Numbers, *, confidence: float = 0.95
) -> LogoChurn[Numbers]:
    """Churn of a period by each convention in use: of the start cohort (default), all lost over start (as Baremetrics
    counts it), lost over start + new (Stripe), and all lost over the average base.

    Inputs are numbers, or arrays of one shape. NaN where a base is 0. ValueError where more are lost than there were.
    """
    s, n, lost, lost_new = counts(start, new, lost_from_start, lost_from_new)
    (end,) = counts(s + n - lost - lost_new)
    start_only = proportions.interval(lost_from_start, start, confidence=confidence)
    return LogoChurn(
        start_only=start_only,
        all_lost_over_start=settle(divide(lost + lost_new, s)),
        start_plus_new=settle(divide(lost + lost_new, s + n)),
        average_base=settle(divide(lost + lost_new, (s + end) / 2)),
        retention=complement(start_only),
        end=settle(end),
    )


def churn_with_trials(
    subscriptions: Sequence[Subscription], first: date, last: date, *, confidence: float = 0.95
) -> TrialChurn:
    """Churn from `first` to `last` (local days), where a trial that ends unpaid is a lost trial, not churn.

    The base is what was paid and running on the first day (paid_from <= first < ended); lost is what had ended by the
    last. Conversion looks only at trials begun in the period whose length has passed by its last day.
    """
    paid = [s for s in subscriptions if s.paid_from and s.paid_from <= first and not _ended_by(s, first)]
    running = [s for s in subscriptions if s.started <= first and not _ended_by(s, first)]
    trials = [s for s in subscriptions if s.trial_days > 0 and first <= s.started <= last]
    mature = [s for s in trials if s.started + timedelta(days=s.trial_days) <= last]
    converted = [s for s in mature if s.paid_from and s.paid_from <= last]
    return TrialChurn(
        paid=_share([s for s in paid if _ended_by(s, last)], paid, confidence),
        including_trials=_share([s for s in running if _ended_by(s, last)], running, confidence),
        trials_started=len(trials),
        conversion=_share(converted, mature, confidence),
    )


def rescale(churn: float, *, from_days: float, to_days: float) -> float:
    """The churn over `to_days` of customers who leave at the rate seen over `from_days`: 1 - (1 - c)^(to / from).

    Gold, Fighting Churn with Data, listing 2.5. Twelve times a month is too much: those who left cannot leave again.
    ValueError for a churn off 0..1 or a period that is not positive.
    """
    if not (0 <= churn <= 1 and from_days > 0 and to_days > 0):
        raise ValueError("churn is a fraction over a positive number of days")
    return float(1 - (1 - churn) ** (to_days / from_days))


def _ended_by(subscription: Subscription, day: date) -> bool:
    return subscription.ended is not None and subscription.ended <= day


def _share(some: Sequence[Subscription], among: Sequence[Subscription], confidence: float) -> Estimate[float]:
    return proportions.interval(float(len(some)), float(len(among)), confidence=confidence)
