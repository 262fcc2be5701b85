"""Cumulative incidence: the chance that something has happened by a time, where something else may happen first.

To treat the other thing as censoring, as 1 - Kaplan-Meier does, answers for a world in which it cannot happen, and is
too high: an account that has churned will not reach its milestone later.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, BoolArray, FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Bounds, Estimate, make_estimate

OPEN = 0


@dataclass(frozen=True, slots=True)
class Incidence:
    """The chance at each distinct time, ascending, with its standard error and bounds; 0 before the first.

    `is_known_for_ever` says that everything had happened to everybody: after the last time the chance stays.
    """

    times: FloatArray
    value: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    n: float
    is_known_for_ever: bool
    confidence: float

    def at(self, times: npt.ArrayLike) -> Estimate[Array]:
        """The chance by each of the given times; NaN beyond the last one seen while some were still open."""
        asked = np.asarray(times, dtype=np.float64)
        last = self.times[-1] if self.times.size else -np.inf
        is_known = (asked <= last) | self.is_known_for_ever
        step = np.searchsorted(self.times, asked, side="right")

        def read(column: FloatArray) -> FloatArray:
            return np.where(is_known, np.concatenate([[0.0], column])[step], np.nan)

        bounds = (read(self.low), read(self.high))
        n = np.full(asked.shape, self.n)
        method = "aalen_johansen"
        return make_estimate(read(self.value), bounds, se=read(self.se), n=n, confidence=self.confidence, method=method)


def cumulative_incidence(
    durations: npt.ArrayLike, outcomes: npt.ArrayLike, cause: int, *, confidence: float = 0.95
) -> Incidence:
    """The estimate of Aalen & Johansen (1978) for one cause, from one row per case: how long it was watched, and what
    then happened, a code; `OPEN` is nothing yet.

    Standard error by the delta method (Marubini & Valsecchi 1995, 10.3), which without other causes is Greenwood's;
    bounds on the log-log scale. ValueError for a duration that is negative or NaN, or columns of unequal length.
    """
    lasted, outcome = np.asarray(durations, dtype=np.float64), np.asarray(outcomes)
    if lasted.shape != outcome.shape or lasted.ndim != 1 or not bool(np.all(lasted >= 0)):
        raise ValueError("each case has a duration, not negative, and an outcome")
    times, place = np.unique(lasted, return_inverse=True)
    n = np.bincount(place, minlength=times.size)[::-1].cumsum()[::-1].astype(np.float64)
    ours, any_cause = (
        np.bincount(place, kind, times.size).astype(np.float64) for kind in (outcome == cause, outcome != OPEN)
    )
    going = np.cumprod(1 - divide(any_cause, n))
    before = np.concatenate([[1.0], going])[:-1]
    value = np.cumsum(before * divide(ours, n))
    se = root(_variance(value, before, ours, any_cause, n))
    low, high = _bounds(value, se, two_sided_z(confidence))
    is_complete = bool(times.size and any_cause[-1] == n[-1])
    return Incidence(times, value, se, low, high, float(lasted.size), is_complete, confidence)


def _variance(f: FloatArray, before: FloatArray, d: FloatArray, any_cause: FloatArray, n: FloatArray) -> FloatArray:
    """Sums over times up to t of terms in F(t) - F(t_j), multiplied out so that one pass makes them for every t."""
    hazard = np.where(n > any_cause, divide(any_cause, n * (n - any_cause)), 0.0)
    own = before * divide(d, n**2)
    spread = f**2 * np.cumsum(hazard) - 2 * f * np.cumsum(f * hazard) + np.cumsum(f**2 * hazard)
    shared = f * np.cumsum(own) - np.cumsum(f * own)
    return np.asarray(spread + np.cumsum(before * own * divide(n - d, n)) - 2 * shared, dtype=np.float64)


def _bounds(value: FloatArray, se: FloatArray, z: float) -> Bounds:
    # A sum of floats may end a hair below 1.
    inner: BoolArray = (value > 0) & (value < 1 - 1e-12)
    share = np.where(inner, value, 0.5)
    tilt = z * se / (share * np.log(share))
    edge = np.where(value <= 0, 0.0, np.nan)
    return np.where(inner, share ** np.exp(-tilt), edge), np.where(inner, share ** np.exp(tilt), edge)
