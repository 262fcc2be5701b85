"""Difference in differences: what changed among the treated beyond what changed among the others.

It needs both groups to have moved alike had nobody been treated: show the periods before, and run the same functions on
a placebo date there. Units that start at different times need group-time effects instead.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, BoolArray, FloatArray, divide, root, sizes
from nabiz.statistics.distributions import two_sided_t
from nabiz.statistics.estimates import Difference, around, make_difference

PARAMETERS = 4
# What is left of equal values after subtracting is noise, not spread.
NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Changes:
    """did = treated_change - control_change, in the unit of the outcome."""

    did: float
    treated_change: float
    control_change: float


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect by regression with errors clustered by unit, and beside it what other errors would say.

    `se_hc1` ignores that a unit is seen more than once, and is too large or too small for it. `first_difference` is the
    two-sample t test on each unit's own change, over the units seen both before and after.
    """

    did: Difference[float]
    se_hc1: float
    first_difference: Difference[float]
    units: int


def of_means(treated_before: float, treated_after: float, control_before: float, control_after: float) -> Changes:
    """From four means. NaN where one is missing. Without spread there is no interval: see `of_rows`."""
    treated, control = treated_after - treated_before, control_after - control_before
    return Changes(treated - control, treated, control)


def of_rows(
    units: npt.ArrayLike,
    treated: npt.ArrayLike,
    post: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    confidence: float = 0.95,
) -> Effect:
    """OLS of the outcome on treated x post, standard errors clustered by unit, one row per unit and period.

    Cluster sandwich with G / (G - 1) (N - 1) / (N - 4), Student's t on G - 1 degrees of freedom, for G units and N
    rows; below 40 units see also `permutation_p`. Units may come unbalanced. NaN if one of the four cells is empty.
    ValueError for columns of unequal length or an outcome that is NaN.
    """
    unit, is_treated, is_post, y = _checked(units, treated, post, outcome)
    weights, residual = _cells(is_treated, is_post, y)
    g, n = int(unit.max(initial=-1)) + 1, y.size
    per_unit = np.bincount(unit, weights * residual, g)
    correction = divide(g, g - 1) * divide(n - 1, max(n - PARAMETERS, 0))
    se, df = root(correction * (per_unit**2).sum()), max(g - 1, 0)
    value = float((weights * y).sum()) if n else float("nan")
    return Effect(
        _tested(value, se, df, confidence, "clustered"),
        float(root(divide(n, max(n - PARAMETERS, 0)) * ((weights * residual) ** 2).sum())),
        _first_difference(*_unit_changes(unit, is_treated, is_post, y), confidence),
        g,
    )


def permutation_p(
    units: npt.ArrayLike,
    treated: npt.ArrayLike,
    post: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    resamples: int = 9999,
    seed: int = 0,
) -> float:
    """Two-sided p-value from shuffling which units are called treated, which holds for few units too.

    Over the units seen both before and after; the seed fixes the answer. NaN where one group has no such unit.
    """
    changes, is_treated = _unit_changes(*_checked(units, treated, post, outcome))
    m, n = int(is_treated.sum()), changes.size
    if m in (0, n):
        return float("nan")
    generator = np.random.default_rng(seed)
    shuffled = np.stack([generator.permutation(changes)[:m].sum() for _ in range(resamples)])
    seen, expected = changes[is_treated].sum(), m * changes.mean()
    slack = NOISE * float(np.abs(changes).sum())
    extreme = np.abs(shuffled - expected) >= abs(seen - expected) - slack
    return float((1 + extreme.sum()) / (1 + resamples))


def _checked(
    units: npt.ArrayLike, treated: npt.ArrayLike, post: npt.ArrayLike, outcome: npt.ArrayLike
) -> tuple[Array, BoolArray, BoolArray, FloatArray]:
    unit = np.unique(np.asarray(units), return_inverse=True)[1]
    is_treated, is_post = np.asarray(treated, dtype=bool), np.asarray(post, dtype=bool)
    y = np.asarray(outcome, dtype=np.float64)
    if len({column.shape for column in (unit, is_treated, is_post, y)}) != 1 or bool(np.isnan(y).any()):
        raise ValueError("each row needs a unit, whether treated, whether after, and an outcome")
    return unit, is_treated, is_post, y


def _cells(is_treated: BoolArray, is_post: BoolArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The weight of each row in the effect, and its distance from its cell's mean: the saturated OLS in closed form."""
    cell = 2 * is_treated + is_post
    n = sizes(np.bincount(cell, minlength=PARAMETERS).astype(np.float64))
    # An empty cell spoils them all: the effect is not identified.
    weights = np.array([1.0, -1.0, -1.0, 1.0]) / n + 0 * n.sum()
    residual = y - (np.bincount(cell, y, PARAMETERS) / n)[cell]
    noise = NOISE * np.abs(y).max(initial=0.0)
    return weights[cell], np.where(np.abs(residual) <= noise, 0.0, residual)


def _unit_changes(
    unit: Array, is_treated: BoolArray, is_post: BoolArray, y: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Mean after minus mean before of each unit that has both, and whether it is treated."""
    g = int(unit.max(initial=-1)) + 1
    means = (
        divide(np.bincount(unit[rows], y[rows], g), np.bincount(unit[rows], minlength=g))
        for rows in (~is_post, is_post)
    )
    before, after = means
    known = ~np.isnan(after - before)
    return (after - before)[known], (np.bincount(unit[is_treated], minlength=g) > 0)[known]


def _first_difference(changes: FloatArray, is_treated: BoolArray, confidence: float) -> Difference[float]:
    groups = (changes[is_treated], changes[~is_treated])
    n = sizes(np.array([group.size for group in groups], dtype=np.float64))
    means = np.array([group.sum() for group in groups]) / n
    squares = sum(float(((group - mean) ** 2).sum()) for group, mean in zip(groups, means, strict=True))
    squares = 0.0 if squares <= NOISE**2 * float((changes**2).sum()) else squares
    df = max(changes.size - len(groups), 0)
    se = root(divide(squares, df) * (1 / n).sum())
    return _tested(float(means[0] - means[1]), se, df, confidence, "first_difference")


def _tested(value: float, se: FloatArray, df: int, confidence: float, method: str) -> Difference[float]:
    bounds = around(value, two_sided_t(confidence, df) * se)
    return make_difference(value, bounds, se=se, df=df, confidence=confidence, method=method)
