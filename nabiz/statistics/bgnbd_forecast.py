"""What a fitted BG/NBD says of customers: are they still active, how often will they buy within a time to come."""

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.bgnbd import Parameters, log_odds_of_having_left
from nabiz.statistics.columns import FloatArray
from nabiz.statistics.interpolation import by_count
from nabiz.statistics.rfm import Histories, histories


def p_alive(parameters: Parameters, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> FloatArray:
    """The probability that a customer has not left yet: columns of x, t_x and T, one row each.

    1 at x = 0 by construction, as customers of this model leave only after a repeat purchase: show "no repeat yet", not
    100 %. Fader & Hardie, note 21 (2008).
    """
    return _p_alive(parameters, histories(frequency, recency, age))


def expected_purchases(
    parameters: Parameters,
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    age: npt.ArrayLike,
    horizon: npt.ArrayLike,
) -> FloatArray:
    """The mean number of purchases within the time `horizon` after T, one for all customers or one for each.

    Fader, Hardie & Lee (2005), eq. 10. ValueError for a negative horizon; NaN where the parameters are.
    """
    seen = histories(frequency, recency, age)
    return _p_alive(parameters, seen) * _while_active(parameters, seen, np.asarray(horizon), np.ones(1), np.ones(1))


def discounted_purchases(
    parameters: Parameters,
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    age: npt.ArrayLike,
    *,
    times: npt.ArrayLike,
    discounts: npt.ArrayLike,
) -> FloatArray:
    """The sum over periods of discount x mean number of purchases in the period, which ends at its time after T.

    `times` ascend from above 0, in the unit of T; `discounts` are what a purchase of that period is worth today.
    """
    seen = histories(frequency, recency, age)
    ends, worth = np.asarray(times, dtype=np.float64), np.asarray(discounts, dtype=np.float64)
    if ends.shape != worth.shape or ends.ndim != 1 or not bool(np.all(np.diff(ends, prepend=0.0) > 0)):
        raise ValueError("periods end one after the other, and each has a discount")
    # The mean number in a period is the difference of two cumulated ones: sum by parts.
    steps = worth - np.append(worth[1:], 0.0)
    return _p_alive(parameters, seen) * _while_active(parameters, seen, np.ones(()), ends, steps)


def expected_of_new(parameters: Parameters, times: npt.ArrayLike) -> FloatArray:
    """The mean number of repeat purchases of a random new customer within each time since the first purchase."""
    after = np.asarray(times, dtype=np.float64)
    nothing = np.zeros(after.shape)
    return expected_purchases(parameters, nothing, nothing, nothing, after)


def _p_alive(parameters: Parameters, seen: Histories) -> FloatArray:
    return np.asarray(special.expit(-log_odds_of_having_left(parameters, seen)), dtype=np.float64)


def _while_active(
    parameters: Parameters, seen: Histories, horizon: FloatArray, times: FloatArray, weights: FloatArray
) -> FloatArray:
    """For those active at T: sum of weight x mean purchases within horizon x time. Depends on horizon / (alpha + T)."""
    if not bool(np.all(horizon >= 0)):
        raise ValueError("a horizon is not negative")
    r, alpha, a, b = parameters
    share = np.broadcast_to(horizon / (alpha + seen.age), seen.age.shape)
    found, asked = np.zeros(share.shape) * share, np.flatnonzero(share > 0)
    if asked.size == 0 or times.size == 0:
        return found

    def per_share(x: FloatArray, z: FloatArray) -> FloatArray:
        """Given the probability p of leaving, (1 - (1 + p u)^-(r + x)) / p purchases within u (alpha + T)."""
        p, mass = _leaving(a, b + x, largest=float(z.max() * times[-1]) * (1 + r + x))
        total = np.zeros(z.shape)
        for time, weight in zip(times, weights, strict=True):
            within = -np.expm1(-(r + x)[..., None] * np.log1p(p[:, None] * (z * time)[..., None])) / p[:, None]
            total += weight * (within * mass[:, None]).sum(axis=-1)
        return np.asarray(total / z, dtype=np.float64)

    found[asked] = share[asked] * by_count(per_share, seen.frequency[asked], share[asked])
    return found


def _leaving(a: float, b: FloatArray, *, largest: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Points p and masses (m, k) of Beta(a, b) for each b (m, 1), for means of functions smooth up to p x largest = 1.

    The trapezoid rule in the log-odds of p, where it converges geometrically. Beyond both ends, where the functions
    are constant, it goes on as a geometric series. (2F1, in which the mean is usually written, is not evaluated
    reliably by scipy where r - a is whole.)
    """
    centre, spread = np.log(a / b), np.sqrt(1 / a + 1 / b)
    left, right = (np.minimum(9 * spread, 1 + np.log1p(30 / other)) + 30 / (1 + own) for own, other in ((a, b), (b, a)))
    low, high = np.minimum(centre, -np.log(largest)) - left, centre + right
    size = int(np.max((high - low) / np.minimum(0.35, 0.45 * spread))) + 2
    step = (high - low) / (size - 1)
    y = low + step * np.arange(size)
    log = -a * np.logaddexp(0, -y) - b * np.logaddexp(0, y)
    mass = np.exp(log - log.max(axis=1, keepdims=True))
    mass[:, :1] /= -np.expm1(-a * step)
    mass[:, -1:] /= -np.expm1(-b * step)
    return special.expit(y), mass / mass.sum(axis=1, keepdims=True)
