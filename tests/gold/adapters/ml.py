from datetime import UTC, datetime

import numpy as np

from nabiz.statistics import classification
from nabiz.statistics.concordance import concordance
from nabiz.statistics.time_split import time_split as split_by_time


def cindex(params, given):
    later = params.get("score_direction", "").replace(" ", "").startswith(("higher=later", "higher=longer", "lower"))
    risk = np.array(given["risk"], dtype=float) * (-1 if later else 1)
    found = concordance(given["durations"], given["events"], risk, confidence=params.get("confidence", 0.95))
    return {"c_index": found.value, "se": found.se, "low": found.low, "high": found.high}


def classification_report(params, given):
    bins, share = params.get("ece_bins", 10), params.get("top_fraction", 0.2)
    found = classification.report(
        given["y"], given["p"], bins=bins, top=share, confidence=params.get("confidence", 0.95)
    )
    same = ("n", "positives", "average_precision", "brier", "brier_skill", "log_loss", "mean_predicted")
    top = f"top{round(100 * share)}pct"
    return {key: getattr(found, key) for key in same} | {
        "base_rate": found.base_rate.value,
        "auc": found.auc.value,
        "auc_se_delong": found.auc.se,
        "auc_low": found.auc.low,
        "auc_high": found.auc.high,
        f"ece_{bins}": found.calibration_error,
        "calibration_slope": found.calibration.slope.value,
        "calibration_intercept_at_slope": found.calibration.intercept,
        "calibration_in_the_large": found.calibration.in_the_large.value,
        f"{top}_n": found.top.n,
        f"{top}_capture": found.top.share,
        f"{top}_lift": found.top.lift,
        "ks": found.kolmogorov_smirnov,
    }


def time_split(params, given):
    names = np.array([row["id"] for row in given["rows"]], dtype=object)
    found = split_by_time(
        np.array([_time(row["snapshot"]) for row in given["rows"]], dtype="datetime64[us]"),
        cutoff=np.datetime64(_time(given["cutoff"])),
        as_of=np.datetime64(_time(given["as_of"])),
        horizon=np.timedelta64(params.get("horizon_days", 90), "D"),
        embargo=np.timedelta64(params.get("embargo_days", 0), "D"),
    )
    return {part: names[mask].tolist() for part, mask in found._asdict().items()}


def _time(text):
    when = datetime.fromisoformat(text)
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
