"""Monthly recurring revenue: what a contract line is worth a month, and how the sum moved between two moments.

Figures for analysis, in one currency, as floats; what is billed to people is decimal and lives elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray, FloatArray, Numbers, counts, divide, settle

Unit = Literal["day", "week", "month", "quarter", "year"]
MONTHS: dict[Unit, float] = {"day": 12 / 365, "week": 12 / 52, "month": 1.0, "quarter": 3.0, "year": 12.0}


@dataclass(frozen=True, slots=True)
class Line:
    """A price for `quantity` of something, charged every `count` units of time; `discount` is a fraction."""

    price: float
    quantity: float
    unit: Unit
    count: int = 1
    is_recurring: bool = True
    discount: float = 0.0
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class Movements:
    """Positive amounts, for which start + new + reactivation + expansion - contraction - churn = end is enforced.

    Accounts count as `opening` if they paid at the start, and as `lost` if they then paid nothing at the end.
    """

    start: float
    new: float
    reactivation: float
    expansion: float
    contraction: float
    churn: float
    end: float
    opening: int
    lost: int

    def __post_init__(self) -> None:
        gains, losses = self.new + self.reactivation + self.expansion, self.contraction + self.churn
        if not isclose(self.start + gains - losses, self.end, rel_tol=1e-9, abs_tol=1e-6):
            raise ArithmeticError("the movements do not lead from the opening to the closing revenue")

    @property
    def net_new(self) -> float:
        return self.end - self.start

    @property
    def nrr(self) -> float:
        """Net revenue retention of the opening cohort: new and reactivated accounts are not in it."""
        return net_retention(self.start, self.expansion, self.contraction, self.churn)

    @property
    def nrr_with_reactivation(self) -> float:
        """The other convention: money of returning accounts counts as retained."""
        return net_retention(self.start, self.expansion + self.reactivation, self.contraction, self.churn)

    @property
    def grr(self) -> float:
        """Gross revenue retention: no account counts for more than it paid at the start."""
        return gross_retention(self.start, self.contraction, self.churn)

    @property
    def logo_churn(self) -> float:
        return float(divide(self.lost, self.opening))

    @property
    def quick_ratio(self) -> float:
        """Gains over losses; NaN, not infinite, where nothing was lost."""
        return float(divide(self.new + self.expansion + self.reactivation, self.churn + self.contraction))


def monthly(line: Line) -> float:
    """price x quantity x (1 - discount) per month: year / 12, quarter / 3, week x 52/12, day x 365/12.

    One-off and trial lines are 0. ValueError for a count below 1 or a discount off 0..1.
    """
    if line.count < 1 or not 0 <= line.discount <= 1:
        raise ValueError("a line is charged every 1 or more units, at a discount from 0 to 1")
    if line.is_trial or not line.is_recurring:
        return 0.0
    return line.price * line.quantity * (1 - line.discount) / (line.count * MONTHS[line.unit])


def net_retention(start: Numbers, expansion: Numbers, contraction: Numbers, churn: Numbers) -> Numbers:
    """NRR = (start + expansion - contraction - churn) / start, from totals of the opening cohort; may exceed 1.

    Numbers, or arrays of one shape. NaN where start is 0. For bounds use `ratios.interval` over accounts.
    """
    opening, more, less, lost = counts(start, expansion, contraction, churn)
    retained: Numbers = settle(divide(opening + more - less - lost, opening))
    return retained


def gross_retention(start: Numbers, contraction: Numbers, churn: Numbers) -> Numbers:
    """GRR = (start - contraction - churn) / start, at most 1. As `net_retention` otherwise."""
    opening, less, lost = counts(start, contraction, churn)
    retained: Numbers = settle(divide(opening - less - lost, opening))
    return retained


def movements(start: npt.ArrayLike, end: npt.ArrayLike, has_paid_before: npt.ArrayLike) -> Movements:
    """The movements of accounts: one row each with its MRR at both moments, and whether it ever paid before the start.

    New is 0 -> x for the first time, reactivation 0 -> x for one that paid before, churn x -> 0. ValueError for
    negative MRR or columns of unequal length.
    """
    opening, closing = counts(start, end)
    returning = np.broadcast_to(np.asarray(has_paid_before, dtype=bool), opening.shape)
    return _movements(opening, closing, was_paying=opening > 0, is_paying=closing > 0, returning=returning)


def movements_of_lines(
    accounts: Sequence[str], start: npt.ArrayLike, end: npt.ArrayLike, has_paid_before: npt.ArrayLike = True
) -> Movements:
    """The movements of product lines: a swap within one account is an expansion AND a contraction.

    NRR is the same as over accounts, GRR is lower. Only an account whose lines all end has churned; lines of an account
    that paid nothing at the start are new or reactivated. One row per account and product.
    """
    opening, closing = counts(start, end)
    _, account = np.unique(np.asarray(accounts, dtype=str), return_inverse=True)
    was_paying, is_paying = (np.bincount(account, money)[account] > 0 for money in (opening, closing))
    returning = np.broadcast_to(np.asarray(has_paid_before, dtype=bool), opening.shape)
    found = _movements(opening, closing, was_paying=was_paying, is_paying=is_paying, returning=returning)
    opened, lost = account[was_paying], account[was_paying & ~is_paying]
    return replace(found, opening=np.unique(opened).size, lost=np.unique(lost).size)


def movements_of_accounts(
    accounts: Sequence[str], start: npt.ArrayLike, end: npt.ArrayLike, has_paid_before: npt.ArrayLike = True
) -> Movements:
    """The movements of accounts from their product lines, which are summed first. The default level."""
    opening, closing = counts(start, end)
    returning = np.broadcast_to(np.asarray(has_paid_before, dtype=bool), opening.shape)
    _, account = np.unique(np.asarray(accounts, dtype=str), return_inverse=True)
    sums = (np.bincount(account, column) for column in (opening, closing, returning))
    return movements(*sums)


def _movements(
    start: FloatArray, end: FloatArray, *, was_paying: BoolArray, is_paying: BoolArray, returning: BoolArray
) -> Movements:
    change = end - start
    stays, lost = was_paying & is_paying, was_paying & ~is_paying
    return Movements(
        start=float(start.sum()),
        new=float(change[~was_paying & ~returning].sum()),
        reactivation=float(change[~was_paying & returning].sum()),
        expansion=float(change[stays & (change > 0)].sum()),
        contraction=float(-change[stays & (change < 0)].sum()),
        churn=float(-change[lost].sum()),
        end=float(end.sum()),
        opening=int(was_paying.sum()),
        lost=int(lost.sum()),
    )
