import math

from nabiz.statistics import control_charts, multiplicity, run_length, spikes

from .options import taken_by


def arl(params, given):
    asked = params | given
    chart, shift = asked["chart"], asked.get("shift_sigma", 0.0)
    sides = asked.get("sides", 2)
    if chart == "cusum":
        run = run_length.cusum_run_length(asked["k"], asked["h"], shift, sides=sides)
    elif chart == "ewma":
        run = run_length.ewma_run_length(asked["lambda"], asked["L"], shift)
    else:
        run = run_length.shewhart_run_length(asked["L"], shift, sides=sides)
    return {"arl": run}


def cusum(params, given):
    options = taken_by(control_charts.cusum, params)
    chart = control_charts.cusum(given["values"], target=given["target"], sigma=given["sigma"], **options)
    first = _place(chart.first_alarm)
    side = None if first is None else "up" if chart.up[first] > chart.down[first] else "down"
    return {"c_plus": chart.up, "c_minus": chart.down, "first_alarm_index": first, "side": side}


def ewma(params, given):
    chart = control_charts.ewma(
        given["values"],
        target=given["target"],
        sigma=given["sigma"],
        weight=params.get("lambda", 0.1),
        width=params.get("L", 2.814),
        asymptotic=not params.get("limits", "exact").startswith("exact"),
    )
    first = _place(chart.first_alarm)
    side = None if first is None else "up" if chart.mean[first] > chart.high[first] else "down"
    ends = {"first": 0, "last": -1} if chart.mean.size else {}
    limits = {f"upper_{end}": chart.high[i] for end, i in ends.items()}
    limits |= {f"lower_{end}": chart.low[i] for end, i in ends.items()}
    return {"ewma": chart.mean, "first_alarm_index": first, "side": side} | limits


def false_alarm_budget(params, given):
    found = run_length.false_alarm_budget(
        given["series"], given["periods_per_year"], given["false_alarms_per_year"], sides=params.get("sides", 2)
    )
    return {
        "required_arl0": found.run_length,
        "alpha_per_point": found.alpha,
        "sigma_limit": found.sigmas,
        "false_alarms_with_3_sigma": found.at_3_sigma,
        "false_alarms_with_2_sigma": found.at_2_sigma,
    }


def p_chart(params, given):
    events, n = ([period[key] for period in given["periods"]] for key in ("events", "n"))
    chart = control_charts.p_chart(events, n, **taken_by(control_charts.p_chart, params))
    columns = (column.tolist() for column in (chart.share, chart.low, chart.high, chart.alarms))
    points = [dict(zip(("p", "lcl", "ucl", "alarm"), row, strict=True)) for row in zip(*columns, strict=True)]
    return {"center": chart.centre, "points": points, "laney_sigma_z": chart.dispersion}


def poisson_spike(params, given):
    options = taken_by(spikes.poisson_spike, params)
    found = spikes.poisson_spike(given["observed"], given["rate"], given.get("exposure", 1.0), **options)
    return {
        "expected": found.expected,
        "p_upper": found.p_upper,
        "p_lower": found.p_lower,
        "rate_low": found.rate.low,
        "rate_high": found.rate.high,
    }


def robust_z(params, given):
    history = [math.nan if value is None else value for value in given["history"]]
    found = spikes.robust_z(history, given["new"], **taken_by(spikes.robust_z, params))
    return {"median": found.median, "mad": found.mad, "z": found.z}


def multiple_testing(params, given):
    methods = {
        "bh": multiplicity.benjamini_hochberg,
        "holm": multiplicity.holm,
        "bonferroni": multiplicity.bonferroni,
    }
    found = {name: method(given["p_values"], alpha=params.get("alpha", 0.05)) for name, method in methods.items()}
    return {name: {"rejected": int(a.rejected.sum()), "adjusted": a.adjusted} for name, a in found.items()}


def _place(index):
    return None if math.isnan(index) else int(index)
