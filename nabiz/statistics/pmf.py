"""Product-market fit by the question of Sean Ellis: "how would you feel if you could no longer use it?" """

from dataclasses import dataclass
from typing import Literal

from nabiz.statistics import proportions
from nabiz.statistics.estimates import Estimate

Verdict = Literal["above", "below", "inconclusive", "not_enough_data"]


@dataclass(frozen=True, slots=True)
class Fit:
    """The share of the very disappointed, and where its whole interval lies against the threshold."""

    share: Estimate[float]
    threshold: float
    verdict: Verdict


def sean_ellis(
    very_disappointed: int,
    somewhat_disappointed: int,
    not_disappointed: int,
    no_longer_use: int = 0,
    *,
    threshold: float = 0.4,
    min_n: int = 40,
    confidence: float = 0.95,
) -> Fit:
    """Share of "very disappointed" among those who still use it, with the verdict of its Wilson interval.

    `no_longer_use` leaves the denominator. 40 % is a pattern from about 100 start-ups, not a law. Fewer than `min_n`
    answers give no verdict. ValueError for negative counts.
    """
    if min(very_disappointed, somewhat_disappointed, not_disappointed, no_longer_use) < 0:
        raise ValueError("a count cannot be negative")
    n = very_disappointed + somewhat_disappointed + not_disappointed
    share = proportions.interval(float(very_disappointed), float(n), confidence=confidence)
    return Fit(share, threshold, _verdict(share, threshold, min_n))


def _verdict(share: Estimate[float], threshold: float, min_n: int) -> Verdict:
    if share.n < min_n:
        return "not_enough_data"
    if share.low > threshold:
        return "above"
    return "below" if share.high < threshold else "inconclusive"
