"""What customers without a contract will bring, from tallies: how many share a history, how many a frequency and spend.

The same as `purchase_value`, without a row per customer: purchases and spend are independent in the model, so each is
fitted on its own tally, and the value of a customer is a straight line in what they spend.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nabiz.statistics import bgnbd, gamma_gamma
from nabiz.statistics.bgnbd_forecast import discounted_purchases
from nabiz.statistics.columns import FloatArray
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, make_estimate
from nabiz.statistics.purchase_value import Horizon
from nabiz.statistics.rfm import histories

STEP = 1e-4
# Spend is tallied in whole money, as its floor.
HALF = 0.5
# Where the data do not tell how customers leave (hardly anybody does), the likelihood rises to a limit. So weak a pull
# towards small parameters stops on the way there, within 0.3 of the limit in log-likelihood and 1 % in value.
PULL = 1e-5
FEWEST_REPEATERS = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """Two kinds of rows in columns of one length, told apart by their counts.

    With `customers`: so many share `frequency`, `recency` and `age` (weeks); `means` and `squares` are the sums of
    their mean spend on a repeat day and of its square. With `spenders`: so many have this `frequency` and `spend`, the
    floor of that mean.
    """

    frequency: FloatArray
    recency: FloatArray
    age: FloatArray
    spend: FloatArray
    customers: FloatArray
    means: FloatArray
    squares: FloatArray
    spenders: FloatArray

    def pick(self, counts: FloatArray) -> "Tally":
        """The rows of one kind, always in the same order, as sums depend on it a little."""
        order = np.lexsort((self.spend, self.age, self.recency, self.frequency))
        rows = order[counts[order] > 0]
        return Tally(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class _Model:
    """The parts of a mean value: cells with their purchases to come, and the two fits."""

    cells: Tally
    spends: Tally
    purchases: bgnbd.Fit
    spend: gamma_gamma.Fit


def mean_value(seen: Tally, horizon: Horizon = Horizon(), *, confidence: float = 0.95) -> Estimate[float]:  # noqa: B008
    """The mean value of a customer within the horizon (default 12 months, at 1 % a month). `n` counts who came back.

    The bounds say how far the mean would move with other customers of the same kind, by the delta method: each one's
    deviation from the mean, plus what they add to the parameters. Normal on the logarithm. Where at least
    FEWEST_REPEATERS came back and yet nothing tells how customers leave, the purchases are fitted with a weak penalty
    (PULL). NaN where a model is not identified even so, or no mean spend exists (q <= 1).
    """
    cells, spends = seen.pick(seen.customers), seen.pick(seen.spenders)
    n = float(cells.customers[cells.frequency > 0].sum())
    purchases = _purchases(cells)
    spend = gamma_gamma.fit(spends.frequency, spends.spend + HALF, spends.spenders)
    is_told = purchases.status == "ok" and spend.status == "ok" and spend.parameters.q > 1
    value, se = _value(_Model(cells, spends, purchases, spend), horizon) if is_told else (np.nan, np.nan)
    factor = np.exp(two_sided_z(confidence) * se / value)
    return make_estimate(value, (value / factor, value * factor), se=se, n=n, confidence=confidence, method="delta")


def _purchases(cells: Tally) -> bgnbd.Fit:
    columns = (cells.frequency, cells.recency, cells.age, cells.customers)
    free = bgnbd.fit(*columns)
    if free.status == "ok" or free.repeaters < FEWEST_REPEATERS:
        return free
    return bgnbd.fit(*columns, penalizer=PULL)


def _value(model: _Model, horizon: Horizon) -> tuple[float, float]:
    cells, spends = model.cells, model.spends
    bought, spent = np.array(model.purchases.parameters), np.array(model.spend.parameters)
    weights = cells.customers
    mean = float(_of_cells(cells, bought, spent, horizon).sum() / weights.sum())
    slopes = np.array(
        [_slope(lambda at: _mean(cells, at, spent, horizon), bought, i) for i in range(4)]
        + [_slope(lambda at: _mean(cells, bought, at, horizon), spent, i) for i in range(3)]
    )
    seen = histories(cells.frequency, cells.recency, cells.age)
    learnt = bgnbd.scores(model.purchases.parameters, seen) @ model.purchases.covariance @ slopes[:4]
    n, per_customer = weights.sum(), _of_cells(cells, bought, spent, horizon) / weights
    within = _within(cells, bought, spent, horizon)
    variance = (weights * ((per_customer - mean) / n + learnt) ** 2).sum() + within.sum() / n**2
    of_spend = gamma_gamma.scores(model.spend.parameters, spends.frequency, spends.spend + HALF)
    variance += (spends.spenders * (of_spend @ model.spend.covariance @ slopes[4:]) ** 2).sum()
    return mean, float(np.sqrt(variance))


def _mean(cells: Tally, bought: FloatArray, spent: FloatArray, horizon: Horizon) -> float:
    return float(_of_cells(cells, bought, spent, horizon).sum() / cells.customers.sum())


def _of_cells(cells: Tally, bought: FloatArray, spent: FloatArray, horizon: Horizon) -> FloatArray:
    """The value of all customers of each cell: their spend is a straight line in the mean that was seen."""
    parameters = gamma_gamma.Parameters(*spent)
    each = gamma_gamma.expected_spend(parameters, cells.frequency, cells.means / cells.customers)
    return np.asarray(_to_come(cells, bought, horizon) * each * cells.customers, dtype=np.float64)


def _within(cells: Tally, bought: FloatArray, spent: FloatArray, horizon: Horizon) -> FloatArray:
    """The squares of what sets the customers of a cell apart, who share a history and differ in spend."""
    p, q, _ = spent
    steep = p * cells.frequency / (p * cells.frequency + q - 1)
    apart = np.maximum(cells.squares - cells.means**2 / cells.customers, 0.0)
    return np.asarray((_to_come(cells, bought, horizon) * steep) ** 2 * apart, dtype=np.float64)


def _to_come(cells: Tally, bought: FloatArray, horizon: Horizon) -> FloatArray:
    history = (cells.frequency, cells.recency, cells.age)
    return discounted_purchases(bgnbd.Parameters(*bought), *history, times=horizon.ends, discounts=horizon.worth)


def _slope(function: Callable[[FloatArray], float], at: FloatArray, place: int) -> float:
    """Along the logarithm of one parameter."""
    up, down = at.copy(), at.copy()
    up[place], down[place] = at[place] * np.exp(STEP), at[place] * np.exp(-STEP)
    return float((function(up) - function(down)) / (2 * STEP))
