import numpy as np

from nabiz.statistics import health as scores
from nabiz.statistics.health_check import health_check


def score(params, given):
    metrics = [
        scores.Metric(**{key: row[key] for key in ("name", "weight", "bad", "good")}) for row in params["metrics"]
    ]
    row = np.array([given["values"].get(metric.name) for metric in metrics], dtype=float)
    options = {"limits": tuple(params["bands"])} if "bands" in params else {}
    options |= {"min_coverage": params["min_coverage"]} if "min_coverage" in params else {}
    found = scores.health(row[None], metrics, **options)
    components = zip(metrics, found.components[0].tolist(), strict=True)
    return {
        "score": found.score[0],
        "coverage": found.coverage[0],
        "band": found.bands[0],
        "components": {metric.name: value for metric, value in components},
    }


def validate(params, given):
    rows = given["bands"]
    step = -1 if params.get("order", "worst band first").startswith("best") else 1
    columns = ([row[key] for row in rows][::step] for key in ("accounts", "churned"))
    found = health_check(*columns, confidence=params.get("confidence", 0.95))
    return {
        "bands": [_band(row, part) for row, part in zip(rows, found.bands[::step], strict=True)],
        "base_rate": found.base_rate,
        "auc_bands": found.auc.value,
        "auc_low": found.auc.low,
        "auc_high": found.auc.high,
        "trend_chi2": found.trend_chi2,
        "trend_p": found.trend_p,
    }


def _band(row, part):
    rate = {"rate": part.rate.value, "low": part.rate.low, "high": part.rate.high}
    return rate | {"band": row["band"], "lift": part.lift, "capture": part.capture}
