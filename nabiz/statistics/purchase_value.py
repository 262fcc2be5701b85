"""What customers without a contract will bring: purchases to come (BG/NBD) times spend (gamma-gamma), discounted.

Values are in the currency of the amounts; times the margin, if amounts are revenue.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics import bgnbd, gamma_gamma
from nabiz.statistics.bgnbd_forecast import discounted_purchases
from nabiz.statistics.columns import Array, FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, make_estimate
from nabiz.statistics.rfm import Summary, histories

# Step in the logarithm of a parameter, for slopes by differences.
STEP = 1e-4


@dataclass(frozen=True, slots=True)
class Horizon:
    """So many periods ahead, each `length` long in the customers' unit of time; what comes in the i-th is worth
    1 / (1 + discount)^i of it today. The default is 12 months, in weeks, at 1 % a month.
    """

    periods: int = 12
    length: float = 4.345
    discount: float = 0.01

    @property
    def ends(self) -> FloatArray:
        return self.length * np.arange(1.0, self.periods + 1)

    @property
    def worth(self) -> FloatArray:
        return np.asarray((1 + self.discount) ** -np.arange(1.0, self.periods + 1), dtype=np.float64)


def customer_value(
    customers: Summary, purchases: bgnbd.Parameters, spend: gamma_gamma.Parameters, horizon: Horizon
) -> FloatArray:
    """The value to expect of each customer within the horizon: E[spend] x sum over periods of purchases x worth.

    Fader, Hardie & Lee (2005b). NaN where the parameters are, or where no mean spend exists (q <= 1, no repeat yet).
    """
    return _to_come(customers, purchases, horizon) * _spend(customers, spend)


def group_value(
    customers: Summary,
    groups: npt.ArrayLike,
    purchases: bgnbd.Fit,
    spend: gamma_gamma.Fit,
    horizon: Horizon,
    *,
    of_these: bool = False,
    confidence: float = 0.95,
) -> Estimate[Array]:
    """The mean value of a customer in each group 0, 1, ...; -1 is in none. One row per group.

    The fits must have been made on just these customers, all of them. The bounds say how far the mean would move with
    other customers of the same kind: which are in the group, and what the fits learn from all. Each customer's
    influence on the mean is their deviation in the group plus what they add to the parameters (scores x covariance x
    slope of the mean, the delta method); its squares add up to the variance, also where the models do not quite hold.
    A small group seldom shows its most valuable kind of customer: relative to its mean it is taken to vary at least as
    much as all customers do, which is too wide for a group chosen by behaviour. With `of_these` the customers of the
    group are given, and the parameters alone uncertain: this covers 95 % in any group, from 1,000 customers in the fit.
    Neither bounds the money that will come in, which varies more. Normal intervals on the logarithm; NaN below two.
    """
    group = np.asarray(groups, dtype=np.int64)
    inside, size = group >= 0, int(group.max(initial=-1)) + 1
    n = np.bincount(group[inside], minlength=size).astype(np.float64)

    def mean(values: FloatArray) -> FloatArray:
        return divide(np.bincount(group[inside], values[inside], size), n)

    value = customer_value(customers, purchases.parameters, spend.parameters, horizon)
    means = mean(value)
    apart = np.where(inside, value - np.append(means, 0.0)[group], 0.0)
    slopes = np.stack([mean(slope) for slope in _slopes(customers, purchases.parameters, spend.parameters, horizon)])
    pull = (_covariance(purchases, spend) @ slopes).T
    scores = _scores(customers, purchases.parameters, spend.parameters)
    with_group = np.stack([mean(column * apart) for column in scores.T], axis=1)
    spread = np.maximum(divide(mean(apart**2), n - 1), divide((_relative_spread(value) * means) ** 2, n))
    learnt = ((pull @ (scores.T @ scores)) * pull).sum(axis=1)
    se = root(learnt if of_these else spread + learnt + 2 * (pull * with_group).sum(axis=1)) + 0 * spread
    factor = np.exp(two_sided_z(confidence) * divide(se, means))
    bounds = (means / factor, means * factor)
    return make_estimate(means, bounds, se=se, n=n, confidence=confidence, method="delta")


def _relative_spread(values: FloatArray) -> float:
    return float(values.std() / values.mean()) if values.size else np.nan


def _to_come(customers: Summary, purchases: bgnbd.Parameters, horizon: Horizon) -> FloatArray:
    history = (customers.frequency, customers.recency, customers.age)
    return discounted_purchases(purchases, *history, times=horizon.ends, discounts=horizon.worth)


def _spend(customers: Summary, spend: gamma_gamma.Parameters) -> FloatArray:
    return gamma_gamma.expected_spend(spend, customers.frequency, customers.monetary)


def _slopes(
    customers: Summary, purchases: bgnbd.Parameters, spend: gamma_gamma.Parameters, horizon: Horizon
) -> Iterator[FloatArray]:
    """Of each customer's value along the logarithms of r, alpha, a, b, p, q, v, one after the other."""
    to_come, each = _to_come(customers, purchases, horizon), _spend(customers, spend)
    for up, down in _beside(purchases):
        change = _to_come(customers, bgnbd.Parameters(*up), horizon) - _to_come(
            customers, bgnbd.Parameters(*down), horizon
        )
        yield each * change / (2 * STEP)
    for up, down in _beside(spend):
        change = _spend(customers, gamma_gamma.Parameters(*up)) - _spend(customers, gamma_gamma.Parameters(*down))
        yield to_come * change / (2 * STEP)


def _beside(parameters: tuple[float, ...]) -> Iterator[tuple[FloatArray, FloatArray]]:
    at = np.array(parameters)
    for step in STEP * np.eye(at.size):
        yield at * np.exp(step), at * np.exp(-step)


def _covariance(purchases: bgnbd.Fit, spend: gamma_gamma.Fit) -> FloatArray:
    both = np.zeros((7, 7))
    both[:4, :4], both[4:, 4:] = purchases.covariance, spend.covariance
    return both


def _scores(customers: Summary, purchases: bgnbd.Parameters, spend: gamma_gamma.Parameters) -> FloatArray:
    seen = histories(customers.frequency, customers.recency, customers.age)
    ours, theirs = bgnbd.scores(purchases, seen), gamma_gamma.scores(spend, customers.frequency, customers.monetary)
    return np.concatenate([ours, theirs], axis=1)
