from datetime import date
from math import nan

from nabiz.statistics import churn, cohorts, expansion, mrr, trailing
from nabiz.statistics.estimates import complement

from .options import taken_by


def crr(params, given):
    found = churn.retention(given["start"], given["new"], given["end"])
    return {"crr": found.value, "ccr": complement(found).value}


def logo_churn(params, given):
    found = churn.logo_churn(**taken_by(churn.logo_churn, given, params))
    return {
        "start_only": found.start_only.value,
        "start_only_low": found.start_only.low,
        "start_only_high": found.start_only.high,
        "all_lost_over_start": found.all_lost_over_start,
        "start_plus_new": found.start_plus_new,
        "average_base": found.average_base,
        "crr": found.retention.value,
        "end": int(found.end),
    }


def churn_with_trials(params, given):
    rows = [
        churn.Subscription(
            _day(row["started"]), row.get("trial_days") or 0, _day(row.get("paid_from")), _day(row.get("ended"))
        )
        for row in given["subscriptions"]
    ]
    found = churn.churn_with_trials(rows, _day(given["period_start"]), _day(given["period_end"]))
    return {
        "paid_start": int(found.paid.n),
        "ccr_paid": found.paid.value,
        "start_including_trials": int(found.including_trials.n),
        "ccr_including_trials": found.including_trials.value,
        "trials_started": found.trials_started,
        "trials_mature": int(found.conversion.n),
        "trial_conversion": found.conversion.value,
    }


def annualize(params, given):
    monthly, measured, days = (given.get(key) for key in ("monthly_churn", "measured_churn", "period_days"))
    return {
        "annual_from_monthly": _rescaled(monthly, churn.MONTH_DAYS, churn.YEAR_DAYS),
        "monthly_from_measured": _rescaled(measured, days, churn.MONTH_DAYS),
        "annual_from_measured": _rescaled(measured, days, churn.YEAR_DAYS),
        "naive_times_12": None if monthly is None else monthly * 12,
    }


def mrr_normalize(params, given):
    lines = [mrr.monthly(_line(row)) for row in given["lines"]]
    return {"mrr_lines": lines, "mrr": sum(lines), "arr": 12 * sum(lines)}


def mrr_movements(params, given):
    rows = given["accounts"]
    start, end = ([row[key] or 0 for row in rows] for key in ("mrr_start", "mrr_end"))
    found = mrr.movements(start, end, [row.get("ever_paid_before", False) for row in rows])
    nrr = found.nrr_with_reactivation if params.get("reactivation_in_nrr") else found.nrr
    same = ("new", "expansion", "contraction", "churn", "reactivation", "net_new")
    rates = ("grr", "nrr_with_reactivation", "quick_ratio")
    return {key: getattr(found, key) for key in (*same, *rates)} | {
        "nrr": nrr,
        "start_mrr": found.start,
        "end_mrr": found.end,
        "gross_mrr_churn_rate": 1 - found.grr,
        "net_mrr_churn_rate": 1 - nrr,
        "logo_churn_rate": found.logo_churn,
        "crr": 1 - found.logo_churn,
    }


def nrr_grr_from_totals(params, given):
    start, expansion, contraction, lost = (given[k] for k in ("start_mrr", "expansion", "contraction", "churn"))
    return {
        "nrr": mrr.net_retention(start, expansion, contraction, lost),
        "grr": mrr.gross_retention(start, contraction, lost),
    }


def movement_level(params, given):
    columns = [[row[key] for row in given["lines"]] for key in ("account", "mrr_start", "mrr_end")]
    levels = {"account": mrr.movements_of_accounts(*columns), "product": mrr.movements_of_lines(*columns)}
    keys = ("expansion", "contraction", "churn", "nrr", "grr")
    found = {level: {key: getattr(moves, key) for key in keys} for level, moves in levels.items()}
    return found | {"start_mrr": levels["account"].start}


def trailing12(params, given):
    found = trailing.trailing_retention([months[-13:] for months in given["monthly_mrr"].values()])
    return {
        "nrr_cohort": found.nrr_cohort,
        "grr_cohort_point_to_point": found.grr_cohort,
        "nrr_compounded_monthly": found.nrr_compounded,
        "grr_compounded_monthly": found.grr_compounded,
        "nrr_sum_of_movements": found.nrr_of_movements,
    }


def cohort_retention(params, given):
    starts, ends = ([_month(row.get(key)) for row in given["customers"]] for key in ("start", "end"))
    found = cohorts.cohort_retention(starts, ends, _month(given["as_of"]))
    return {
        "cohorts": {_name(c.start): {"size": c.size, "retention": c.retention} for c in found.cohorts},
        "weighted_average": found.weighted_average,
        "km_pooled": found.pooled,
    }


def expansion_split(params, given):
    keys = ("qty_start", "price_start", "qty_end", "price_end")
    columns = ([row.get(key) or 0 for row in given["lines"]] for key in keys)
    changed = [row.get("tier_changed", False) for row in given["lines"]]
    order = "quantity_first" if params.get("order", "").startswith("quantity") else "price_first"
    found = expansion.expansion_split(*columns, changed, order=order).total()
    gains = ("price_uplift", "seat_upsell", "tier_upgrade", "cross_sell")
    return {key: getattr(found, key) for key in (*gains, "contraction", "churned_product", "net")}


def _rescaled(rate, from_days, to_days):
    return None if rate is None or not from_days else churn.rescale(rate, from_days=from_days, to_days=to_days)


def _day(text):
    return text and date.fromisoformat(text)


def _month(text):
    return 12 * int(text[:4]) + int(text[5:7]) - 1 if text else nan


def _name(month):
    return f"{month // 12}-{month % 12 + 1:02}"


def _line(row):
    return mrr.Line(
        row["price"],
        row.get("quantity", 1),
        row["unit"],
        row.get("count") or 1,
        is_recurring=row.get("recurring", True),
        discount=(row.get("discount_pct") or 0) / 100,
        is_trial=row.get("trial", False),
    )
