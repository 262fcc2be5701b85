"""Logistic regression by maximum likelihood, without penalty.

By hand: importing statsmodels takes longer than most answers, and resampling asks for a fit by the thousand.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray

MOST_STEPS = 50
CONVERGED = 1e-10
RANK = 1e-12


class Fit(NamedTuple):
    """One coefficient per column of the design, with their covariance; all NaN where no maximum exists."""

    coefficients: FloatArray
    covariance: FloatArray


def fit(design: npt.ArrayLike, happened: npt.ArrayLike, offset: npt.ArrayLike = 0.0) -> Fit:
    """Maximise the likelihood of `happened` (0/1, n) given `design` (n x p, with its own column of ones), by Newton.

    `offset` is added to the linear predictor with a coefficient of 1. Columns that repeat each other share their
    coefficient. NaN where the classes can be told apart without error, or there is only one: then the likelihood has no
    maximum.
    """
    x, y = np.asarray(design, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    scale = np.sqrt((x**2).mean(axis=0)) if len(x) else np.zeros(x.shape[1])
    scale = np.where(scale > 0, scale, 1.0)
    scaled, base = x / scale, np.broadcast_to(np.asarray(offset, dtype=np.float64), y.shape)
    beta, whole = np.zeros(x.shape[1]), 0
    for _ in range(MOST_STEPS if len(x) else 0):
        predictor = base + scaled @ beta
        inverse, rank = _inverse_information(scaled, predictor)
        # Where part of the cases can be told apart without error, what is known about a direction dries up.
        if rank < (whole := max(whole, rank)):
            break
        change = scaled @ (step := inverse @ (scaled.T @ _residual(y, predictor)))
        beta = beta + step * _damping(change, predictor, y)
        if np.abs(change).max() < CONVERGED:
            return Fit(beta / scale, inverse / np.outer(scale, scale))
    return Fit(np.full(beta.shape, np.nan), np.full((beta.size, beta.size), np.nan))


def _residual(y: FloatArray, predictor: FloatArray) -> FloatArray:
    """y - chance, exact also where the chance is next to 1."""
    residual = np.where(y > 0, special.expit(-predictor), -special.expit(predictor))
    return np.asarray(residual, dtype=np.float64)


def _inverse_information(x: FloatArray, predictor: FloatArray) -> tuple[FloatArray, int]:
    """The inverse of the Fisher information, in the directions that the data know about, and how many those are."""
    weights = special.expit(predictor) * special.expit(-predictor)
    values, vectors = np.linalg.eigh((x * weights[:, None]).T @ x)
    known = values > RANK * values.max(initial=0.0)
    inverse = (vectors[:, known] / values[known]) @ vectors[:, known].T
    return np.asarray(inverse, dtype=np.float64), int(known.sum())


def _damping(change: FloatArray, predictor: FloatArray, y: FloatArray) -> float:
    """The longest of 1, 1/2, 1/4 ... of a step that does not lower the likelihood."""
    before = _likelihood(predictor, y)
    for halvings in range(MOST_STEPS):
        if _likelihood(predictor + change / 2**halvings, y) >= before - CONVERGED:
            return float(0.5**halvings)
    return 0.0


def _likelihood(predictor: FloatArray, y: FloatArray) -> float:
    return float((y * predictor - np.logaddexp(0.0, predictor)).sum())
