"""An effect without an experiment: treated and untreated made comparable by what was measured about them.

What was not measured stays a rival explanation: see `evalue`. Holds only where both kinds are found (overlap).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics import logistic
from nabiz.statistics.columns import Array, BoolArray, FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

# Covariates alike, or equally far on either side, come out a rounding error apart: as matches they are tied.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Matching:
    """The effect on the treated that found a neighbour, how many did, and how many did not."""

    att: float
    matched: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class Effects:
    """`naive` compares the groups as they are; `ipw` and `aipw` answer for all, `matching` for the treated.

    `smd_before` and `smd_after`: difference of means in standard deviations per covariate, raw and weighted; beyond 0.1
    the groups still differ. `overlap` is the range of propensities; `trimmed` rows were left out, and where there are
    any, the answer is no longer about everybody.
    """

    n: int
    trimmed: int
    overlap: tuple[float, float]
    naive: float
    ipw: float
    aipw: Estimate[float]
    matching: Matching
    smd_before: FloatArray
    smd_after: FloatArray


class _Sample(NamedTuple):
    x: FloatArray
    treated: BoolArray
    y: FloatArray
    score: FloatArray

    @property
    def propensity(self) -> FloatArray:
        return np.asarray(special.expit(self.score), dtype=np.float64)

    @property
    def weights(self) -> FloatArray:
        return np.where(self.treated, 1 / self.propensity, 1 / (1 - self.propensity))

    def rows(self, kept: BoolArray) -> "_Sample":
        return _Sample(self.x[kept], self.treated[kept], self.y[kept], self.score[kept])


def effects(
    covariates: npt.ArrayLike,
    treated: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    caliper: float = 0.2,
    trim: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> Effects:
    """Average effect of a treatment (0/1) on an outcome; `covariates`, measured before it, are rows x k or one column.

    Propensity: logistic, without penalty. `ipw`: Hajek's weighted means. `aipw`: doubly robust (Robins, Rotnitzky and
    Zhao 1994) with a linear outcome model per group; its error is that of the influence values. Matching: the nearest
    on the logit, with replacement, within `caliper` standard deviations of it, ties to the earliest row. `trim` leaves
    out rows whose propensity is outside, without fitting anew. NaN where a group is empty or the covariates tell the
    groups apart without error. ValueError for rows that do not match or numbers that are missing.
    """
    sample = _sample(covariates, treated, outcome)
    chances = sample.propensity
    kept = np.ones(chances.size, dtype=bool) if trim is None else (chances >= trim[0]) & (chances <= trim[1])
    used = sample.rows(kept)
    reach = caliper * float(_deviation(sample.score))
    return Effects(
        n=used.y.size,
        trimmed=int((~kept).sum()),
        overlap=_range(used.propensity),
        naive=_contrast(used, used.y, np.ones(used.y.size)),
        ipw=_contrast(used, used.y, used.weights),
        aipw=_aipw(used, confidence),
        matching=_matched(used, reach),
        smd_before=_imbalance(used, np.ones(used.y.size)),
        smd_after=_imbalance(used, used.weights),
    )


def _sample(covariates: npt.ArrayLike, treated: npt.ArrayLike, outcome: npt.ArrayLike) -> _Sample:
    x, y = np.asarray(covariates, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    group = np.asarray(treated, dtype=np.float64)
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or not (len(x) == y.size == group.size) or any(bool(np.isnan(c).any()) for c in (x, y, group)):
        raise ValueError("each row needs its covariates, whether treated, and an outcome")
    if not bool(np.isin(group, (0, 1)).all()):
        raise ValueError("treated is 0 or 1")
    design = np.column_stack([np.ones(len(x)), x])
    return _Sample(x, group > 0, y, design @ logistic.fit(design, group).coefficients)


def _contrast(sample: _Sample, values: FloatArray, weights: FloatArray) -> float:
    """Weighted mean of the treated minus that of the others."""
    means = (divide((weights * values)[rows].sum(), weights[rows].sum()) for rows in (sample.treated, ~sample.treated))
    return float(np.subtract(*means))


def _aipw(sample: _Sample, confidence: float) -> Estimate[float]:
    with_it, without = (_outcomes(sample, rows) for rows in (sample.treated, ~sample.treated))
    told = np.where(sample.treated, with_it, without)
    sign = np.where(sample.treated, 1.0, -1.0)
    values = with_it - without + sign * sample.weights * (sample.y - told)
    value = divide(values.sum(), values.size)
    se = _deviation(values) / np.sqrt(max(values.size, 1))
    bounds = around(value, two_sided_z(confidence) * se)
    return make_estimate(value, bounds, se=se, n=values.size, confidence=confidence, method="aipw")


def _outcomes(sample: _Sample, rows: BoolArray) -> FloatArray:
    """What a linear model of those rows expects for every row. NaN without such rows."""
    if not rows.any():
        return np.full(rows.size, np.nan)
    design = np.column_stack([np.ones(rows.size), sample.x])
    return np.asarray(design @ np.linalg.lstsq(design[rows], sample.y[rows])[0], dtype=np.float64)


def _matched(sample: _Sample, reach: float) -> Matching:
    treated, control = np.flatnonzero(sample.treated), np.flatnonzero(~sample.treated)
    if not control.size or np.isnan(reach):
        return Matching(float("nan"), 0, treated.size)
    neighbour = _nearest(sample.score[treated], sample.score[control], control)
    near = np.abs(sample.score[treated] - sample.score[neighbour]) <= reach + TIE
    gaps = (sample.y[treated] - sample.y[neighbour])[near]
    return Matching(float(divide(gaps.sum(), gaps.size)), gaps.size, treated.size - gaps.size)


def _nearest(asked: FloatArray, scores: FloatArray, rows: Array) -> Array:
    """For each score asked, the row whose score is nearest; of several equally near, the lowest row."""
    order = np.argsort(scores)
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf) > TIE)
    distinct, first = scores[order][starts], np.minimum.reduceat(rows[order], starts)
    above = np.minimum(np.searchsorted(distinct, asked), distinct.size - 1)
    below = np.maximum(above - 1, 0)
    further = np.abs(distinct[above] - asked) - np.abs(distinct[below] - asked)
    nearest = np.where(further < 0, first[above], first[below])
    return np.where(np.abs(further) <= TIE, np.minimum(first[above], first[below]), nearest)


def _imbalance(sample: _Sample, weights: FloatArray) -> FloatArray:
    """Per covariate, over the root of the mean of both groups' unweighted variances. NaN where it never varies."""
    spread = [_deviation(sample.x[rows]) ** 2 for rows in (sample.treated, ~sample.treated)]
    gaps = np.array([_contrast(sample, column, weights) for column in sample.x.T])
    return divide(gaps, root((spread[0] + spread[1]) / 2))


def _deviation(values: FloatArray) -> FloatArray:
    """Sample standard deviation of each column. NaN below two rows."""
    if len(values) < 2:
        return np.full(values.shape[1:], np.nan)
    return np.asarray(values.std(axis=0, ddof=1), dtype=np.float64)


def _range(values: FloatArray) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if values.size else (float("nan"), float("nan"))
