"""The E-value: how strong something unmeasured would have to be to explain an observed effect away.

VanderWeele & Ding (2017): it would need this risk ratio with both the treatment and the outcome.
"""

from dataclasses import dataclass
from typing import Generic

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, Numbers, columns, settle


@dataclass(frozen=True, slots=True)
class EValue(Generic[Numbers]):
    """For the estimate, and for the bound nearer to no effect: 1 where the interval already holds no effect."""

    of_estimate: Numbers
    of_bound: Numbers


def e_value(risk_ratio: Numbers, low: Numbers, high: Numbers) -> EValue[Numbers]:
    """RR + sqrt(RR (RR - 1)), a protective ratio turned over first. Numbers, or arrays of one shape.

    NaN for a ratio that is missing or not positive. ValueError if a bound lies on the wrong side of the estimate.
    """
    ratio, below, above = columns(risk_ratio, low, high)
    if bool(np.any((below > ratio) | (above < ratio))):
        raise ValueError("an estimate lies between its bounds")
    harmful = ratio >= 1
    bound = np.where(harmful, np.maximum(below, 1.0), np.minimum(above, 1.0))
    return EValue(settle(_e_value(ratio)), settle(np.where(np.isnan(ratio), np.nan, _e_value(bound))))


def ratio_of_odds(odds_ratio: npt.ArrayLike) -> FloatArray:
    """The risk ratio that an odds ratio comes to where the outcome is common (above 15 %); if rare they are equal."""
    return np.sqrt(np.asarray(odds_ratio, dtype=np.float64))


def ratio_of_hazards(hazard_ratio: npt.ArrayLike) -> FloatArray:
    """The risk ratio that a hazard ratio comes to where the outcome is common; if rare they are equal."""
    hazard = np.sqrt(np.asarray(hazard_ratio, dtype=np.float64))
    return np.asarray((1 - 0.5**hazard) / (1 - 0.5 ** (1 / hazard)), dtype=np.float64)


def ratio_of_difference(standardised: npt.ArrayLike) -> FloatArray:
    """The risk ratio that a difference of means in standard deviations comes to: exp(0.91 d)."""
    return np.exp(0.91 * np.asarray(standardised, dtype=np.float64))


def _e_value(ratio: FloatArray) -> FloatArray:
    usable = np.where((ratio > 0) & np.isfinite(ratio), ratio, np.nan)
    away = np.maximum(usable, 1 / usable)
    return np.asarray(away + np.sqrt(away * (away - 1)), dtype=np.float64)
