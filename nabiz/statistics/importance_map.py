"""Importance and performance: what matters and is done badly comes first (Martilla & James 1977)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray

Cut = Literal["mean", "median", "midpoint"]
Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]

PERFORMANCE_SCALE = (0.0, 100.0)
# A driver that stands on the cut but for rounding counts as above it.
GUARD = 1e-9
QUADRANTS: tuple[Quadrant, ...] = ("low_priority", "possible_overkill", "concentrate_here", "keep_up")


@dataclass(frozen=True, slots=True)
class ImportanceMap:
    """Both cuts, and the quadrant of each driver in the order given; None where one of its coordinates is unknown."""

    importance_cut: float
    performance_cut: float
    quadrants: list[Quadrant | None]


def importance_map(
    importance: npt.ArrayLike,
    performance: npt.ArrayLike,
    *,
    cut: Cut = "mean",
    importance_scale: tuple[float, float] | None = None,
    performance_scale: tuple[float, float] = PERFORMANCE_SCALE,
) -> ImportanceMap:
    """Place each driver: importance (any unit, one per driver) against performance (0-100).

    Cuts lie at the mean of the drivers that have both coordinates (default), their median, or the midpoint of the
    scale; derived importance has no scale of its own, so its midpoint is that of the range seen unless
    `importance_scale` says otherwise. On the cut counts as above. NaN cuts without drivers. ValueError if the columns
    differ in length or the cut is unknown.
    """
    x, y = np.asarray(importance, dtype=np.float64), np.asarray(performance, dtype=np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError("each driver needs an importance and a performance")
    if cut not in CUTS:
        raise ValueError(f"cut is one of {', '.join(CUTS)}, not {cut}")
    known = ~np.isnan(x + y)
    if not known.any():
        return ImportanceMap(np.nan, np.nan, [None] * x.size)
    seen = (float(x[known].min()), float(x[known].max()))
    across = CUTS[cut](x[known], importance_scale or seen)
    up = CUTS[cut](y[known], performance_scale)
    place = 2 * _above(x, across) + _above(y, up)
    return ImportanceMap(across, up, [QUADRANTS[p] if k else None for p, k in zip(place, known, strict=True)])


def _above(values: FloatArray, cut: float) -> Array:
    return np.asarray(values >= cut - GUARD * max(1.0, abs(cut)), dtype=np.intp)


CUTS: dict[Cut, Callable[[FloatArray, tuple[float, float]], float]] = {
    "mean": lambda values, scale: float(values.mean()),
    "median": lambda values, scale: float(np.median(values)),
    "midpoint": lambda values, scale: sum(scale) / 2,
}
