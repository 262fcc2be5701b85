"""Health score: what an account shows, each metric between a bad and a good end, weighted to 0-100. Our convention."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, divide

Band = Literal["red", "yellow", "green", "not_enough_data"]

COLUMNS = ("weight", "bad", "good")
BANDS: tuple[Band, ...] = ("red", "yellow", "green")
# A score that stands on a limit but for rounding has reached it.
GUARD = 1e-9


@dataclass(frozen=True, slots=True)
class Metric:
    """One input: `bad` counts 0 and `good` counts 100, in the metric's own unit; either may be the larger."""

    name: str
    weight: float
    bad: float
    good: float


@dataclass(frozen=True, slots=True)
class Health:
    """Per account: the score 0-100 (NaN below the least coverage), the share of weight that was there, its band.

    `components` is accounts x metrics, 0-100, NaN where the metric was missing.
    """

    score: FloatArray
    coverage: FloatArray
    components: FloatArray
    bands: list[Band]


def health(
    values: npt.ArrayLike,
    metrics: Sequence[Metric],
    *,
    limits: tuple[float, float] = (40.0, 70.0),
    min_coverage: float = 0.5,
) -> Health:
    """Score accounts from `values`, accounts x metrics, NaN where a metric is missing.

    Each metric is linear from bad to good and clipped; the score is the weighted mean over those present. A missing
    metric is missing, neither neutral nor bad: if less than `min_coverage` of the weight is there, there is no score.
    `limits` are where yellow and green begin. ValueError if a metric's ends are equal or its weight negative, if the
    limits do not ascend, or if the columns do not match the metrics.
    """
    table = np.asarray(values, dtype=np.float64)
    weights, bad, good = (np.array([getattr(m, end) for m in metrics], dtype=np.float64) for end in COLUMNS)
    _check(table, weights, bad, good, limits)
    components = 100 * np.clip((table - bad) / (good - bad), 0.0, 1.0)
    present = np.where(np.isnan(components), 0.0, weights)
    there = present.sum(axis=1)
    coverage = divide(there, weights.sum())
    mean = divide((present * np.nan_to_num(components)).sum(axis=1), there)
    score = np.where(coverage >= min_coverage - GUARD, mean, np.nan)
    return Health(score, coverage, components, _bands(score, limits))


def _check(table: FloatArray, weights: FloatArray, bad: FloatArray, good: FloatArray, limits: Sequence[float]) -> None:
    if table.ndim != 2 or table.shape[1] != weights.size:
        raise ValueError("values are a table with one column per metric")
    if not bool(np.all(bad != good)):
        raise ValueError("a metric has a bad end and another, good end")
    if not bool(np.all(weights >= 0)):
        raise ValueError("a weight cannot be negative")
    if not all(low <= high for low, high in pairwise(limits)):
        raise ValueError("the limits of the bands ascend")


def _bands(score: FloatArray, limits: tuple[float, float]) -> list[Band]:
    place: Array = np.searchsorted(limits, score + GUARD, side="right")
    known = ~np.isnan(score)
    return [BANDS[at] if is_known else "not_enough_data" for at, is_known in zip(place, known, strict=True)]
