from nabiz.statistics import attribution
from nabiz.statistics.holdout import incremental as incremental_of
from nabiz.statistics.proportions import Share

RULES = ("first", "last", "linear", "position", "time_decay", "shapley")


def incremental(params, given):
    treated, holdout = (Share(given[group]["converted"], given[group]["n"]) for group in ("treated", "holdout"))
    found = incremental_of(treated, holdout, given["value_per_conversion"], confidence=params.get("confidence", 0.95))
    return {
        "lift": found.lift.value,
        "low": found.lift.low,
        "high": found.lift.high,
        "incremental_conversions": found.conversions.value,
        "incremental_value": found.value.value,
        "value_low": found.value.low,
        "value_high": found.value.high,
        "attributed_share_claimed": 1.0 if treated.successes else None,
        "incremental_share": found.share,
    }


def models(params, given):
    paths = given["paths"]
    rows = [(i, touch["channel"], touch["days_before"]) for i, path in enumerate(paths) for touch in path["touches"]]
    touches = attribution.Touches(*([row[part] for row in rows] for part in range(3)))
    found = attribution.attribute(
        touches,
        [path["converted"] for path in paths],
        [path.get("value") or 0 for path in paths],
        half_life=params.get("half_life_days", 7),
        position=tuple(params.get("position", attribution.POSITION)),
    )

    def by_channel(values):
        return dict(zip(found.channels, values.tolist(), strict=True))

    markov = {
        "base_conversion": found.chain.base_conversion,
        "removal_effect": by_channel(found.chain.removal_effect),
        "value": by_channel(found.credit["markov"]),
    }
    return {rule: by_channel(found.credit[rule]) for rule in RULES} | {"markov": markov, "total": found.total}
