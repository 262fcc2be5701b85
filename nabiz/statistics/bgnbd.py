"""BG/NBD: how often customers without a contract buy again, from how often and when they did so far.

While active, a customer buys at a rate of their own (gamma r, alpha over customers) and leaves after a purchase with a
probability of their own (beta a, b); Fader, Hardie & Lee (2005). Each customer is a row of `rfm.Summary`: x repeat
purchases, the last at age t_x, seen until age T, in one unit of time, in which the answers are too. Not for
subscriptions, whose end is known. `bgnbd_forecast` has the predictions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray
from nabiz.statistics.maximum import Objective, Slopes, Status, maximise, total
from nabiz.statistics.rfm import Histories, histories

# Rows looked at together: their temporaries stay in the cache of one core, and the products are too small for BLAS to
# call up a second one, whose waiting costs more than it does on a busy machine.
BLOCK = 1 << 13
# The fit begins on about so many rows.
SAMPLES = (3_000, 50_000)
# (r, alpha / mean age, a, b)
STARTS = ((0.5, 0.3, 1.0, 3.0), (2.0, 2.0, 0.5, 8.0), (0.3, 0.1, 3.0, 3.0))


class Parameters(NamedTuple):
    """r and alpha of the rate of purchase (alpha in units of time), a and b of the probability of leaving."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum likelihood; `covariance` (4, 4) is that of the logarithms of the parameters.

    Where the data do not determine them (nobody bought again, all buy at one rate, nobody leaves), `status` is
    `not_identified` and the parameters are NaN. Below 100 `repeaters` the covariance promises more than it holds.
    """

    parameters: Parameters
    covariance: FloatArray
    loglik: float
    n: float
    repeaters: float
    status: Status


def fit(
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    age: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    penalizer: float = 0.0,
) -> Fit:
    """The parameters that make these histories likeliest: columns of x, t_x and T, one row per customer.

    `weights` count the customers of a row. A million rows take well under a second: Newton's method begins on a sample
    and needs few passes over all. `penalizer` is that of `lifetimes`: it takes c times the sum of squared parameters
    from the mean log-likelihood, time in units of the longest age. `loglik` is the sum, without it. ValueError where
    x is not a count, or not 0 <= t_x <= T.
    """
    seen = histories(frequency, recency, age, weights)
    longest, typical = seen.age.max(initial=0.0) or 1.0, seen.age.sum() / max(seen.age.size, 1) or 1.0
    units = np.array([1.0, longest, 1.0, 1.0])
    starts = [np.array(start) * [1.0, typical, 1.0, 1.0] for start in STARTS]
    for size in SAMPLES:
        if seen.age.size > 4 * size:
            sample = seen.take(slice(None, None, seen.age.size // size))
            first = maximise(_loglik(sample), starts, n=sample.n, penalizer=penalizer, units=units)
            starts = [first.parameters] if first.status == "ok" else starts
    best = maximise(_loglik(seen), starts, n=seen.n, penalizer=penalizer, units=units)
    return Fit(Parameters(*best.parameters.tolist()), best.covariance, best.loglik, seen.n, seen.repeaters, best.status)


def log_odds_of_having_left(parameters: Parameters, seen: Histories) -> FloatArray:
    """ln of a / (b + x - 1) ((alpha + T) / (alpha + t_x))^(r + x) for each row; -inf at x = 0, when none has left."""
    r, alpha, a, b = parameters
    x = seen.frequency
    silence = np.log((alpha + seen.age) / (alpha + seen.recency))
    odds = np.log(a / (b + np.maximum(x, 1) - 1)) + (r + x) * silence
    return np.asarray(np.where((x > 0) | np.isnan(odds), odds, -np.inf), dtype=np.float64)


def scores(parameters: Parameters, seen: Histories) -> FloatArray:
    """Each customer's slope of the log-likelihood along the logarithms of the parameters: shape (n, 4).

    Over the customers of the fit they sum to 0. The sampling error of all that is computed from it is made of them.
    """
    r, alpha, a, b = parameters
    x, waited = seen.frequency, np.log(alpha / (alpha + seen.age))
    odds, along = log_odds_of_having_left(parameters, seen), _slopes_of_odds(np.array(parameters), seen)
    gone = special.expit(odds)
    grown_r, grown_b, grown_ab = (special.psi(y + x) - special.psi(y) for y in (r, b, a + b))
    kept = np.stack([grown_r + waited, r / alpha - (r + x) / (alpha + seen.age), -grown_ab, grown_b - grown_ab])
    return np.asarray(((kept + gone * along) * np.array(parameters)[:, None]).T, dtype=np.float64)


def _loglik(seen: Histories) -> Objective:
    """Sum over customers of ln G(r+x)/G(r) + r ln alpha + ln B(a,b+x)/B(a,b) - (r+x) ln(alpha+T) + ln(1 + odds)."""
    counts = np.bincount(seen.frequency, seen.weights, 1).astype(np.float64)
    distinct = np.flatnonzero(counts)
    counted = (distinct.astype(np.float64), counts[distinct])
    repeating = seen.take(np.flatnonzero(seen.frequency > 0))

    def loglik(at: FloatArray) -> Slopes:
        parts = [_counting(at, *counted)]
        parts += [_waiting(at, block) for block in _blocks(seen)]
        parts += [_having_left(at, block) for block in _blocks(repeating)]
        return total(parts)

    return loglik


def _blocks(seen: Histories) -> Iterator[Histories]:
    return (seen.take(slice(i, i + BLOCK)) for i in range(0, seen.age.size, BLOCK))


def _counting(at: FloatArray, x: FloatArray, weights: FloatArray) -> Slopes:
    """What depends on x alone, once for each x that occurs."""
    r, alpha, a, b = at
    value, slope, bend = (
        [weights @ (function(y + x) - function(y)) for y in (r, b, a + b)]
        for function in (special.gammaln, special.psi, lambda y: special.zeta(2, y))
    )
    n = weights.sum()
    gradient = np.array([slope[0] + n * np.log(alpha), n * r / alpha, -slope[2], slope[1] - slope[2]])
    hessian = np.zeros((4, 4))
    hessian[0, 0], hessian[0, 1] = bend[0], n / alpha
    hessian[1, 0], hessian[1, 1] = n / alpha, -n * r / alpha**2
    hessian[2:, 2:] = -bend[2]
    hessian[3, 3] += bend[1]
    return Slopes(value[0] + value[1] - value[2] + n * r * np.log(alpha), gradient, hessian)


def _waiting(at: FloatArray, seen: Histories) -> Slopes:
    """-(r + x) ln(alpha + T)."""
    length = at[1] + seen.age
    each, purchases = seen.weights, seen.weights * (at[0] + seen.frequency)
    log, per_time = np.log(length), purchases / length
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    gradient[:2] = -(each @ log), -per_time.sum()
    hessian[0, 1] = hessian[1, 0] = -(each / length).sum()
    hessian[1, 1] = (per_time / length).sum()
    return Slopes(-(purchases @ log), gradient, hessian)


def _having_left(at: FloatArray, seen: Histories) -> Slopes:
    """ln(1 + odds) of those who came back, without overflow."""
    odds, along = log_odds_of_having_left(Parameters(*at), seen), _slopes_of_odds(at, seen)
    value = seen.weights @ (np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds))))
    share = special.expit(odds)
    gone = seen.weights * share
    pulled = along * gone
    hessian = (pulled * (1 - share)) @ along.T
    until, last = 1 / (at[1] + seen.age), 1 / (at[1] + seen.recency)
    hessian[0, 1] += gone @ (until - last)
    hessian[1, 0] = hessian[0, 1]
    hessian[1, 1] += (gone * (at[0] + seen.frequency)) @ (last**2 - until**2)
    hessian[2, 2] -= gone.sum() / at[2] ** 2
    hessian[3, 3] += gone @ along[3] ** 2
    return Slopes(value, pulled.sum(axis=1), hessian)


def _slopes_of_odds(at: FloatArray, seen: Histories) -> FloatArray:
    """Of `log_odds_of_having_left` along r, alpha, a, b: shape (4, n)."""
    r, alpha, a, b = at
    k, until, last = r + seen.frequency, alpha + seen.age, alpha + seen.recency
    stays = b + np.maximum(seen.frequency, 1) - 1
    return np.stack([np.log(until / last), k * (1 / until - 1 / last), np.full(k.shape, 1 / a), -1 / stays])
