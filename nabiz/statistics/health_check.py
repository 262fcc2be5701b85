"""Whether a health score foretells who leaves: bands as they stood on a quarter's first day, against who left in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nabiz.statistics import discrimination, proportions
from nabiz.statistics.columns import FloatArray, counts, divide
from nabiz.statistics.distributions import chi2_p
from nabiz.statistics.estimates import Estimate

NO_BETTER_THAN_CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class BandChurn:
    """Churn of one band, times the overall rate (`lift`), and its share of all churn (`capture`)."""

    rate: Estimate[float]
    lift: float
    capture: float


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """Bands in the order given. The trend is Cochran-Armitage's over the bands, on one degree of freedom."""

    bands: list[BandChurn]
    base_rate: float
    auc: Estimate[float]
    trend_chi2: float
    trend_p: float

    @property
    def is_monotone(self) -> bool:
        """Whether no band with accounts lost more than a worse one."""
        rates = [band.rate.value for band in self.bands if band.rate.n > 0]
        return all(worse >= better for worse, better in pairwise(rates))

    @property
    def is_predictive(self) -> bool:
        """Whether the bands may be shown as foretelling anything: monotone, and the AUC's interval above one half."""
        return self.is_monotone and self.auc.low > NO_BETTER_THAN_CHANCE


def health_check(accounts: Sequence[float], churned: Sequence[float], *, confidence: float = 0.95) -> HealthCheck:
    """From the accounts of each band, worst band first, and how many of them churned in the period after.

    Rates have Wilson intervals, the AUC (ties count half) DeLong's. NaN where a band is empty, or where all or none
    churned. ValueError unless 0 <= churned <= accounts.
    """
    n, lost = counts(accounts, churned)
    rates = [proportions.interval(x, total, confidence=confidence) for x, total in zip(lost, n, strict=True)]
    base = float(divide(lost.sum(), n.sum()))
    captures = divide(lost, lost.sum()).tolist()
    chi2 = _trend(lost, n)
    return HealthCheck(
        [BandChurn(rate, float(divide(rate.value, base)), c) for rate, c in zip(rates, captures, strict=True)],
        base,
        discrimination.auc(discrimination.levels_of(lost[::-1], (n - lost)[::-1]), confidence=confidence),
        chi2,
        float(chi2_p(chi2, 1)),
    )


def _trend(x: FloatArray, n: FloatArray) -> float:
    """Cochran-Armitage with scores 1, 2, 3 ... (Armitage 1955), as R's prop.trend.test."""
    scores, total = np.arange(n.size, dtype=np.float64), n.sum()
    rate = divide(x.sum(), total)
    slope = (scores * (x - n * rate)).sum()
    spread = (n * scores**2).sum() - divide((n * scores).sum() ** 2, total)
    return float(divide(slope**2, rate * (1 - rate) * spread))
