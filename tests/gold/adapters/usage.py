from datetime import date

import numpy as np

from nabiz.statistics import usage

EPOCH = date(1970, 1, 1).toordinal()


def adoption(params, given):
    features, accounts = params["core_features"], given["accounts"]
    seats, active = ([row.get(key) or 0 for row in accounts] for key in ("seats", "active_seats"))
    uses = [[(row.get("uses") or {}).get(feature) or 0 for feature in features] for row in accounts]
    least = params.get("min_uses", 3)
    found = usage.adoption(
        np.reshape(uses, (len(accounts), len(features))),
        entitled=[row.get("entitled", True) for row in accounts],
        seats=seats,
        active_seats=active,
        min_uses=[least.get(feature, 3) for feature in features] if isinstance(least, dict) else least,
        confidence=params.get("confidence", 0.95),
    )
    columns = zip(features, found.adopted, found.rate.value, found.rate.low, found.rate.high, strict=True)
    return {
        "eligible": found.eligible,
        "features": {
            feature: {"adopted": int(adopted), "rate": rate, "low": low, "high": high}
            for feature, adopted, rate, low, high in columns
        },
        "mean_breadth": found.breadth,
        "median_depth": dict(zip(features, found.depth, strict=True)),
        "seat_utilisation": found.seat_utilisation,
    }


def stickiness(params, given):
    names = sorted({user for user, _ in given["events"]})
    rows = sorted((names.index(user), _day(day)) for user, day in given["events"])
    window = {"window_days": params["rolling_window_days"]} if "rolling_window_days" in params else {}
    users, days = ([row[i] for row in rows] for i in (0, 1))
    found = usage.stickiness(users, days, _day(given["start"]), _day(given["end"]), **window)
    return {
        "avg_dau": found.mean_daily,
        "period_active": found.period_active,
        "stickiness_calendar": found.calendar.value,
        "stickiness_rolling": found.rolling,
        "stickiness_weekdays": found.weekdays,
        "avg_active_days_per_user": found.active_days_per_user,
    }


def _day(text):
    return date.fromisoformat(text[:10]).toordinal() - EPOCH
