"""Cost to serve per customer, driven by time (Kaplan & Anderson 2004): minutes, channel fees, a share of overhead."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, columns, divide

Driver = Literal["contacts", "minutes", "revenue", "customers"]


@dataclass(frozen=True, slots=True)
class Contacts:
    """One row per customer and channel: whose (position among the customers), how many, and what each takes.

    `minutes` and `fee` are per contact; `fee` is money.
    """

    customer: npt.ArrayLike
    volume: npt.ArrayLike
    minutes: npt.ArrayLike
    fee: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class ServiceCost:
    """One number per customer. `allocated` is `direct` with the share of overhead; `share` is that of the revenue.

    `margin` is what remains after service. `unallocated` is overhead that nobody drove.
    """

    direct: FloatArray
    allocated: FloatArray
    margin: FloatArray
    share: FloatArray
    unallocated: float


def cost_to_serve(
    revenue: npt.ArrayLike,
    gross_margin: npt.ArrayLike,
    contacts: Contacts,
    *,
    per_minute: npt.ArrayLike,
    overhead: float = 0.0,
    driver: Driver = "contacts",
) -> ServiceCost:
    """Volume x (minutes x `per_minute` + fee), and `overhead` spread by `driver`.

    `revenue` and `gross_margin` have one entry per customer; `per_minute` is one rate or one per row of contacts. The
    share of revenue is NaN without revenue. Overhead that has no driver at all stays unallocated. ValueError for
    columns of unequal length, an unknown driver, or a position without a customer.
    """
    income, gross = columns(revenue, gross_margin)
    volume, minutes, fee, rate = columns(contacts.volume, contacts.minutes, contacts.fee, per_minute)
    whose = np.asarray(contacts.customer, dtype=np.intp)
    if whose.shape != volume.shape or bool(np.any((whose < 0) | (whose >= income.size))):
        raise ValueError("each row of contacts belongs to one of the customers")
    direct = _per_customer(whose, volume * (minutes * rate + fee), income.size)
    drivers: dict[Driver, FloatArray] = {
        "contacts": _per_customer(whose, volume, income.size),
        "minutes": _per_customer(whose, volume * minutes, income.size),
        "revenue": income,
        "customers": np.ones(income.size),
    }
    if driver not in drivers:
        raise ValueError(f"overhead is driven by {', '.join(drivers)}, not {driver}")
    shares = np.nan_to_num(divide(drivers[driver], drivers[driver].sum()))
    allocated = direct + overhead * shares
    left = 0.0 if shares.any() else overhead
    return ServiceCost(direct, allocated, gross - allocated, divide(allocated, income), left)


def _per_customer(whose: Array, amounts: FloatArray, customers: int) -> FloatArray:
    return np.bincount(whose, amounts, customers).astype(np.float64)
