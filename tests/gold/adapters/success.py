from datetime import date

import numpy as np

from nabiz.statistics import success_maps

NAN = float("nan")


def map(params, given):
    stages, accounts, as_of = params["stages"], given["accounts"], _day(given["as_of"])
    started, churned = ([_day(row.get(key)) for row in accounts] for key in ("started", "churned"))
    milestones = [[_day((row.get("milestones") or {}).get(stage)) for stage in stages] for row in accounts]
    table = np.reshape(milestones, (len(accounts), len(stages)))
    stand = success_maps.occupancy(started, table, churned, as_of=as_of)
    target = [_day((row.get("milestones") or {}).get(params.get("target_stage", stages[-1]))) for row in accounts]
    found = success_maps.time_to_stage(started, target, churned, as_of=as_of)
    times = params.get("times", [])
    return {
        "occupancy": dict(zip(["not_started", *stages], stand.count, strict=True)),
        "durations": found.durations,
        "events": (found.outcome == success_maps.REACHED).astype(int),
        "median_days_km": found.median.value,
        "naive_median_days": found.median_of_finishers,
        "cuminc_reached": found.reached.at(times).value,
        "cuminc_churned_first": found.churned_first.at(times).value,
    }


def _day(text):
    return float(date.fromisoformat(text[:10]).toordinal()) if text else NAN
