"""Targets for a duration: how many were kept, when some cases are still open."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics import proportions
from nabiz.statistics.columns import Array
from nabiz.statistics.estimates import Estimate, complement
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.survival import kaplan_meier


@dataclass(frozen=True, slots=True)
class Attainment:
    """`share` = met / (met + breached), a Wilson interval. `pending` cases may still go either way and are not in it.

    `censored` takes them into account, 1 - S(target) of the Kaplan-Meier curve. It is the one to prefer for recent
    days, of which the quick cases are known first.
    """

    met: int
    breached: int
    pending: int
    share: Estimate[float]
    censored: Estimate[float]


def attainment(elapsed: npt.ArrayLike, closed: npt.ArrayLike, target: float, *, confidence: float = 0.95) -> Attainment:
    """From one row per case: the time it took, or has taken so far, and whether it is closed. In any one unit of time.

    Exactly the target is met; an open case past it is already breached. NaN where nothing is decided; `censored` also
    where no case was watched until the target and some are open. For counts per group use `proportions.interval`.
    ValueError for negative times or columns of unequal length.
    """
    table = from_durations(elapsed, closed)
    times, done = np.asarray(elapsed, dtype=np.float64), np.asarray(closed, dtype=bool)
    met, late = int((done & (times <= target)).sum()), int((times > target).sum())
    share = proportions.interval(float(met), float(met + late), confidence=confidence)
    curve = complement(kaplan_meier(table, confidence=confidence).at([target]))
    return Attainment(met, late, times.size - met - late, share, _alone(curve))


def _alone(curve: Estimate[Array]) -> Estimate[float]:
    value, low, high, se, n = (float(column[0]) for column in (curve.value, curve.low, curve.high, curve.se, curve.n))
    return Estimate(value, low, high, se, n, curve.confidence, curve.method)
