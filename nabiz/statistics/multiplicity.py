"""Many tests at once: p-values adjusted so that chance finds are rare among what is reported.

Benjamini & Hochberg (1995) keeps the share of false finds below alpha and is what dashboards want; Holm (1979) and
Bonferroni keep the chance of even one false find below alpha.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Arrays in the order of the p-values given: the adjusted p-value, and whether it is at most alpha."""

    adjusted: FloatArray
    rejected: BoolArray


def benjamini_hochberg(p_values: npt.ArrayLike, *, alpha: float = 0.05) -> Adjusted:
    """Control the false discovery rate: the i-th smallest of m counts as p m / i. Ties at the cut are rejected.

    NaN is no test: it stays NaN and does not count in m. ValueError for p-values off 0..1. Same for all three.
    """
    p, order = _ascending(p_values)
    steps = p[order] * order.size / np.arange(1, order.size + 1)
    return _placed(p, order, np.minimum.accumulate(steps[::-1])[::-1], alpha)


def holm(p_values: npt.ArrayLike, *, alpha: float = 0.05) -> Adjusted:
    """Control the chance of any false find, stepwise: the i-th smallest of m counts as p (m - i + 1)."""
    p, order = _ascending(p_values)
    return _placed(p, order, np.maximum.accumulate(p[order] * np.arange(order.size, 0, -1)), alpha)


def bonferroni(p_values: npt.ArrayLike, *, alpha: float = 0.05) -> Adjusted:
    """Control the chance of any false find, plainly: each p counts as p m."""
    p, order = _ascending(p_values)
    return _placed(p, order, p[order] * order.size, alpha)


def _ascending(p_values: npt.ArrayLike) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """The p-values, and the places of those that are not NaN, smallest first."""
    p = np.asarray(p_values, dtype=np.float64).ravel()
    if bool(np.any((p < 0) | (p > 1))):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(p, kind="stable")
    return p, order[: int(np.count_nonzero(~np.isnan(p)))]


def _placed(p: FloatArray, order: npt.NDArray[np.intp], values: FloatArray, alpha: float) -> Adjusted:
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(values, 1.0)
    # p m / i of a p-value that stands exactly on the cut may come out a rounding error above it.
    return Adjusted(adjusted, adjusted <= alpha + 1e-12)
