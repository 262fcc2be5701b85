from datetime import date
from itertools import combinations

from nabiz.statistics import forecast_accuracy, forecasting, holiday_effects


def accuracy(params, given):
    found = forecast_accuracy.accuracy(
        given["actual"], given["forecast"], train=given.get("train", ()), season=params.get("season", 1)
    )
    return {name: getattr(found, name) for name in found.__slots__}


def pinball(params, given):
    actual, quantiles = given["actual"], given["quantiles"]
    shares = {name: _share(name) for name in quantiles}
    losses = {name: forecast_accuracy.pinball(actual, quantiles[name], shares[name]) for name in quantiles}
    covered = {
        f"coverage_{low}_{high}": forecast_accuracy.coverage(actual, quantiles[low], quantiles[high])
        for low, high in combinations(sorted(shares, key=shares.__getitem__), 2)
    }
    return {"pinball": losses} | covered


def seasonal_naive(params, given):
    asked = params | given
    return {"forecast": forecasting.seasonal_naive(asked["train"], asked["horizon"], season=asked["season"])}


def holiday_factor(params, given):
    history = {date.fromisoformat(day): float("nan") if value is None else value for day, value in given["history"]}
    windows = [
        holiday_effects.Window(date.fromisoformat(one["first_day"]), one["from"], one["to"])
        for one in given["holidays"]
    ]
    found = holiday_effects.holiday_factors(history, windows, weeks=params.get("baseline_weeks", 4))
    return {
        "factor_by_offset": {str(offset): factor.value for offset, factor in found.items()},
        "n_by_offset": {str(offset): factor.n for offset, factor in found.items()},
    }


def _share(name):
    """Of `p90`, `q0.9` or `0.9`; `p1` is the first percentile."""
    number = float(name.lstrip("pq"))
    return number / 100 if name.startswith("p") or number > 1 else number
