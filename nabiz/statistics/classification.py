"""The report on a model that predicts chances, such as churn within 90 days. Accuracy is left out on purpose: where one
in twenty leaves, saying "nobody leaves" is 95 % accurate."""

from dataclasses import dataclass

import numpy.typing as npt

from nabiz.statistics import calibration as calibrations
from nabiz.statistics import discrimination, proportions
from nabiz.statistics.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """With one class only, everything that ranks is NaN; Brier score and log-loss still stand."""

    n: int
    positives: int
    base_rate: Estimate[float]
    mean_predicted: float
    auc: Estimate[float]
    average_precision: float
    kolmogorov_smirnov: float
    top: discrimination.Capture
    brier: float
    brier_skill: float
    log_loss: float
    calibration_error: float
    calibration: calibrations.Calibration


def report(
    happened: npt.ArrayLike,
    chances: npt.ArrayLike,
    *,
    bins: int = 10,
    top: float = 0.2,
    confidence: float = 0.95,
) -> Report:
    """All that is told of a model, from outcomes (0/1) and predicted chances (0..1) of cases it was not trained on.

    `bins` is for the calibration error, `top` the share of cases one could act on. ValueError for outcomes other than 0
    and 1, and chances off 0..1.
    """
    y, p = calibrations.outcomes_and_chances(happened, chances)
    found = discrimination.levels(p, y)
    return Report(
        n=y.size,
        positives=int(y.sum()),
        base_rate=proportions.interval(float(y.sum()), float(y.size), confidence=confidence),
        mean_predicted=float(p.mean()) if p.size else float("nan"),
        auc=discrimination.auc(found, confidence=confidence),
        average_precision=discrimination.average_precision(found),
        kolmogorov_smirnov=discrimination.kolmogorov_smirnov(found),
        top=discrimination.capture(found, top),
        brier=calibrations.brier(y, p),
        brier_skill=calibrations.brier_skill(y, p),
        log_loss=calibrations.log_loss(y, p),
        calibration_error=calibrations.expected_calibration_error(y, p, bins),
        calibration=calibrations.calibration(y, p, confidence=confidence),
    )
