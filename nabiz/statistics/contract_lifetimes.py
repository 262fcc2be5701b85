"""How long customers with a contract stay, beyond what was seen: shifted beta-geometric and beta-discrete-Weibull.

At each renewal a customer leaves with a probability of their own, beta (alpha, beta) over customers: those who are left
are ever more loyal, so that retention rises although nobody changes (sBG; Fader & Hardie 2007). With the BdW (Fader et
al. 2018) it also changes with age: S(t) = B(alpha, beta + t^c) / B(alpha, beta), where c = 1 is the sBG. Not for orders
without a contract, whose end is not seen.

Data are a `lifetable.LifeTable` in renewals: an event at t is a customer who did not take the t-th renewal, a censored
one at t has taken t of them. `renewed` makes it from cohorts; cohorts of different age are simply added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import Array, FloatArray
from nabiz.statistics.distributions import chi2_p
from nabiz.statistics.lifetable import LifeTable, from_counts
from nabiz.statistics.maximum import Maximum, Status, differentiated, maximise

# Fewer renewals than this, and a curve is drawn through whatever was seen.
ENOUGH_RENEWALS = {"sbg": 3, "bdw": 4}
STARTS = ((1.0, 2.0), (0.5, 0.5), (3.0, 12.0))
# So many terms of an endless sum are added one by one, the rest is an integral.
TERMS = 4096


class Parameters(NamedTuple):
    """alpha and beta of the probability of leaving; c > 1 if it rises with age, c < 1 if it falls."""

    alpha: float
    beta: float
    c: float = 1.0

    @property
    def mean_churn(self) -> float:
        """The share that leaves at the first renewal."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def polarization(self) -> float:
        """From 0 (all customers are alike) to 1 (some leave at once, the others never)."""
        return 1 / (self.alpha + self.beta + 1)


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum likelihood; `covariance`, (2, 2) or (3, 3), is that of the logarithms of the parameters.

    Where the data do not determine them (nobody left, retention does not rise), `status` is `not_identified` and they
    are NaN. `renewals` is the longest age seen: see ENOUGH_RENEWALS.
    """

    parameters: Parameters
    covariance: FloatArray
    loglik: float
    n: float
    renewals: float
    status: Status


class Comparison(NamedTuple):
    """Likelihood ratio of two nested models, one parameter apart."""

    statistic: float
    p_value: float


def renewed(*cohorts: Sequence[float]) -> LifeTable:
    """Cohorts as counts of customers: at the start, after the first renewal, after the second, to the last one seen.

    ValueError for a cohort that is empty or grows.
    """
    times, lost, left = [], [], []
    for cohort in cohorts:
        counts = np.asarray(cohort, dtype=np.float64)
        if counts.ndim != 1 or counts.size == 0 or not bool(np.all(np.diff(counts, prepend=np.inf) <= 0)):
            raise ValueError("a cohort is a row of counts that never rise")
        times.append(np.arange(counts.size))
        lost.append(np.append(0.0, -np.diff(counts)))
        left.append(np.append(np.zeros(counts.size - 1), counts[-1]))
    empty = [np.empty(0)]
    return from_counts(*(np.concatenate(empty + column) for column in (times, lost, left)))


def fit_sbg(table: LifeTable) -> Fit:
    """The shifted beta-geometric that makes these lifetimes likeliest. ValueError for times that are not whole."""
    return _fitted(table, _maximum(table, [*STARTS]))


def fit_bdw(table: LifeTable) -> Fit:
    """The beta-discrete-Weibull that makes these lifetimes likeliest. ValueError for times that are not whole."""
    sbg = _maximum(table, [*STARTS])
    starts = [(*start, c) for start in STARTS for c in (1.0, 0.6, 1.7)]
    starts += [(*sbg.parameters.tolist(), 1.0)] if sbg.status == "ok" else []
    return _fitted(table, _maximum(table, starts))


def compare(sbg: Fit, bdw: Fit) -> Comparison:
    """Whether the probability of leaving changes with age: 2 (LL - LL of the sBG), chi-squared, 1 df, if not."""
    ratio = max(2 * (bdw.loglik - sbg.loglik), 0.0)
    return Comparison(ratio, float(chi2_p(ratio, 1)))


def survival(parameters: Parameters, times: npt.ArrayLike) -> FloatArray:
    """The share that takes at least so many renewals, S(t); 1 at t = 0."""
    alpha, beta, c = parameters
    t = np.asarray(times, dtype=np.float64)
    return np.asarray(np.exp(special.betaln(alpha, beta + t**c) - special.betaln(alpha, beta)), dtype=np.float64)


def retention(parameters: Parameters, renewal: npt.ArrayLike) -> FloatArray:
    """Of those up for their t-th renewal, the share that takes it: S(t) / S(t-1), for t >= 1."""
    t = np.asarray(renewal, dtype=np.float64)
    return np.asarray(survival(parameters, t) / survival(parameters, t - 1), dtype=np.float64)


def expected_lifetime(parameters: Parameters, discount: float, *, renewal: int = 0) -> float:
    """Payments to come, each discounted by 1 / (1 + discount) per period: times the margin of a period, a value.

    At `renewal` 0, those of a new customer, the first of them now: sum of S(t) / (1 + d)^t from t = 0. At n >= 1, those
    of a customer who is just before the n-th renewal, the first of them now if it is taken: sum of S(t) / S(n-1) /
    (1 + d)^(t-n) from t = n (Fader & Hardie 2010, DERL). NaN where it is not finite: at discount 0 with c alpha <= 1.
    ValueError for a negative discount.
    """
    if discount < 0 or renewal < 0:
        raise ValueError("a discount is not negative, and renewals are counted from 0")
    if discount == 0 and not parameters.c * parameters.alpha > 1:
        return np.nan
    worth = -np.log1p(discount)
    times = renewal + np.arange(TERMS, dtype=np.float64)
    terms = survival(parameters, times) * np.exp(worth * (times - renewal))
    reached = float(survival(parameters, renewal - 1)) if renewal else 1.0
    return float(terms[:-1].sum() + terms[-1] / 2 + _rest(parameters, worth, renewal)) / reached


def _fitted(table: LifeTable, best: Maximum) -> Fit:
    return Fit(Parameters(*best.parameters.tolist()), best.covariance, best.loglik, table.n, table.last, best.status)


def _maximum(table: LifeTable, starts: Sequence[Sequence[float]]) -> Maximum:
    """Sum of events x ln(S(t-1) - S(t)) and of censored x ln S(t)."""
    t, events, censored = table.times, table.events, table.censored
    if not bool(np.all((t == np.floor(t)) & ((t > 0) | (events == 0)))):
        raise ValueError("renewals are counted from 1")
    logs = [np.log(np.maximum(time, 1.0)) for time in (t, t - 1)]
    began = [time > 0 for time in (t, t - 1)]

    def loglik(at: Array) -> np.complex128:
        a, b, c = at[0], at[1], at[2] if at.size == 3 else 1.0
        ages = (np.where(some, np.exp(c * log), 0.0) for some, log in zip(began, logs, strict=True))
        now, before = (
            special.loggamma(b + age) - special.loggamma(a + b + age) + special.loggamma(a + b) - special.loggamma(b)
            for age in ages
        )
        leaves = np.where(events > 0, before + np.log(-np.expm1(np.where(t > 0, now - before, -1.0))), 0.0)
        return np.complex128((events * leaves + censored * now).sum())

    return maximise(differentiated(loglik), starts, n=table.n)


def _rest(parameters: Parameters, worth: float, renewal: int) -> float:
    """The sum from the last of TERMS on, less half of its first term, by Euler and Maclaurin.

    The integral is in the logarithm of time, by Gauss and Legendre on pieces of 1: up to where discounting leaves
    nothing, or else to where S(t) has become a power of t, whose integral is known.
    """
    first = renewal + TERMS - 1.0

    def term(times: FloatArray) -> FloatArray:
        return np.asarray(survival(parameters, times) * np.exp(worth * (times - renewal)), dtype=np.float64)

    reach = np.log(45 / (-worth * first)) if worth < 0 else 500 / max(parameters.c, 1.0)
    if not reach > 0:
        return 0.0
    pieces = int(np.ceil(reach))
    nodes, masses = np.polynomial.legendre.leggauss(12)
    width = reach / pieces
    times = first * np.exp(width * (np.arange(pieces)[:, None] + (1 + nodes) / 2))
    integral = float((times * term(times)).sum(axis=0) @ masses) * width / 2
    if worth == 0:
        last = np.array(first * np.exp(reach))
        integral += float(last * term(last)) / (parameters.c * parameters.alpha - 1)
    before, after = term(first + np.array([-1.0, 1.0]))
    return integral - float(after - before) / 24
