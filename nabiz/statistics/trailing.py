"""Revenue retention over a run of months, by the three conventions in use. They give three different numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, counts, divide


@dataclass(frozen=True, slots=True)
class Trailing:
    """Fractions of the opening revenue. `nrr_cohort` is the default and what investors mean."""

    nrr_cohort: float
    grr_cohort: float
    nrr_compounded: float
    grr_compounded: float
    nrr_of_movements: float


def trailing_retention(monthly: npt.ArrayLike) -> Trailing:
    """Retention from the first month to the last, of MRR with shape (accounts, months): 13 months for a year.

    `cohort`: the accounts of the first month, at their last month; one that left and came back counts with what it
    pays then. GRR compares end points, each account capped at what it paid first. `compounded`: product of the monthly
    rates, each over its own opening cohort. `of_movements`: opening revenue plus every month's expansion, contraction
    and churn of whoever was a customer by then. NaN where an opening is 0.

    ValueError for negative MRR or fewer than two months.
    """
    (money,) = counts(monthly)
    if money.ndim != 2 or money.shape[1] < 2:
        raise ValueError("give MRR as accounts by months, at least two months")
    before, after = money[:, :-1], money[:, 1:]
    moved = np.where(before > 0, after - before, 0.0).sum()
    opening = money[:, 0].sum()
    return Trailing(
        nrr_cohort=float(_net(money[:, 0], money[:, -1])),
        grr_cohort=float(_gross(money[:, 0], money[:, -1])),
        nrr_compounded=float(np.prod(_net(before, after))),
        grr_compounded=float(np.prod(_gross(before, after))),
        nrr_of_movements=float(divide(opening + moved, opening)),
    )


def _net(start: FloatArray, end: FloatArray) -> FloatArray:
    return divide(np.where(start > 0, end, 0.0).sum(axis=0), start.sum(axis=0))


def _gross(start: FloatArray, end: FloatArray) -> FloatArray:
    return divide(np.minimum(start, end).sum(axis=0), start.sum(axis=0))
