"""Double machine learning: the effect of a dose when many things drive both the dose and the outcome.

Chernozhukov et al. (2018), partially linear model y = theta d + g(x) + noise: what x tells of y and of d is learnt on
other rows than those it is taken from, and the effect is read off what remains.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

# (rows to learn from, their target, rows to predict) -> predictions
Learner = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]


def least_squares(x: FloatArray, target: FloatArray, asked: FloatArray) -> FloatArray:
    """Linear regression with an intercept."""
    ones, others = np.ones((len(x), 1)), np.ones((len(asked), 1))
    coefficients = np.linalg.lstsq(np.hstack([ones, x]), target)[0]
    return np.asarray(np.hstack([others, asked]) @ coefficients, dtype=np.float64)


def boosted_trees(x: FloatArray, target: FloatArray, asked: FloatArray) -> FloatArray:
    """Gradient boosting with early stopping, for nuisances that are not lines. Needs rows in the thousands."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(max_leaf_nodes=15, learning_rate=0.05, early_stopping=True, random_state=0)
    return np.asarray(model.fit(x, target).predict(asked), dtype=np.float64)


def effect(
    covariates: npt.ArrayLike,
    dose: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    folds: npt.ArrayLike,
    learner: Learner = least_squares,
    confidence: float = 0.95,
) -> Estimate[float]:
    """theta: the change of the outcome per unit of dose, by partialling out across the given folds (DML2).

    `covariates` is rows x k (or one column), `folds` a label per row; each fold is predicted by a learner that saw the
    others. Normal interval. NaN below two folds, or where nothing of the dose remains. ValueError for rows that do not
    match or numbers that are missing.
    """
    x, d, y = _checked(covariates, dose, outcome)
    fold = np.asarray(folds)
    if fold.shape != y.shape:
        raise ValueError("each row needs a fold")
    rest_d, rest_y = (_residual(learner, x, target, fold) for target in (d, y))
    # What rounding leaves of a dose that the covariates give away is not variation.
    spread = (rest_d**2).sum() if (rest_d**2).sum() > 1e-20 * (d**2).sum() else np.nan
    theta = divide((rest_d * rest_y).sum(), spread)
    se = divide(root(((rest_y - theta * rest_d) ** 2 * rest_d**2).sum()), spread)
    return _estimate(theta, se, y.size, confidence)


def repeated_effect(
    covariates: npt.ArrayLike,
    dose: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    k: int = 5,
    repeats: int = 20,
    seed: int = 0,
    learner: Learner = least_squares,
    confidence: float = 0.95,
) -> Estimate[float]:
    """`effect` over many random partings into k folds, so that the answer does not hang on one: the median.

    SE^2 = median of (SE_r^2 + (theta_r - theta)^2), which adds what the parting itself shakes. The seed fixes it.
    """
    x, d, y = _checked(covariates, dose, outcome)
    generator = np.random.default_rng(seed)
    partings = (generator.permutation(y.size) % k for _ in range(repeats))
    found = [effect(x, d, y, folds=folds, learner=learner, confidence=confidence) for folds in partings]
    values, errors = np.array([one.value for one in found]), np.array([one.se for one in found])
    theta = np.median(values)
    return _estimate(theta, root(np.median(errors**2 + (values - theta) ** 2)), y.size, confidence)


def _checked(
    covariates: npt.ArrayLike, dose: npt.ArrayLike, outcome: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    x, d, y = (np.asarray(column, dtype=np.float64) for column in (covariates, dose, outcome))
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or not (len(x) == d.size == y.size) or any(bool(np.isnan(c).any()) for c in (x, d, y)):
        raise ValueError("each row needs its covariates, a dose and an outcome")
    return x, d, y


def _residual(learner: Learner, x: FloatArray, target: FloatArray, fold: Array) -> FloatArray:
    """The target less what the other folds expect of it."""
    residual = np.full(target.shape, np.nan)
    for label in np.unique(fold):
        asked = fold == label
        if not asked.all():
            residual[asked] = target[asked] - learner(x[~asked], target[~asked], x[asked])
    return residual


def _estimate(theta: npt.ArrayLike, se: npt.ArrayLike, n: int, confidence: float) -> Estimate[float]:
    bounds = around(theta, two_sided_z(confidence) * np.asarray(se))
    return make_estimate(theta, bounds, se=se, n=n, confidence=confidence, method="dml_plr")
