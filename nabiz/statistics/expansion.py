"""Where growth within existing accounts came from: dearer, more of the same, a better tier, another product."""

from dataclasses import dataclass
from typing import Generic, Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, Numbers, counts

Order = Literal["price_first", "quantity_first"]


@dataclass(frozen=True, slots=True)
class Expansion(Generic[Numbers]):
    """Positive amounts in the unit of the prices, per line or in total; `net` is exactly gains less losses.

    Up-sell is more or better of the same product (`seat_upsell`, `tier_upgrade`), cross-sell another one; a
    `price_uplift` is neither, and would otherwise pass for success.
    """

    price_uplift: Numbers
    seat_upsell: Numbers
    tier_upgrade: Numbers
    cross_sell: Numbers
    contraction: Numbers
    churned_product: Numbers

    @property
    def net(self) -> Numbers:
        gains = self.price_uplift + self.seat_upsell + self.tier_upgrade + self.cross_sell
        net: Numbers = gains - self.contraction - self.churned_product
        return net

    def total(self: "Expansion[Array]") -> "Expansion[float]":
        """The sums over all lines."""
        return Expansion(
            float(self.price_uplift.sum()),
            float(self.seat_upsell.sum()),
            float(self.tier_upgrade.sum()),
            float(self.cross_sell.sum()),
            float(self.contraction.sum()),
            float(self.churned_product.sum()),
        )


def expansion_split(
    quantity_start: npt.ArrayLike,
    price_start: npt.ArrayLike,
    quantity_end: npt.ArrayLike,
    price_end: npt.ArrayLike,
    tier_changed: npt.ArrayLike = False,
    *,
    order: Order = "price_first",
) -> Expansion[Array]:
    """Split the change of each product line of existing accounts: one row per account and product.

    `price_first`: (p1 - p0) q0 is the effect of the price, (q1 - q0) p1 that of the quantity; `quantity_first` is the
    other convention, (q1 - q0) p0 and (p1 - p0) q1. A higher price counts as a tier upgrade where the tier changed. No
    quantity before is a cross-sell, none after a churned product. ValueError for negative numbers.
    """
    q0, p0, q1, p1 = counts(quantity_start, price_start, quantity_end, price_end)
    better = np.broadcast_to(np.asarray(tier_changed, dtype=bool), q0.shape)
    is_new, is_gone = (q0 == 0) & (q1 > 0), (q0 > 0) & (q1 == 0)
    stays = (q0 > 0) & (q1 > 0)
    price, quantity = np.where(stays, _effects(q0, p0, q1, p1, order), 0.0)
    dearer = np.maximum(price, 0.0)
    return Expansion(
        price_uplift=np.where(better, 0.0, dearer),
        seat_upsell=np.maximum(quantity, 0.0),
        tier_upgrade=np.where(better, dearer, 0.0),
        cross_sell=np.where(is_new, q1 * p1, 0.0),
        contraction=np.maximum(-price, 0.0) + np.maximum(-quantity, 0.0),
        churned_product=np.where(is_gone, q0 * p0, 0.0),
    )


def _effects(q0: FloatArray, p0: FloatArray, q1: FloatArray, p1: FloatArray, order: Order) -> FloatArray:
    """The effect of the price and that of the quantity, which together are the change."""
    if order == "price_first":
        return np.array([(p1 - p0) * q0, (q1 - q0) * p1])
    if order == "quantity_first":
        return np.array([(p1 - p0) * q1, (q1 - q0) * p0])
    raise ValueError(f"unknown order {order}")
