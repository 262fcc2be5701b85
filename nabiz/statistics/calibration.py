"""Whether predicted chances come true: of those told 30 %, do 30 % leave?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics import logistic
from nabiz.statistics.columns import FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

# A chance of exactly 0 or 1 that proves wrong would cost without limit: scikit-learn's guard.
EDGE = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Ideal are slope 1 (below: the chances are too extreme) and in_the_large 0 (above: they are too low).

    `intercept` is the one fitted together with the slope; in_the_large is fitted with the slope held at 1.
    """

    slope: Estimate[float]
    intercept: float
    in_the_large: Estimate[float]


def calibration(happened: npt.ArrayLike, chances: npt.ArrayLike, *, confidence: float = 0.95) -> Calibration:
    """Logistic regression of the outcome on the logit of the chances (Cox 1958), with Wald intervals.

    NaN where it has no maximum: one class only, chances that separate the classes without error; the slope also where
    all chances are equal.
    """
    y, p = outcomes_and_chances(happened, chances)
    logit = special.logit(np.clip(p, EDGE, 1 - EDGE))
    ones = np.ones(y.size)
    line = logistic.fit(np.column_stack([ones, logit]), y)
    level = logistic.fit(ones[:, None], y, logit)
    is_flat = y.size == 0 or bool(np.ptp(logit) == 0)
    coefficients = np.full(2, np.nan) if is_flat else line.coefficients
    return Calibration(
        _wald(coefficients[1], line.covariance[1, 1], y.size, confidence),
        float(coefficients[0]),
        _wald(level.coefficients[0], level.covariance[0, 0], y.size, confidence),
    )


def brier(happened: npt.ArrayLike, chances: npt.ArrayLike) -> float:
    """Mean squared distance of chance and outcome, 0 is best (Brier 1950). NaN without cases."""
    y, p = outcomes_and_chances(happened, chances)
    return _mean((p - y) ** 2)


def brier_skill(happened: npt.ArrayLike, chances: npt.ArrayLike) -> float:
    """1 - Brier / the Brier score of the base rate told to everyone: above 0 is better. NaN with one class."""
    y, _ = outcomes_and_chances(happened, chances)
    rate = _mean(y)
    return float(1 - divide(brier(happened, chances), rate * (1 - rate)))


def log_loss(happened: npt.ArrayLike, chances: npt.ArrayLike) -> float:
    """Mean negative log-likelihood in nats; chances of 0 and 1 are moved in by the precision of a float."""
    y, p = outcomes_and_chances(happened, chances)
    inside = np.clip(p, EDGE, 1 - EDGE)
    return -_mean(special.xlogy(y, inside) + special.xlog1py(1 - y, -inside))


def expected_calibration_error(happened: npt.ArrayLike, chances: npt.ArrayLike, bins: int = 10) -> float:
    """Mean distance of mean chance and rate over `bins` of equal width, weighted by size (Naeini et al. 2015).

    A bin holds its lower edge; the last also holds 1. NaN without cases.
    """
    y, p = outcomes_and_chances(happened, chances)
    place = np.minimum((p * bins + 1e-9).astype(np.intp), bins - 1)
    gaps = np.abs(np.bincount(place, p - y, bins))
    return float(divide(gaps.sum(), y.size))


def outcomes_and_chances(happened: npt.ArrayLike, chances: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both as columns of floats. ValueError for an outcome other than 0 or 1, or a chance off 0..1 or missing."""
    y, p = np.asarray(happened, dtype=np.float64), np.asarray(chances, dtype=np.float64)
    if y.shape != p.shape or y.ndim != 1:
        raise ValueError("each outcome needs a chance")
    if not bool(np.isin(y, (0, 1)).all() and ((p >= 0) & (p <= 1)).all()):
        raise ValueError("an outcome is 0 or 1, and a chance lies between 0 and 1")
    return y, p


def _wald(value: float, variance: float, n: int, confidence: float) -> Estimate[float]:
    se = root(variance) + 0 * value
    bounds = around(value, two_sided_z(confidence) * se)
    return make_estimate(value, bounds, se=se, n=n, confidence=confidence, method="logistic")


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if values.size else float("nan")
