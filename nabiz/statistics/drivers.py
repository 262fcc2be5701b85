"""Key drivers: how much of the variance of an outcome goes with each of several answers that overlap.

`lmg` averages over every order in which the drivers could enter a regression (Lindeman, Merenda & Gold 1980; Groemping
2006), which is the Shapley value of R2; `johnson` is the quick relative weight that comes close. Both are "associated
with": neither says what a driver would raise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import Array, FloatArray, divide, root
from nabiz.statistics.distributions import upper_tail
from nabiz.statistics.estimates import Estimate, make_estimate

Measure = Literal["lmg", "johnson"]

MOST_DRIVERS = 20
LITTLE = 0.1
# Below this share of its variance left, a driver is a sum of the others but for rounding.
TOLERANCE = 1e-10
BATCH = 2**20


@dataclass(frozen=True, slots=True)
class Drivers:
    """Importance per driver in the order of the columns, non-negative, and adding up to `r2`.

    `correlation` is each driver's own with the outcome: where it is negative, more of the driver goes with less of the
    outcome, whatever its importance. `n` counts the complete rows.
    """

    importance: FloatArray
    correlation: FloatArray
    r2: float
    n: int
    measure: Measure

    @property
    def share(self) -> FloatArray:
        """Importance as a share of R2."""
        return divide(self.importance, self.r2)

    @property
    def explain_little(self) -> bool:
        """Whether all drivers together leave nine tenths of the variance open, or say nothing at all."""
        return not self.r2 >= LITTLE


@dataclass(frozen=True, slots=True)
class Ranking:
    """How sure the order is: bounds of each importance and of each rank (1 is the most important)."""

    importance: Estimate[Array]
    rank: FloatArray
    rank_low: FloatArray
    rank_high: FloatArray


class _Table(NamedTuple):
    """Complete rows, each column with mean 0 and variance 1 (0 if it never varies), the outcome last."""

    rows: FloatArray
    varies: bool


def lmg(drivers: npt.ArrayLike, outcome: npt.ArrayLike) -> Drivers:
    """The share of variance of each driver, averaged over all orders of entry. O(2^p), exact.

    `drivers` is rows x p, `outcome` one number per row; a row with NaN anywhere is left out. A driver that does not
    vary gets 0. All is NaN if the outcome does not vary. ValueError above 20 drivers (`johnson` takes them) or if the
    rows do not match.
    """
    return _measured("lmg", drivers, outcome)


def johnson(drivers: npt.ArrayLike, outcome: npt.ArrayLike) -> Drivers:
    """Relative weights (Johnson 2000): by way of the orthogonal variables closest to the drivers. O(p^3).

    Inputs and edges as for `lmg`, for any number of drivers. Close to `lmg`, not equal.
    """
    return _measured("johnson", drivers, outcome)


def ranking(
    drivers: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    measure: Measure = "lmg",
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Ranking:
    """Percentile bootstrap over rows of importance and rank. Same inputs as `lmg`; the seed fixes the answer.

    A resample in which the outcome does not vary is left out. NaN without rows.
    """
    table = _checked(measure, drivers, outcome)
    value = _importance(measure, table, np.ones((1, len(table.rows))))[0]
    drawn = _resampled(measure, table, resamples, np.random.default_rng(seed))
    tails = (1 - upper_tail(confidence), upper_tail(confidence))
    undefined = np.full((2, value.size), np.nan)
    low, high = np.quantile(drawn, tails, axis=0) if len(drawn) else undefined
    first, last = np.quantile(_ranks(drawn), tails, axis=0, method="nearest") if len(drawn) else undefined
    se = drawn.std(axis=0, ddof=1) if len(drawn) > 1 else undefined[0]
    n = np.full(value.shape, len(table.rows))
    estimate = make_estimate(value, (low, high), se=se, n=n, confidence=confidence, method=measure)
    return Ranking(estimate, _ranks(value[None])[0], first, last)


def _measured(measure: Measure, drivers: npt.ArrayLike, outcome: npt.ArrayLike) -> Drivers:
    table = _checked(measure, drivers, outcome)
    every = np.ones((1, len(table.rows)))
    importance = _importance(measure, table, every)[0]
    r2 = float(importance.sum())
    simple = _correlations(table, every)[0, :-1, -1]
    return Drivers(importance, np.where(table.rows[:, :-1].any(axis=0), simple, np.nan), r2, len(table.rows), measure)


def _checked(measure: Measure, drivers: npt.ArrayLike, outcome: npt.ArrayLike) -> _Table:
    x, y = np.asarray(drivers, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError("drivers are a table with one row per outcome")
    if measure == "lmg" and x.shape[1] > MOST_DRIVERS:
        raise ValueError(f"lmg takes at most {MOST_DRIVERS} drivers, not {x.shape[1]}; johnson takes any number")
    both = np.column_stack([x, y])
    whole = both[~np.isnan(both).any(axis=1)]
    if not len(whole):
        return _Table(whole, varies=False)
    constant = np.ptp(whole, axis=0) == 0
    scaled = (whole - whole.mean(axis=0)) / np.where(constant, 1.0, whole.std(axis=0))
    return _Table(np.where(constant, 0.0, scaled), varies=not constant[-1])


def _resampled(measure: Measure, table: _Table, resamples: int, generator: np.random.Generator) -> FloatArray:
    """Importances of that many resamples of the rows, in batches that fit the memory."""
    n, p = len(table.rows), table.rows.shape[1] - 1
    if not table.varies:
        return np.empty((0, p))
    step = max(1, BATCH // max(n, 2**p if measure == "lmg" else p * p))
    sizes = [min(step, resamples - done) for done in range(0, resamples, step)]
    draws = (generator.multinomial(n, np.full(n, 1 / n), size).astype(np.float64) for size in sizes)
    parts = [_importance(measure, table, weights) for weights in draws]
    drawn = np.concatenate(parts)
    return np.asarray(drawn[~np.isnan(drawn).any(axis=1)], dtype=np.float64)


def _importance(measure: Measure, table: _Table, weights: FloatArray) -> FloatArray:
    """One row of importances per row of weights."""
    if not table.varies:
        return np.full((len(weights), table.rows.shape[1] - 1), np.nan)
    return MEASURES[measure](_correlations(table, weights))


def _correlations(table: _Table, weights: FloatArray) -> FloatArray:
    """One matrix per row of weights, outcome last. A column that does not vary has 0 everywhere, or NaN if it is the
    outcome."""
    z = table.rows
    n = max(len(z), 1)
    means = weights @ z / n
    squares = np.stack([(z * row[:, None]).T @ z / n for row in weights])
    moments = squares - means[:, :, None] * means[:, None, :]
    deviations = root(np.diagonal(moments, axis1=1, axis2=2))
    deviations = np.where(deviations > TOLERANCE, deviations, 0.0)
    scale = np.where(deviations > 0, divide(1.0, deviations), 0.0)
    scale[:, -1] = divide(1.0, deviations[:, -1])
    return np.asarray(moments * scale[:, :, None] * scale[:, None, :], dtype=np.float64)


def _lmg(correlations: FloatArray) -> FloatArray:
    explained = 1 - _unexplained(correlations)
    p = correlations.shape[1] - 1
    others = np.bitwise_count(np.arange(2 ** max(p - 1, 0)))
    weights = 1 / (p * special.comb(p - 1, others)) if p else np.ones(1)
    gains = np.empty((len(explained), p))
    for driver in range(p):
        cube = explained.reshape(len(explained), -1, 2, 2**driver)
        gains[:, driver] = (cube[:, :, 1] - cube[:, :, 0]).reshape(len(explained), -1) @ weights
    return np.maximum(gains, 0.0)


def _unexplained(correlations: FloatArray) -> FloatArray:
    """The outcome's variance left by each subset of drivers: batch x 2^p, where bit j of the column holds driver j.

    Each driver in turn doubles the subsets: those without it keep the matrix, those with it have it swept out.
    """
    state = correlations[:, None]
    for _ in range(correlations.shape[1] - 1):
        pivot, column, rest = state[..., :1, :1], state[..., 1:, :1], state[..., 1:, 1:]
        usable = pivot > TOLERANCE
        slope = np.where(usable, column / np.where(usable, pivot, 1.0), 0.0)
        state = np.concatenate([rest, rest - slope * np.swapaxes(column, -1, -2)], axis=1)
    return np.asarray(state[..., 0, 0], dtype=np.float64)


def _johnson(correlations: FloatArray) -> FloatArray:
    among, outcome = correlations[:, :-1, :-1], correlations[:, :-1, -1:]
    known = np.asarray(np.isfinite(correlations).all(axis=(1, 2)))
    values, vectors = np.linalg.eigh(np.where(known[:, None, None], among, 0.0))
    roots = root(np.where(values > TOLERANCE, values, 0.0))
    inverse = np.where(roots > 0, divide(1.0, roots), 0.0)
    turned = np.swapaxes(vectors, -1, -2)
    loadings = vectors * roots[:, None, :] @ turned
    weights = vectors * inverse[:, None, :] @ turned @ outcome
    importance = (loadings**2 @ weights**2)[..., 0]
    constant = np.diagonal(among, axis1=1, axis2=2) == 0
    return np.where(constant, 0.0, np.where(known[:, None], importance, np.nan))


def _ranks(importance: FloatArray) -> FloatArray:
    """1 for the largest of each row; drivers of equal importance share the better rank."""
    ahead = importance[:, None, :] > importance[:, :, None]
    return np.where(np.isnan(importance), np.nan, 1.0 + ahead.sum(axis=2))


MEASURES: dict[Measure, Callable[[FloatArray], FloatArray]] = {"lmg": _lmg, "johnson": _johnson}
