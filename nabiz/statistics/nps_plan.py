"""How many answers a Net Promoter Score needs, before asking."""

from math import ceil

from nabiz.statistics import nps
from nabiz.statistics.distributions import normal_quantile, two_sided_z


def sample_size(
    promoter_share: float, detractor_share: float, margin_points: float, *, confidence: float = 0.95
) -> int:
    """Answers needed for an interval of +- `margin_points`: ceil(z^2 V / m^2 - 3), V in points^2.

    MeasuringU, for the adjusted-Wald interval, whose added three answers are subtracted again. At least 1. Shares are
    fractions of the expected answers; 50/50 is the worst case. ValueError for an impossible mix or margin.
    """
    z = two_sided_z(confidence)
    variance = _variance(promoter_share, detractor_share)
    return _needed(z**2 * variance, margin_points)


def sample_size_two(
    promoter_share: float,
    detractor_share: float,
    difference_points: float,
    *,
    confidence: float = 0.95,
    power: float = 0.8,
) -> int:
    """Answers needed in EACH of two periods to notice a change of `difference_points` with probability `power`.

    ceil((z_alpha/2 + z_beta)^2 (V1 + V2) / d^2 - 3), with the same mix in both. MeasuringU writes s^2 where the
    variance of a difference, V1 + V2, is meant. ValueError for an impossible mix, difference or power.
    """
    if not 0 < power < 1:
        raise ValueError(f"power lies between 0 and 1, not {power}")
    z = two_sided_z(confidence) + normal_quantile(power)
    return _needed(z**2 * 2 * _variance(promoter_share, detractor_share), difference_points)


def _variance(promoter_share: float, detractor_share: float) -> float:
    if min(promoter_share, detractor_share) < 0 or promoter_share + detractor_share > 1:
        raise ValueError("the shares of promoters and detractors lie between 0 and 1 and add up to at most 1")
    return promoter_share + detractor_share - (promoter_share - detractor_share) ** 2


def _needed(variance: float, points: float) -> int:
    if not points > 0:
        raise ValueError(f"the points to be seen must be positive, not {points}")
    return max(1, ceil(nps.POINTS**2 * variance / points**2 - 3))
