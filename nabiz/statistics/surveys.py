"""Sending surveys: how many answer, and whom to leave in peace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Literal

from nabiz.statistics import proportions
from nabiz.statistics.columns import Numbers, counts, divide, settle
from nabiz.statistics.estimates import Estimate

Reason = Literal["opted_out", "recent_any", "recent_same", "yearly_cap"]
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ResponseRate(Generic[Numbers]):
    """`rate` is completed / delivered (Wilson), `completion` is completed / started; both are fractions."""

    delivered: Numbers
    rate: Estimate[Numbers]
    completion: Numbers


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that went out (not a reminder), and on which local day."""

    survey: str
    day: date


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether to ask now; if not, the rule that frees last and the first day on which asking is right again."""

    eligible: bool
    reason: Reason | None
    next_eligible: date | None


def response_rate(
    invited: Numbers, bounced: Numbers, started: Numbers, completed: Numbers, *, confidence: float = 0.95
) -> ResponseRate[Numbers]:
    """completed / (invited - bounced), after AAPOR RR1 with the undeliverable as ineligible; and completed / started.

    Inputs are numbers, or arrays of one shape. NaN where nothing was delivered or started. ValueError for negative
    counts, more bounced than invited, or more completed than delivered.
    """
    asked, lost, begun, done = counts(invited, bounced, started, completed)
    (delivered,) = counts(asked - lost)
    rate = proportions.interval(settle(done), settle(delivered), confidence=confidence)
    return ResponseRate(settle(delivered), rate, settle(divide(done, begun)))


def eligibility(
    survey: str,
    history: Sequence[Sent],
    *,
    today: date,
    opted_out: bool = False,
    min_days_any: int = 30,
    min_days_same: int = 90,
    max_per_365_days: int = 4,
) -> Eligibility:
    """May this person be sent this survey today, after what they were sent before?

    Blocked while today < last invitation + `min_days_any`, or < last of the same survey + `min_days_same`, or while
    the 365 days up to today hold `max_per_365_days` invitations (a convention after Qualtrics and AskNicely).
    An opt-out blocks for good. Reminders do not belong in `history`.
    """
    if opted_out:
        return Eligibility(False, "opted_out", None)
    free: dict[Reason, date | None] = {
        "recent_any": _after_last((sent.day for sent in history), min_days_any),
        "recent_same": _after_last((sent.day for sent in history if sent.survey == survey), min_days_same),
        "yearly_cap": _under_cap((sent.day for sent in history), max_per_365_days, today),
    }
    blocking = {reason: day for reason, day in free.items() if day and day > today}
    if not blocking:
        return Eligibility(True, None, today)
    reason = max(blocking, key=lambda rule: blocking[rule])
    return Eligibility(False, reason, blocking[reason])


def _after_last(days: Iterable[date], wait: int) -> date | None:
    last = max(days, default=None)
    return last + timedelta(days=wait) if last else None


def _under_cap(days: Iterable[date], cap: int, today: date) -> date | None:
    """The day on which so many invitations have left the window that one more fits."""
    if cap < 1:
        raise ValueError("a cap below one invitation a year is an opt-out")
    within = sorted(day for day in days if today - YEAR < day <= today)
    return within[-cap] + YEAR if len(within) >= cap else None
