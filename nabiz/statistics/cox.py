"""What makes things end sooner: Cox's proportional hazards, from one row per case.

The coefficient of a covariate is the log of the factor by which one unit more multiplies the hazard at any time. That
the factor is the same at all times is an assumption: look at the curves (`survival`) first. At least ten events per
covariate, or the intervals mean little.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, divide
from nabiz.statistics.distributions import chi2_p, t_p, two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

Ties = Literal["efron", "breslow"]

MOST_STEPS = 50
# Relative to the log-likelihood, which is a sum over all events.
CLOSE = 1e-12
# Below this share of what a covariate could tell at best, it tells nothing that the ones before it did not.
NOTHING_NEW = 1e-9
# In standard deviations of the covariate. Where it separates ended from going, the likelihood rises for ever.
BOUNDLESS = 100.0


@dataclass(frozen=True, slots=True)
class CoxFit:
    """Log hazard ratios, one per covariate in the order given, with Wald intervals and tests.

    NaN where the data cannot tell: a constant covariate, one that follows from those before it, one that separates the
    cases perfectly (its ratio is infinite), or no events. The log-likelihoods are partial; their difference tests all
    covariates together on `df` degrees of freedom.
    """

    coefficients: Estimate[Array]
    loglik_null: float
    loglik: float
    df: int
    events: int

    @property
    def hazard_ratios(self) -> Estimate[Array]:
        """exp of the coefficients and their bounds; the standard error by the delta method."""
        given = self.coefficients
        value, low, high = (np.exp(column) for column in (given.value, given.low, given.high))
        bounds = (low, high)
        return make_estimate(value, bounds, se=value * given.se, n=given.n, confidence=given.confidence, method="cox")

    @property
    def p_values(self) -> FloatArray:
        """Two-sided Wald tests that a covariate changes nothing."""
        return t_p(divide(self.coefficients.value, self.coefficients.se), np.inf)

    @property
    def p_value(self) -> float:
        """Likelihood-ratio test that no covariate changes anything. NaN where none could be estimated."""
        return float(chi2_p(2 * (self.loglik - self.loglik_null), self.df)) if self.df else np.nan


def cox(
    durations: npt.ArrayLike,
    ended: npt.ArrayLike,
    covariates: npt.ArrayLike,
    *,
    ties: Ties = "efron",
    confidence: float = 0.95,
) -> CoxFit:
    """Fit by partial likelihood (Cox 1972), tied events by Efron (1977; R's default) or Breslow.

    `durations` and `ended` have shape (cases,), `covariates` (cases, covariates) or (cases,). Newton's method with
    cumulative sums: O(cases x covariates^2) a step, as R's coxph gives. ValueError for unequal lengths, negative
    durations, NaN anywhere, or unknown ties.
    """
    events = _Events.of(durations, ended, covariates, ties)
    start = np.zeros(events.x.shape[1])
    null, _, information = events.look(start)
    free = _estimable(information, events.count)
    beta, loglik, covariance = _climb(events, start, free)
    se = np.full(start.size, np.nan)
    se[free] = np.sqrt(np.diag(covariance))
    se = np.where(se < BOUNDLESS, se, np.nan) / events.unit
    value = beta / events.unit + 0 * se
    coefficients = make_estimate(
        value,
        around(value, two_sided_z(confidence) * se),
        se=se,
        n=np.full(se.shape, float(events.x.shape[0])),
        confidence=confidence,
        method="cox",
    )
    return CoxFit(coefficients, null, loglik, free.size, events.count)


@dataclass(frozen=True, slots=True)
class _Events:
    """Cases by ascending duration, covariates standardised; and for each event, in that order, where its risk set
    begins, which group of ties it is in, and which share of the ties Efron counts as gone before it. `first` is the
    first event of each group."""

    x: FloatArray
    unit: FloatArray
    at: npt.NDArray[np.intp]
    begins: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]
    group: npt.NDArray[np.intp]
    gone: FloatArray

    @classmethod
    def of(cls, durations: npt.ArrayLike, ended: npt.ArrayLike, covariates: npt.ArrayLike, ties: Ties) -> "_Events":
        times, happened = np.asarray(durations, dtype=np.float64), np.asarray(ended, dtype=bool)
        x = np.asarray(covariates, dtype=np.float64)
        x = x[:, None] if x.ndim == 1 else x
        _check(times, happened, x, ties)
        order = np.argsort(times, kind="stable")
        times, happened, x = times[order], happened[order], x[order]
        centred = x - x.mean(axis=0) if x.size else x
        spread = np.sqrt((centred**2).mean(axis=0)) if x.size else np.ones(x.shape[1])
        unit = np.where(spread > NOTHING_NEW * np.abs(x).max(axis=0, initial=0.0), spread, np.inf)
        at = np.flatnonzero(happened)
        _, first, group, tied = np.unique(times[at], return_index=True, return_inverse=True, return_counts=True)
        gone = (np.arange(at.size) - first[group]) / tied[group] if ties == "efron" else np.zeros(at.size)
        return cls(centred / unit, unit, at, np.searchsorted(times, times[at]), first, group, gone)

    @property
    def count(self) -> int:
        return self.at.size

    def look(self, beta: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Log-likelihood, gradient and information.

        The second moments of all risk sets add up to one product of matrices, in which a case counts once for each
        event that it was at risk of.
        """
        score = self.x @ beta
        score = score - score.max(initial=-np.inf)
        risk = np.exp(score)
        weighted = risk[:, None] * self.x
        left = self._over_risk_sets(risk[:, None])[:, 0]
        mean = self._over_risk_sets(weighted) / left[:, None]
        exposure = np.cumsum(np.bincount(self.begins, 1 / left, risk.size)[: risk.size])
        exposure[self.at] -= np.bincount(self.group, self.gone / left)[self.group]
        information = self.x.T @ (exposure[:, None] * weighted) - mean.T @ mean
        gradient = self.x[self.at].sum(axis=0) - mean.sum(axis=0)
        return float(score[self.at].sum() - np.log(left).sum()), gradient, information

    def _over_risk_sets(self, column: FloatArray) -> FloatArray:
        """Sums over those at risk at each event, less the share of its ties that is gone."""
        at_risk = np.cumsum(column[::-1], axis=0)[::-1][self.begins]
        tied = np.add.reduceat(column[self.at], self.first, axis=0)
        return np.asarray(at_risk - self.gone[:, None] * tied[self.group], dtype=np.float64)


def _check(times: FloatArray, happened: Array, x: FloatArray, ties: Ties) -> None:
    if ties not in ("efron", "breslow"):
        raise ValueError(f"unknown ties {ties}")
    if times.ndim != 1 or x.ndim != 2 or not times.shape == happened.shape == x.shape[:1]:
        raise ValueError("give one duration, one flag and one row of covariates per case")
    if not (bool(np.all(times >= 0)) and bool(np.all(np.isfinite(x)))):
        raise ValueError("durations are not negative, and covariates are numbers")


def _estimable(information: FloatArray, events: int) -> npt.NDArray[np.intp]:
    """Covariates that tell something which those before them do not."""
    free: list[int] = []
    for j in range(information.shape[0]):
        trial = [*free, j]
        rank = np.linalg.matrix_rank(information[np.ix_(trial, trial)], tol=NOTHING_NEW * events, hermitian=True)
        free = trial if rank == len(trial) else free
    return np.array(free, dtype=np.intp)


def _climb(events: _Events, beta: FloatArray, free: npt.NDArray[np.intp]) -> tuple[FloatArray, float, FloatArray]:
    """Newton's method over the free covariates, halving a step that leads down."""
    inner = np.ix_(free, free)
    loglik, gradient, information = events.look(beta)
    for _ in range(MOST_STEPS if free.size else 0):
        step = np.zeros(beta.size)
        step[free] = np.linalg.lstsq(information[inner], gradient[free])[0]
        before, found = loglik, events.look(beta + step)
        while not found[0] >= before - CLOSE * abs(before) and np.abs(step).max() > CLOSE:
            step = step / 2
            found = events.look(beta + step)
        beta, (loglik, gradient, information) = beta + step, found
        if abs(loglik - before) <= CLOSE * (1 + abs(before)):
            break
    covariance = np.asarray(np.linalg.pinv(information[inner], hermitian=True), dtype=np.float64)
    return beta, loglik, covariance
