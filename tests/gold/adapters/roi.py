from itertools import chain

import numpy as np

from nabiz.statistics import cost_to_serve as service
from nabiz.statistics import did, double_ml
from nabiz.statistics import observational as observed
from nabiz.statistics.evalue import e_value
from nabiz.statistics.retention_value import retention_value


def did_2x2(params, given):
    found = did.of_means(*_numbers(given, "treated_before", "treated_after", "control_before", "control_after"))
    return {"did": found.did, "treated_change": found.treated_change, "control_change": found.control_change}


def did_regression(params, given):
    columns = ([row[key] for row in given["rows"]] for key in ("unit", "treated", "post", "y"))
    found = did.of_rows(*columns, confidence=params.get("confidence", 0.95))
    return {
        "did": found.did.value,
        "se_cluster": found.did.se,
        "df": int(found.did.df),
        "t": found.did.statistic,
        "p_value": found.did.p_value,
        "low": found.did.low,
        "high": found.did.high,
        "se_hc1": found.se_hc1,
        "first_difference_t": found.first_difference.statistic,
        "first_difference_p": found.first_difference.p_value,
    }


def observational(params, given):
    columns = (given[key] for key in ("covariates", "treated", "outcome"))
    trim = params.get("trim")
    found = observed.effects(
        *columns,
        caliper=params.get("caliper_sd", 0.2),
        trim=tuple(trim) if trim else None,
        confidence=params.get("confidence", 0.95),
    )
    return {
        "naive_diff": found.naive,
        "ipw_hajek": found.ipw,
        "aipw": found.aipw.value,
        "aipw_se": found.aipw.se,
        "aipw_low": found.aipw.low,
        "aipw_high": found.aipw.high,
        "att_matched": found.matching.att,
        "matched": found.matching.matched,
        "unmatched": found.matching.unmatched,
        "smd_before": found.smd_before.tolist(),
        "smd_after_ipw": found.smd_after.tolist(),
    }


def dml_plr(params, given):
    assert params.get("folds", "row index mod K") == "row index mod K"
    learner = double_ml.least_squares if "OLS" in params.get("learner", "OLS") else double_ml.boosted_trees
    folds = np.arange(len(given["y"])) % params.get("K", 5)
    columns = (given[key] for key in ("x", "d", "y"))
    found = double_ml.effect(*columns, folds=folds, learner=learner, confidence=params.get("confidence", 0.95))
    return {"theta": found.value, "se": found.se, "low": found.low, "high": found.high}


def evalue(params, given):
    found = e_value(*_numbers(given, "risk_ratio", "low", "high"))
    return {"e_value": found.of_estimate, "e_value_ci": found.of_bound}


def retention_uplift(params, given):
    found = retention_value(
        *_numbers(given, "margin_per_period", "retention", "retention_gain"),
        discount=given["discount"],
        fixed_cost=given.get("acquisition_and_fixed_cost", 0),
    )
    return {
        "clv_base": found.clv_base,
        "clv_new": found.clv_new,
        "clv_change": found.clv_change,
        "expected_lifetime_base": found.lifetime_base,
        "expected_lifetime_new": found.lifetime_new,
        "clv_elasticity": found.elasticity,
        "one_year_margin_change": found.one_year_margin_change,
        "profit_change_after_fixed_cost": found.profit_change,
    }


def cost_to_serve(params, given):
    people, rates = given["customers"], given["rates"]
    rows = list(
        chain.from_iterable(((i, row) for row in person.get("contacts") or ()) for i, person in enumerate(people))
    )
    contacts = service.Contacts(
        customer=[i for i, _ in rows],
        volume=[row["volume"] for _, row in rows],
        minutes=[row["minutes"] for _, row in rows],
        fee=[rates.get("channel_fee", {}).get(row["channel"], 0) for _, row in rows],
    )
    found = service.cost_to_serve(
        *([person[key] for person in people] for key in ("revenue", "gross_margin")),
        contacts,
        per_minute=rates["per_minute"],
        overhead=given.get("overhead", 0),
        driver=DRIVERS[params.get("overhead_driver", "contact volume")],
    )
    names = {"margin_after_service": found.margin, "cost_to_serve_pct": found.share}
    columns = {"direct": found.direct, "allocated": found.allocated} | names
    return {person["customer"]: {key: c[i] for key, c in columns.items()} for i, person in enumerate(people)}


DRIVERS = {"contact volume": "contacts", "contacts": "contacts", "minutes": "minutes", "revenue": "revenue"}
DRIVERS |= {"customers": "customers", "equal": "customers"}


def _numbers(given, *keys):
    return [np.nan if given.get(key) is None else given[key] for key in keys]
