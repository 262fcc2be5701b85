"""Gamma-gamma: what a customer spends at a purchase, from the mean of the few that were seen.

Amounts of one customer are gamma distributed with shape p around a mean of their own, whose scale is gamma (q, v) over
customers; Fader, Hardie & Lee (2005b), Hardie's note 25. Mean spend must not go with frequency. Each customer is a row
of `rfm.Summary`: x repeat purchases and their mean amount m.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray, columns, divide
from nabiz.statistics.maximum import Objective, Slopes, Status, maximise, total

# The fit begins on about so many rows, and looks at so many together (see `bgnbd.BLOCK`).
SAMPLE, BLOCK = 4_000, 1 << 13
# (p, q, v / mean spend)
STARTS = ((3.0, 3.0, 0.7), (1.0, 1.5, 1.0), (10.0, 8.0, 0.7))


class Parameters(NamedTuple):
    """p and q without a unit, v in that of the amounts."""

    p: float
    q: float
    v: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum likelihood over the `n` customers with a positive mean; `covariance` (3, 3) is of log parameters.

    Where the data do not determine the parameters, `status` is `not_identified` and they are NaN. `correlation` of x
    and m beyond +-0.3 says that the model does not fit: those who come often spend otherwise.
    """

    parameters: Parameters
    covariance: FloatArray
    loglik: float
    n: float
    correlation: float
    status: Status


class Rows(NamedTuple):
    """x, m, and how many customers share the row."""

    x: FloatArray
    m: FloatArray
    weights: FloatArray

    def take(self, rows: npt.NDArray[np.bool_] | slice) -> "Rows":
        """Some of the rows."""
        return Rows(self.x[rows], self.m[rows], self.weights[rows])

    @property
    def tells(self) -> npt.NDArray[np.bool_]:
        """Whether a row says anything of spending."""
        return (self.x > 0) & (self.m > 0)


def fit(
    frequency: npt.ArrayLike,
    monetary: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    penalizer: float = 0.0,
) -> Fit:
    """The parameters that make these mean amounts likeliest: columns of x and m, one row per customer.

    Customers without a repeat purchase, or with m <= 0 (refunds), carry nothing and are left out. `weights` count the
    customers of a row; `penalizer` takes c times the sum of squared parameters from the mean log-likelihood. ValueError
    where x is not a count.
    """
    given = _rows(frequency, monetary, weights)
    seen = given.take(given.tells)
    n = float(seen.weights.sum())
    typical = float((seen.weights * seen.m).sum()) / n if n else 1.0
    starts = [np.array(start) * [1.0, 1.0, typical] for start in STARTS]
    if seen.x.size > 2 * SAMPLE:
        sample = seen.take(slice(None, None, seen.x.size // SAMPLE))
        first = maximise(_loglik(sample), starts, n=float(sample.weights.sum()), penalizer=penalizer)
        starts = [first.parameters] if first.status == "ok" else starts
    best = maximise(_loglik(seen), starts, n=n, penalizer=penalizer)
    parameters = Parameters(*best.parameters.tolist())
    return Fit(parameters, best.covariance, best.loglik, n, _correlation(seen), best.status)


def population_mean(parameters: Parameters) -> float:
    """The mean spend of a random customer, p v / (q - 1). NaN where q <= 1: the mean is not finite."""
    p, q, v = parameters
    return p * v / (q - 1) if q > 1 else np.nan


def expected_spend(parameters: Parameters, frequency: npt.ArrayLike, monetary: npt.ArrayLike) -> FloatArray:
    """The mean spend to expect of each customer: their own, drawn towards the population's the less they bought.

    w pv/(q-1) + (1-w) m with w = (q-1)/(px+q-1), which is p (v + x m) / (p x + q - 1); the population's mean at x = 0,
    whatever m. NaN where it is not finite.
    """
    p, q, v = parameters
    x, m = columns(frequency, monetary)
    bottom = p * x + q - 1
    return divide(p * (v + np.where(x > 0, x * m, 0.0)), np.where(bottom > 0, bottom, np.nan))


def scores(parameters: Parameters, frequency: npt.ArrayLike, monetary: npt.ArrayLike) -> FloatArray:
    """Each customer's slope of the log-likelihood along the logarithms of the parameters: shape (n, 3).

    As `bgnbd.scores`; 0 for those whom the fit leaves out.
    """
    p, q, v = parameters
    given = _rows(frequency, monetary, None)
    x, m, _ = given.take(given.tells)
    scale = v + x * m
    both = special.psi(p * x + q)
    along = (
        x * (both - special.psi(p * x) + np.log(x * m / scale)),
        both - special.psi(q) + np.log(v / scale),
        q / v - (p * x + q) / scale,
    )
    found = np.zeros((given.x.size, 3))
    found[given.tells] = (np.stack(along) * np.array(parameters)[:, None]).T
    return found


def _rows(frequency: npt.ArrayLike, monetary: npt.ArrayLike, weights: npt.ArrayLike | None) -> Rows:
    given = columns(frequency, monetary, 1.0 if weights is None else weights)
    x, m, count = (np.atleast_1d(column) for column in given)
    if not bool(np.all((x >= 0) & (x == np.floor(x)) & (count >= 0))):
        raise ValueError("a frequency and a weight are counts")
    return Rows(x, m, count)


def _loglik(seen: Rows) -> Objective:
    """Sum of ln G(px+q)/G(px)G(q) + q ln v + (px-1) ln m + px ln x - (px+q) ln(v + xm)."""
    counts = np.bincount(seen.x.astype(np.int64), seen.weights, 1).astype(np.float64)
    distinct = np.flatnonzero(counts)
    counted = (distinct.astype(np.float64), counts[distinct])
    blocks = [seen.take(slice(i, i + BLOCK)) for i in range(0, seen.x.size, BLOCK)]
    logs = [np.log(block.m) for block in blocks]

    def loglik(at: FloatArray) -> Slopes:
        parts = [_spending(at, block, log) for block, log in zip(blocks, logs, strict=True)]
        return total([_counting(at, *counted), *parts])

    return loglik


def _spending(at: FloatArray, seen: Rows, log_m: FloatArray) -> Slopes:
    """(px-1) ln m + px ln x - (px+q) ln(v + xm), of which x ln x and q ln v are with the counts."""
    p, q, v = at
    scale = v + seen.x * seen.m
    log, each, often = np.log(scale), seen.weights / scale, seen.weights * seen.x
    along_p, along_q = float(often @ (log_m - log)), -float(seen.weights @ log)
    many = often / scale
    along_v = p * many + q * each
    value = p * along_p + q * along_q - float(seen.weights @ log_m)
    hessian = np.zeros((3, 3))
    hessian[0, 2] = hessian[2, 0] = -many.sum()
    hessian[1, 2] = hessian[2, 1] = -each.sum()
    hessian[2, 2] = (along_v / scale).sum()
    return Slopes(value, np.array([along_p, along_q, -along_v.sum()]), hessian)


def _counting(at: FloatArray, x: FloatArray, weights: FloatArray) -> Slopes:
    """What depends on x alone, once for each x that occurs: ln G(px+q)/G(px)G(q) + q ln v + px ln x."""
    p, q, v = at
    n, logs = float(weights.sum()), float(weights @ (x * np.log(x)))
    value, (both, own, one), (bend, bend_own, bend_one) = (
        (function(p * x + q), function(p * x), function(q))
        for function in (special.gammaln, special.psi, lambda y: special.zeta(2, y))
    )
    along_p = float(weights @ (x * (both - own))) + logs
    gradient = np.array([along_p, float(weights @ both) - n * (one - np.log(v)), n * q / v])
    hessian = np.zeros((3, 3))
    hessian[0, 0], hessian[1, 1] = weights @ (x**2 * (bend - bend_own)), weights @ bend - n * bend_one
    hessian[0, 1] = hessian[1, 0] = weights @ (x * bend)
    hessian[1, 2] = hessian[2, 1] = n / v
    hessian[2, 2] = -n * q / v**2
    return Slopes(float(weights @ (value[0] - value[1])) + p * logs - n * (value[2] - q * np.log(v)), gradient, hessian)


def _correlation(seen: Rows) -> float:
    x, m, weights = seen
    n = weights.sum()
    dx, dm = (column - divide((weights * column).sum(), n) for column in (x, m))
    products = ((weights * first * second).sum() for first, second in ((dx, dm), (dx, dx), (dm, dm)))
    both, own_x, own_m = products
    return float(divide(both, np.sqrt(own_x * own_m)))
