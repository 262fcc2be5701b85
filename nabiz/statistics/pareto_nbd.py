"""Pareto/NBD: as BG/NBD, but customers leave at any time, not only after a purchase.

Rates of purchase are gamma (r, alpha), rates of leaving gamma (s, beta) over customers; Schmittlein, Morrison & Colombo
(1987). s and beta are weakly identified: judge a fit by its log-likelihood and its forecasts. It costs thirty times as
much as BG/NBD, whose forecasts are mostly the same; in return somebody without a repeat purchase may have left.
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

# The integral over the time of leaving is a sum over so many points (Gauss-Legendre), at an error below 1e-10.
NODES, MASSES = (np.asarray(part, dtype=np.float64) for part in np.polynomial.legendre.leggauss(32))
# Where the integrand has fallen by a factor of e^50 it is as good as over.
SPENT = 50.0
# Rows looked at together (times 33 points: see `bgnbd.BLOCK`), and rows that the fit begins on.
BLOCK, SAMPLE = 1 << 8, 4_000
# (r, alpha / mean age, s, beta / mean age)
STARTS = ((0.6, 0.4, 0.6, 0.5), (1.5, 1.0, 1.5, 3.0), (0.3, 0.2, 0.3, 0.1))


class Parameters(NamedTuple):
    """r and alpha of the rate of purchase, s and beta of the rate of leaving; alpha and beta in units of time."""

    r: float
    alpha: float
    s: float
    beta: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum likelihood; `covariance` (4, 4) is that of the logarithms of the parameters.

    Where the data do not determine them, `status` is `not_identified` and the parameters are NaN.
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

    As `bgnbd.fit`, of which arguments and errors are the same, but that `penalizer` c takes c times the squares from
    the sum and not from the mean of the log-likelihood, as `lifetimes` does here.
    """
    seen = histories(frequency, recency, age, weights)
    longest, typical = seen.age.max(initial=0.0) or 1.0, seen.age.sum() / max(seen.age.size, 1) or 1.0
    units, distinct = np.array([1.0, longest, 1.0, longest]), seen.distinct()
    starts = [np.array(start) * [1.0, typical, 1.0, typical] for start in STARTS]
    if distinct.age.size > 2 * SAMPLE:
        sample = seen.take(slice(None, None, seen.age.size // SAMPLE))
        first = maximise(_loglik(sample), starts, n=1.0, penalizer=penalizer, units=units)
        starts = [np.array(first.parameters)] if first.status == "ok" else starts
    best = maximise(_loglik(distinct), starts, n=1.0, penalizer=penalizer, units=units)
    return Fit(Parameters(*best.parameters.tolist()), best.covariance, best.loglik, seen.n, seen.repeaters, best.status)


def p_alive(parameters: Parameters, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> FloatArray:
    """The probability that a customer has not left yet: columns of x, t_x and T, one row each."""
    at, seen = np.array(parameters), histories(frequency, recency, age)
    parts = [_times_of_leaving(at, block).shares[:, 0] for block in _blocks(seen)]
    return np.concatenate([np.empty(0), *parts])


def expected_purchases(
    parameters: Parameters,
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    age: npt.ArrayLike,
    horizon: npt.ArrayLike,
) -> FloatArray:
    """The mean number of purchases within the time `horizon` after T, one for all customers or one for each.

    Schmittlein, Morrison & Colombo (1987), eq. 22; also at s = 1. ValueError for a negative horizon.
    """
    ahead = np.asarray(horizon, dtype=np.float64)
    if not bool(np.all(ahead >= 0)):
        raise ValueError("a horizon is not negative")
    r, alpha, s, beta = parameters
    seen = histories(frequency, recency, age)
    rate, stretch = (r + seen.frequency) / (alpha + seen.age), np.log1p(ahead / (beta + seen.age))
    active = rate * (beta + seen.age) * stretch * special.exprel((1 - s) * stretch)
    return np.asarray(p_alive(parameters, frequency, recency, age) * active, dtype=np.float64)


def expected_of_new(parameters: Parameters, times: npt.ArrayLike) -> FloatArray:
    """The mean number of repeat purchases of a random new customer within each time since the first purchase."""
    after = np.asarray(times, dtype=np.float64)
    nothing = np.zeros(after.shape)
    return expected_purchases(parameters, nothing, nothing, nothing, after)


class Leaving(NamedTuple):
    """When a customer may have left: column 0 is "not yet", the others are points of time between t_x and T.

    Each array has a row per customer. `shares` are the probabilities, given the history; `log` is ln of the sum that
    they were divided by; `times` are the points, `powers` the exponents of beta + time.
    """

    times: FloatArray
    powers: FloatArray
    shares: FloatArray
    log: FloatArray


def _times_of_leaving(at: FloatArray, seen: Histories) -> Leaving:
    """(alpha+T)^-(r+x) (beta+T)^-s, and s (alpha+y)^-(r+x) (beta+y)^-(s+1) at points y, whose spacing is in ln(c + y).

    c is the lesser of alpha and beta, so that the integrand is smooth however near 0 that is.
    """
    r, alpha, s, beta = at
    k, begin = r + seen.frequency, seen.recency
    least = min(alpha, beta)
    with np.errstate(over="ignore", divide="ignore"):
        over = [(c + begin) * np.expm1(SPENT / power) for c, power in ((alpha, k), (beta, s))]
        length = np.log1p(np.minimum(seen.age - begin, np.minimum(*over)) / (least + begin))
        y = (least + begin)[:, None] * np.exp(np.outer(length, (1 + NODES) / 2)) - least
        spacing = np.log(s * length / 2)[:, None] + np.log((least + y) * MASSES)
    times = np.column_stack([seen.age, y])
    powers = np.append(s, np.full(NODES.size, s + 1))
    log = -k[:, None] * np.log(alpha + times) - powers * np.log(beta + times)
    log[:, 1:] += spacing
    highest = log.max(axis=1, keepdims=True)
    mass = np.exp(log - highest)
    whole = mass.sum(axis=1, keepdims=True)
    return Leaving(times, powers, mass / whole, (highest + np.log(whole))[:, 0])


def _loglik(seen: Histories) -> Objective:
    """Sum of ln G(r+x)/G(r) + r ln alpha + s ln beta + ln of the sum over the times of leaving."""
    counts = np.bincount(seen.frequency, seen.weights, 1).astype(np.float64)
    distinct = np.flatnonzero(counts)
    x, weights = distinct.astype(np.float64), counts[distinct]

    def loglik(at: FloatArray) -> Slopes:
        return total([_counting(at, x, weights), *(_leaving(at, block) for block in _blocks(seen))])

    return loglik


def _blocks(seen: Histories) -> Iterator[Histories]:
    return (seen.take(slice(i, i + BLOCK)) for i in range(0, seen.age.size, BLOCK))


def _counting(at: FloatArray, x: FloatArray, weights: FloatArray) -> Slopes:
    r, alpha, s, beta = at
    n = float(weights.sum())
    grown, slope, bend = (
        float(weights @ (function(r + x) - function(r)))
        for function in (special.gammaln, special.psi, lambda y: special.zeta(2, y))
    )
    value = grown + n * (r * np.log(alpha) + s * np.log(beta))
    gradient = np.array([slope + n * np.log(alpha), n * r / alpha, n * np.log(beta), n * s / beta])
    hessian = np.diag([bend, -n * r / alpha**2, 0.0, -n * s / beta**2])
    hessian[0, 1] = hessian[1, 0] = n / alpha
    hessian[2, 3] = hessian[3, 2] = n / beta
    return Slopes(value, gradient, hessian)


def _leaving(at: FloatArray, seen: Histories) -> Slopes:
    """ln of the sum. Its slope is the terms' mean slope, its curvature their mean one plus the covariance of slopes."""
    r, alpha, s, beta = at
    times, powers, shares, log = _times_of_leaving(at, seen)
    k = (r + seen.frequency)[:, None]
    until, from_beta = 1 / (alpha + times), 1 / (beta + times)
    gone = np.append(0.0, np.full(NODES.size, 1 / s))
    terms = np.stack([-np.log(alpha + times), -k * until, gone - np.log(beta + times), -powers * from_beta])
    means = (terms * shares).sum(axis=2)
    mass = shares * seen.weights[:, None]
    apart = (terms - means[:, :, None]).reshape(4, -1)
    hessian = (apart * mass.ravel()) @ apart.T
    hessian[0, 1] -= (mass * until).sum()
    hessian[2, 3] -= (mass * from_beta).sum()
    hessian[1, 0], hessian[3, 2] = hessian[0, 1], hessian[2, 3]
    hessian[1, 1] += (mass * k * until**2).sum()
    hessian[2, 2] -= (mass * gone).sum() / s
    hessian[3, 3] += (mass * powers * from_beta**2).sum()
    return Slopes(float((seen.weights * log).sum()), (means * seen.weights).sum(axis=1), hessian)
