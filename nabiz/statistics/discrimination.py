"""How well a score tells those to whom something happened from those to whom it did not. Only its order matters.

Works on counts per distinct score, so an engine can group millions of rows first; ties are handled exactly.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, columns, counts, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

# 0.07 x 100 is a hair above 7, and its ceiling must not be 8.
GUARD = 1e-9


@dataclass(frozen=True, slots=True)
class Levels:
    """Two arrays of one length, lowest score first: to how many at each score it happened, and to how many not.

    Higher scores should mean that it is likelier to happen.
    """

    happened: FloatArray
    not_happened: FloatArray

    @property
    def both(self) -> FloatArray:
        return self.happened + self.not_happened

    @property
    def is_one_sided(self) -> bool:
        """Whether one of the two classes is empty, so that there is nothing to tell apart."""
        return not (self.happened.sum() > 0 and self.not_happened.sum() > 0)


@dataclass(frozen=True, slots=True)
class Capture:
    """Among the `n` with the highest scores: the share of all that happened, and the rate over the overall rate."""

    n: int
    share: float
    lift: float


def levels(scores: npt.ArrayLike, happened: npt.ArrayLike) -> Levels:
    """From one row per case: its score, and whether it happened. ValueError for a NaN score or unequal columns."""
    score, event = np.asarray(scores, dtype=np.float64), np.asarray(happened, dtype=bool)
    if score.shape != event.shape or score.ndim != 1 or bool(np.isnan(score).any()):
        raise ValueError("each case needs a score, and whether it happened")
    distinct, place = np.unique(score, return_inverse=True)
    return levels_of(*(np.bincount(place[kind], minlength=distinct.size) for kind in (event, ~event)))


def levels_of(happened: npt.ArrayLike, not_happened: npt.ArrayLike) -> Levels:
    """From counts per score, lowest score first. ValueError for negative counts."""
    return Levels(*(np.atleast_1d(column) for column in counts(happened, not_happened)))


def auc(found: Levels, *, confidence: float = 0.95) -> Estimate[float]:
    """The chance that one to whom it happened scores above one to whom it did not; a tie is a half.

    Normal interval on the variance of DeLong, DeLong & Clarke-Pearson (1988), clipped to 0..1 as pROC does. NaN with
    one class only; bounds are NaN where a class has a single case.
    """
    m, n = float(found.happened.sum()), float(found.not_happened.sum())
    above_negatives = divide(_middle(found.not_happened), n)
    above_positives = 1 - divide(_middle(found.happened), m)
    value = divide((found.happened * above_negatives).sum(), m)
    variance = _variance(above_negatives, found.happened, value) + _variance(above_positives, found.not_happened, value)
    se = root(variance)
    bounds = around(value, two_sided_z(confidence) * se, (0.0, 1.0))
    return make_estimate(value, bounds, se=se, n=m + n, confidence=confidence, method="delong")


def average_precision(found: Levels) -> float:
    """Sum over the distinct scores of (step in recall) x precision, not interpolated. NaN with one class only."""
    if found.is_one_sided:
        return float("nan")
    captured, taken = (np.cumsum(column[::-1]) for column in (found.happened, found.both))
    steps = found.happened[::-1] / found.happened.sum()
    return float((steps * divide(captured, taken))[steps > 0].sum())


def kolmogorov_smirnov(found: Levels) -> float:
    """The largest gap between the two cumulative shares over all cuts, 0..1. NaN with one class only."""
    shares = (np.cumsum(divide(column, column.sum())) for column in (found.happened, found.not_happened))
    gaps = np.abs(np.subtract(*columns(*shares)))
    return float("nan") if found.is_one_sided else float(gaps.max())


def capture(found: Levels, share: float = 0.2) -> Capture:
    """What the top `share` of the scores holds; n is rounded up, and those tied at the cut share their mean outcome.

    NaN with one class only. ValueError unless 0 < share <= 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share of the cases lies between 0 and 1, not {share}")
    total = float(found.both.sum())
    n = int(np.ceil(share * total - GUARD))
    if found.is_one_sided:
        return Capture(n, float("nan"), float("nan"))
    captured, taken = (np.concatenate([[0.0], np.cumsum(c[::-1])]) for c in (found.happened, found.both))
    held = float(np.interp(n, taken, captured)) / float(found.happened.sum())
    return Capture(n, held, held * total / n)


def _middle(column: FloatArray) -> FloatArray:
    """How many lie below each score, those at it counting half."""
    return np.asarray(np.cumsum(column) - column / 2, dtype=np.float64)


def _variance(placements: FloatArray, weights: FloatArray, mean: FloatArray) -> FloatArray:
    """Of the mean of the placements."""
    n = weights.sum()
    return divide((weights * (placements - mean) ** 2).sum(), n * (n - 1))
