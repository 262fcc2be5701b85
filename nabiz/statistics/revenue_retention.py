"""Revenue kept from the customers of a start, net and gross, with bounds that hold where few customers bring most.

Per customer with revenue x at the start and y at the end, the share lost is max(x - y, 0) / x and the share gained is
max(y - x, 0) / x. A large customer who stayed could have left like any other: the spread of the shares is pooled over
all customers, and only their weights differ. So the interval does not shrink where one of them outweighs the rest.
"""

from typing import Generic, NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, Numbers, columns, counts, divide, root
from nabiz.statistics.distributions import two_sided_t, two_sided_z
from nabiz.statistics.estimates import Bounds, Estimate, make_estimate


class Flows(NamedTuple, Generic[Numbers]):
    """Sums over the customers of the start: numbers for one group, arrays of one shape for many.

    `opening` is the sum of x, `squares` of x^2, `lost` of max(x - y, 0), `lost_spread` of its square over x; `gained`
    and `gained_spread` likewise of max(y - x, 0).
    """

    n: Numbers
    opening: Numbers
    squares: Numbers
    lost: Numbers
    lost_spread: Numbers
    gained: Numbers
    gained_spread: Numbers


class _Share(NamedTuple):
    """Of the opening revenue, with bounds and the variance of one customer's share."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    variance: FloatArray


def flows(x: npt.ArrayLike, y: npt.ArrayLike) -> Flows[float]:
    """From one opening and one closing revenue per customer. ValueError unless all x > 0, y >= 0, of one shape."""
    start, end = counts(x, y)
    if bool(np.any(start <= 0)):
        raise ValueError("a customer of the start brought something at the start")
    lost, gained = np.maximum(start - end, 0), np.maximum(end - start, 0)
    sums = (start, start**2, lost, lost**2 / start, gained, gained**2 / start)
    return Flows(float(start.size), *(float(each.sum()) for each in sums))


def gross(seen: Flows[Numbers], *, confidence: float = 0.95) -> Estimate[Numbers]:
    """GRR = 1 - lost / opening, where no customer counts for more than at the start.

    Wilson's interval for the share lost, in units of the typical loss (sum l^2 x / sum l x, 1 where all is lost at
    once) and for Kish's effective number of customers (sum x)^2 / sum x^2, with t on one less. NaN where the opening
    revenue is 0; bounds are NaN for one customer. ValueError for negative sums.
    """
    checked: Flows[Array] = Flows(*counts(*seen))
    lost = _share(checked.lost, checked.lost_spread, checked, confidence)
    return _estimate(1 - lost.value, (1 - lost.high, 1 - lost.low), seen, confidence)


def net(seen: Flows[Numbers], *, confidence: float = 0.95) -> Estimate[Numbers]:
    """NRR = 1 - lost / opening + gained / opening; may exceed 1.

    The intervals of the two shares, each as in `gross`, are put together as Newcombe's are (MOVER; Zou & Donner 2008),
    with the correlation that follows from nobody both losing and gaining. Where nobody gained, gains are bounded as if
    one would double. NaN and ValueError as `gross`.
    """
    checked: Flows[Array] = Flows(*counts(*seen))
    lost = _share(checked.lost, checked.lost_spread, checked, confidence)
    gained = _share(checked.gained, checked.gained_spread, checked, confidence)
    value = 1 - lost.value + gained.value
    rho = np.nan_to_num(-divide(lost.value * gained.value, root(lost.variance * gained.variance))).clip(-1, 0)
    down, up = lost.high - lost.value, gained.high - gained.value
    fewer, more = gained.value - gained.low, lost.value - lost.low
    low = value - root(down**2 + fewer**2 - 2 * rho * down * fewer)
    high = value + root(more**2 + up**2 - 2 * rho * more * up)
    return _estimate(value, (np.maximum(low, 0), high), seen, confidence)


def _share(part: FloatArray, spread: FloatArray, seen: Flows[Array], confidence: float) -> _Share:
    value = divide(part, seen.opening)
    typical = np.where(part > 0, np.nan_to_num(divide(spread, part)), 1.0)
    share, n = np.clip(value / typical, 0, 1), divide(seen.opening**2, seen.squares)
    t2 = two_sided_t(confidence, np.where(seen.n > 1, np.maximum(n - 1, 1), np.nan)) ** 2
    centre = (share * n + t2 / 2) / (n + t2)
    reach = np.sqrt(t2 * (share * (1 - share) * n + t2 / 4)) / (n + t2)
    low, high = np.where(part > 0, np.maximum(centre - reach, 0), 0 * reach), np.minimum(centre + reach, 1)
    return _Share(value, low * typical, high * typical, share * (1 - share) * typical**2)


def _estimate(value: FloatArray, bounds: Bounds, seen: Flows[Numbers], confidence: float) -> Estimate[Numbers]:
    """The standard error is that of the interval, so that a test of a change agrees with what is shown."""
    low, high = bounds
    n = columns(seen.n)[0]
    se = (high - low) / (2 * two_sided_z(confidence))
    return make_estimate(value, bounds, se=se, n=n, confidence=confidence, method="wilson_effective")
