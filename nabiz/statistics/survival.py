"""How long things last while some are still going: Kaplan-Meier curves, from lists or from counts per duration.

Open cases are censored, not left out: the median of what is already closed is far too short (gold example: 4.1 h among
closed tickets, 12 h in truth).
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, columns, divide
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Bounds, Estimate, around, make_estimate
from nabiz.statistics.lifetable import LifeTable

Band = Literal["log", "log_log", "plain"]
FlatRule = Literal["first", "midpoint"]

# Products of floats leave S a hair off a share that it equals in exact arithmetic; without a guard the median would
# jump to the next event.
GUARD = 1e-9


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still going after each time of the table: arrays as long as `table.times`, S = 1 before the first.

    `hazard_variance` is Greenwood's sum of d / (r (r - d)), so that the standard error of S is S times its root. Where
    S has reached 0, standard error and bounds are undefined (NaN).
    """

    table: LifeTable
    survival: FloatArray
    hazard_variance: FloatArray
    low: FloatArray
    high: FloatArray
    confidence: float
    band: Band

    @property
    def std_err(self) -> FloatArray:
        return self.survival * np.sqrt(np.where(self.survival > 0, self.hazard_variance, np.nan))

    def at(self, times: npt.ArrayLike) -> Estimate[Array]:
        """S at the given times with its band; `n` is the number at risk (lasted that long or longer).

        NaN beyond the last observation, unless the curve has reached 0.
        """
        asked = np.asarray(times, dtype=np.float64)
        step = np.searchsorted(self.table.times, asked, side="right")
        beyond = (step == self.table.times.size) & ~(asked <= self.table.last) & (self._end > 0)

        def read(column: FloatArray, start: float) -> FloatArray:
            return np.where(beyond, np.nan, np.concatenate([[start], column])[step])

        bounds = (read(self.low, 1.0), read(self.high, 1.0))
        value, se, n = read(self.survival, 1.0), read(self.std_err, 0.0), self.table.at_risk_at(asked)
        return make_estimate(value, bounds, se=se, n=n, confidence=self.confidence, method=self.band)

    def quantile(self, share: float = 0.5, *, flat_at_half: FlatRule = "first") -> Estimate[float]:
        """The time by which `share` has ended: smallest t with S(t) <= 1 - share. Its bounds are read off the band.

        Where S equals 1 - share on a whole interval, `first` takes its start and `midpoint` its middle (as R does).
        NaN is "not reached". ValueError unless 0 < share < 1.
        """
        if not 0 < share < 1:
            raise ValueError(f"a quantile lies between 0 and 1, not {share}")
        low, value, high = (
            self._crossing(column, 1 - share, flat_at_half) for column in (self.low, self.survival, self.high)
        )
        return make_estimate(
            value, (low, high), se=np.nan, n=self.table.n, confidence=self.confidence, method=self.band
        )

    def rmst(self, tau: float) -> Estimate[float]:
        """Restricted mean: the average time spent within the first `tau`, the area under S, with a z interval.

        NaN where `tau` lies beyond the last observation and some were still going. ValueError for a negative `tau`.
        """
        if tau < 0:
            raise ValueError("a duration cannot be negative")
        inside = self.table.times < tau
        edges = np.concatenate([[0.0], self.table.times[inside], [tau]])
        areas = np.diff(edges) * np.concatenate([[1.0], self.survival[inside]])
        value = areas.sum() if tau <= self.table.last or self._end <= 0 else np.nan
        still_to_come = areas[::-1].cumsum()[::-1][1:]
        d, r = self.table.events[inside], self.table.at_risk[inside]
        se = np.sqrt((still_to_come**2 * np.where(r > d, divide(d, r * (r - d)), 0.0)).sum()) + 0 * value
        reach = two_sided_z(self.confidence) * se
        bounds = around(value, reach, (0.0, tau))
        return make_estimate(value, bounds, se=se, n=self.table.n, confidence=self.confidence, method="rmst")

    @property
    def _end(self) -> float:
        return float(self.survival[-1]) if self.survival.size else 1.0

    def _crossing(self, column: FloatArray, level: float, rule: FlatRule) -> float:
        times = self.table.times
        below = np.flatnonzero(column <= level + GUARD)
        if below.size == 0:
            return np.nan
        first = int(below[0])
        if rule == "first" or column[first] < level - GUARD:
            return float(times[first])
        leaves = np.flatnonzero(column < level - GUARD)
        return float(times[first] + times[leaves[0] if leaves.size else -1]) / 2


def kaplan_meier(table: LifeTable, *, confidence: float = 0.95, band: Band = "log_log") -> Curve:
    """The product-limit estimate (Kaplan & Meier 1958) with Greenwood's variance and a pointwise band.

    `log_log` stays within 0..1 by construction; `log` is R's default, its upper bound cut at 1; `plain` is S +- z SE,
    cut at both ends. O(number of distinct times). An empty table gives an empty curve, of which everything is NaN.
    ValueError for an unknown band.
    """
    r, d = table.at_risk, table.events
    (survival,) = columns(np.cumprod(1 - divide(d, r)))
    variance = np.cumsum(np.where(r > d, divide(d, r * (r - d)), np.inf))
    low, high = _band(survival, variance, two_sided_z(confidence), band)
    return Curve(table, survival, variance, low, high, confidence, band)


def _band(survival: FloatArray, variance: FloatArray, z: float, band: Band) -> Bounds:
    if band not in get_args(Band):
        raise ValueError(f"unknown band {band}")
    inner = (survival > 0) & (survival < 1)
    s, reach = np.where(inner, survival, 0.5), z * np.sqrt(np.where(inner, variance, 0.0))
    if band == "log":
        low, high = s * np.exp(-reach), np.minimum(s * np.exp(reach), 1.0)
    elif band == "plain":
        low, high = around(s, s * reach, (0.0, 1.0))
    else:
        tilt = reach / np.log(s)
        low, high = s ** np.exp(-tilt), s ** np.exp(tilt)
    edge = np.where(survival >= 1, 1.0, np.nan)
    return np.where(inner, low, edge), np.where(inner, high, edge)
