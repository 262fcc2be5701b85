from nabiz.statistics.cox import cox as cox_of
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.logrank import logrank as logrank_of
from nabiz.statistics.survival import kaplan_meier

from .options import taken_by

QUANTILES = {"p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}


def km(params, given):
    table = from_durations(given["durations"], given["events"])
    band = params.get("conf_type", "log_log").replace("-", "_")
    curve = kaplan_meier(table, confidence=params.get("confidence", 0.95), band=band)
    rule = params.get("flat_at_half", "first")
    quantiles = {key: curve.quantile(q, flat_at_half=rule) for key, q in QUANTILES.items()}
    found = {key: quantile.value for key, quantile in quantiles.items()}
    found |= {"median_low": quantiles["median"].low, "median_high": quantiles["median"].high}
    found |= {"n": int(table.n), "events": int(table.events.sum())}
    return found | _at(curve, params)


def logrank(params, given):
    groups = given.get("groups", given)
    rows = groups.values() if isinstance(groups, dict) else groups
    found = logrank_of(*(from_durations(group["durations"], group["events"]) for group in rows))
    return {"chi2": found.chi2, "df": found.df, "p_value": found.p_value}


def cox(params, given):
    found = cox_of(given["durations"], given["events"], given["x"], **taken_by(cox_of, params))
    coefficients, ratios = found.coefficients, found.hazard_ratios
    return {
        "coef": coefficients.value,
        "se": coefficients.se,
        "p_value": found.p_values,
        "hazard_ratio": ratios.value,
        "hazard_ratio_low": ratios.low,
        "hazard_ratio_high": ratios.high,
        "loglik_null": found.loglik_null,
        "loglik": found.loglik,
    }


def _at(curve, params):
    points = curve.at(params.get("times", ()))
    found = {"survival": points.value, "std_err": points.se, "at_risk": points.n}
    if "rmst_tau" in params:
        mean = curve.rmst(params["rmst_tau"])
        found |= {"rmst": mean.value, "rmst_se": mean.se}
    return found
