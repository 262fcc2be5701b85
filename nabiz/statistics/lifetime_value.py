"""What a customer is worth: what they brought so far, and what they will by the simplest assumptions. One currency.

`purchase_value` forecasts customers without a contract, `contract_lifetimes` those with one.
"""

from dataclasses import dataclass
from typing import Generic

import numpy as np
import numpy.typing as npt

from nabiz.statistics.churn import YEAR_DAYS
from nabiz.statistics.columns import Numbers, columns, divide, settle
from nabiz.statistics.rfm import day_numbers


@dataclass(frozen=True, slots=True)
class Historic:
    """Sums of one customer: amounts; margin on them; that margin as of the first day, and as of the reference day."""

    revenue: float
    margin: float
    at_first: float
    at_reference: float


@dataclass(frozen=True, slots=True)
class Simple(Generic[Numbers]):
    """Value of a customer by the two conventions of when the first margin comes, for ever or for some periods.

    They are far apart (37 % at retention 0.8 and discount 0.1): `now` for one who is about to pay, `later` for one who
    has just paid and pays again if retained. `multiple` is `later` for a margin of 1 (Gupta & Lehmann 2005).
    """

    now: Numbers
    later: Numbers
    multiple: Numbers
    finite_now: Numbers
    finite_later: Numbers


def historic(
    days: npt.ArrayLike,
    amounts: npt.ArrayLike,
    reference: int | np.datetime64,
    *,
    margin: float,
    annual_discount: float,
    day_count: float = YEAR_DAYS,
) -> Historic:
    """What one customer has brought, from the day (dates, or numbers of days) and net amount of each purchase.

    Refunds are negative. `margin` is a fraction of the amount. Money of so many days before the reference day, which is
    usually today, is worth (1 + annual_discount)^(days / day_count) times as much there. Without purchases the sums are
    0, and `at_first` is NaN. ValueError for a discount of -1 or less, or columns of unequal length.
    """
    when, paid = day_numbers(days), np.asarray(amounts, dtype=np.float64)
    if when.shape != paid.shape or not annual_discount > -1:
        raise ValueError("each purchase has a day and an amount, and a discount is above -1")
    today, earned = int(day_numbers(reference)), margin * paid
    yearly = np.log1p(annual_discount) / day_count
    at_reference = float((earned * np.exp(yearly * (today - when))).sum())
    at_first = at_reference * float(np.exp(yearly * (when.min() - today))) if when.size else np.nan
    return Historic(float(paid.sum()), float(earned.sum()), at_first, at_reference)


def simple(margin: Numbers, retention: Numbers, discount: Numbers, periods: Numbers) -> Simple[Numbers]:
    """Value of a customer who pays the same margin each period and stays with the same retention; discount per period.

    `now`: m (1 + d) / (1 + d - r). `later`: m r / (1 + d - r). For n periods: m (1 - (r / (1 + d))^n) times the same.
    Numbers, or arrays of one shape. NaN where it is not finite (r = 1, d = 0). ValueError unless 0 <= r <= 1, d >= 0,
    n >= 0.
    """
    m, r, d, n = columns(margin, retention, discount, periods)
    if bool(np.any((r < 0) | (r > 1) | (d < 0) | (n < 0))):
        raise ValueError("retention is a share, and neither discount nor periods are negative")
    kept = r / (1 + d)
    now, multiple = m * divide(1 + d, 1 + d - r), divide(r, 1 + d - r)
    length = np.where(kept == 1, n, divide(1 - kept**n, 1 - kept))
    values = (now, m * multiple, multiple, m * length, m * kept * length)
    return Simple(*(settle(value) for value in values))
