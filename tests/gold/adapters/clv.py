import numpy as np

from nabiz.statistics import (
    bgnbd,
    bgnbd_forecast,
    contract_lifetimes,
    gamma_gamma,
    lifetime_value,
    pareto_nbd,
    purchase_value,
    rfm,
)

HISTORY = ("frequency", "recency", "T")


def historic(params, given):
    rows = given["transactions"]
    days, reference = _days(row["date"] for row in rows), _days([given["reference"]])[0]
    found = lifetime_value.historic(days, [row["amount"] for row in rows], reference, **params)
    return {
        "revenue": found.revenue,
        "margin": found.margin,
        "npv_at_first_purchase": found.at_first,
        "value_at_reference": found.at_reference,
    }


def simple(params, given):
    found = lifetime_value.simple(**given, **params)
    return {
        "perpetuity_first_payment_now": found.now,
        "perpetuity_first_payment_end_of_period": found.later,
        "margin_multiple": found.multiple,
        "finite_first_payment_now": found.finite_now,
        "finite_first_payment_end_of_period": found.finite_later,
    }


def rfm_summary(params, given):
    rows = given["transactions"]
    customers, days, amounts = ([row[key] for row in rows] for key in ("customer", "date", "amount"))
    end = given.get("end")
    found = rfm.summarise(
        customers,
        _days(days),
        amounts,
        end=end and _days([end])[0],
        unit=params.get("unit", "day"),
        first_in_monetary=params.get("first_purchase_in_monetary", False),
    )
    keys = ("frequency", "recency", "T", "monetary_value")
    columns = zip(found.frequency, found.recency, found.age, found.monetary, strict=True)
    return {str(name): dict(zip(keys, row, strict=True)) for name, row in zip(found.customers, columns, strict=True)}


def bgnbd_fit(params, given):
    found = bgnbd.fit(*_histories(given), penalizer=params.get("penalizer", 0))
    return found.parameters._asdict() | {"loglik": found.loglik}


def bgnbd_predict(params, given):
    parameters, (rows, horizons) = bgnbd.Parameters(**given["params"]), _customers(given)
    alive = bgnbd_forecast.p_alive(parameters, *rows)
    purchases = bgnbd_forecast.expected_purchases(parameters, *rows, horizons)
    return {
        "customers": _predicted(alive, purchases),
        "expected_new_customer": bgnbd_forecast.expected_of_new(parameters, given.get("population_times", [])),
    }


def pareto_nbd_fit(params, given):
    found = pareto_nbd.fit(*_histories(given), penalizer=params.get("penalizer", 0))
    return found.parameters._asdict() | {"loglik": found.loglik}


def pareto_nbd_predict(params, given):
    parameters, (rows, horizons) = pareto_nbd.Parameters(**given["params"]), _customers(given)
    alive = pareto_nbd.p_alive(parameters, *rows)
    purchases = pareto_nbd.expected_purchases(parameters, *rows, horizons)
    return {
        "customers": _predicted(alive, purchases),
        "expected_new_customer": pareto_nbd.expected_of_new(parameters, given.get("population_times", [])),
    }


def gamma_gamma_fit(params, given):
    found = gamma_gamma.fit(given["frequency"], given["monetary_value"], penalizer=params.get("penalizer", 0))
    mean = gamma_gamma.population_mean(found.parameters)
    return found.parameters._asdict() | {"loglik": found.loglik, "population_mean": mean}


def gamma_gamma_expected(params, given):
    rows = [[row[key] for row in given["customers"]] for key in ("frequency", "monetary_value")]
    return {"expected_spend": gamma_gamma.expected_spend(gamma_gamma.Parameters(**given["params"]), *rows)}


def bgnbd_gg_value(params, given):
    keys = (*HISTORY, "monetary_value")
    columns = [np.array([row[key] for row in given["customers"]], dtype=float) for key in keys]
    found = purchase_value.customer_value(
        rfm.Summary(np.arange(columns[0].size), *columns),
        bgnbd.Parameters(**given["bgnbd"]),
        gamma_gamma.Parameters(**given["gamma_gamma"]),
        purchase_value.Horizon(params["months"], params.get("weeks_per_month", 4.345), params["monthly_discount"]),
    )
    return {"clv": found}


def sbg(params, given):
    cohorts = _cohorts(given)
    found = contract_lifetimes.fit_sbg(contract_lifetimes.renewed(*cohorts))
    return _lifetimes(found, max(map(len, cohorts)), params) | {
        "mean_churn": found.parameters.mean_churn,
        "polarization": found.parameters.polarization,
    }


def bdw(params, given):
    cohorts = _cohorts(given)
    table = contract_lifetimes.renewed(*cohorts)
    found = contract_lifetimes.fit_bdw(table)
    against = contract_lifetimes.compare(contract_lifetimes.fit_sbg(table), found)
    return _lifetimes(found, max(map(len, cohorts)), params) | {
        "c": found.parameters.c,
        "lr_vs_sbg": against.statistic,
        "p_value": against.p_value,
    }


def _lifetimes(found, coming, params):
    parameters, discount = found.parameters, params["discount_rate"]
    ahead = np.arange(coming, coming + params.get("horizon", 0))
    return {
        "alpha": parameters.alpha,
        "beta": parameters.beta,
        "loglik": found.loglik,
        "projected_survival": contract_lifetimes.survival(parameters, ahead),
        "retention_next": contract_lifetimes.retention(parameters, coming),
        "expected_lifetime_discounted": contract_lifetimes.expected_lifetime(parameters, discount),
        "derl_after_last_renewal": contract_lifetimes.expected_lifetime(parameters, discount, renewal=coming),
    }


def _days(texts):
    return np.array([text[:10] for text in texts], dtype="datetime64[D]")


def _cohorts(given):
    alive = given["alive"]
    return alive if isinstance(alive[0], list) else [alive]


def _histories(given):
    x, last, age = (np.array(given[key], dtype=float) for key in HISTORY)
    divisor = given.get("time_divisor", 1)
    return x, last / divisor, age / divisor


def _customers(given):
    rows = [np.array([row[key] for row in given["customers"]], dtype=float) for key in HISTORY]
    return rows, np.array([row["horizon"] for row in given["customers"]], dtype=float)


def _predicted(alive, purchases):
    return [{"p_alive": p, "expected_purchases": n} for p, n in zip(alive.tolist(), purchases.tolist(), strict=True)]
