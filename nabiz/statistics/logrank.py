"""Do groups last equally long? The log-rank test over life tables."""

from dataclasses import dataclass

import numpy as np

from nabiz.statistics.columns import FloatArray, divide
from nabiz.statistics.distributions import chi2_p
from nabiz.statistics.lifetable import LifeTable


@dataclass(frozen=True, slots=True)
class LogRank:
    """`observed` and `expected` events per group, in the order given; NaN where no test is possible."""

    chi2: float
    df: int
    p_value: float
    observed: FloatArray
    expected: FloatArray


def logrank(*groups: LifeTable) -> LogRank:
    """Compare the survival of two or more groups (Mantel 1966; R `survdiff`), all times weighing alike.

    At each event time the events are expected to fall on the groups as the cases at risk do. A group that was never at
    risk at an event time takes no part. ValueError below two groups.
    """
    if len(groups) < 2:
        raise ValueError("a comparison needs two groups")
    times = np.unique(np.concatenate([group.times[group.events > 0] for group in groups]))
    at_risk = np.stack([group.at_risk_at(times) for group in groups])
    events = np.stack([group.events_at(times) for group in groups])
    r, d = at_risk.sum(axis=0), events.sum(axis=0)
    shares = divide(at_risk, r)
    observed, expected = events.sum(axis=1), (shares * d).sum(axis=1)
    spread = divide(d * (r - d), r - 1)
    spread = np.where(r > 1, spread, 0.0)
    covariance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    taking_part = np.flatnonzero(expected > 0)
    chi2, df = _quadratic(observed - expected, covariance, taking_part[1:]), max(taking_part.size - 1, 0)
    return LogRank(chi2, df, float(chi2_p(chi2, df)), observed, expected)


def _quadratic(gap: FloatArray, covariance: FloatArray, free: np.typing.NDArray[np.intp]) -> float:
    """The gaps add up to 0, so that one group is implied by the others."""
    inner = covariance[np.ix_(free, free)]
    if free.size == 0 or np.linalg.matrix_rank(inner) < free.size:
        return np.nan
    return float(gap[free] @ np.linalg.solve(inner, gap[free]))
