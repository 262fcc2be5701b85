from nabiz.statistics import proportions

from .options import taken_by


def ci(params, given):
    found = proportions.interval(given["successes"], given["n"], **taken_by(proportions.interval, params))
    return {"estimate": found.value, "low": found.low, "high": found.high}


def diff(params, given):
    before, after = (proportions.Share(**given[period]) for period in ("before", "after"))
    found = proportions.difference(before, after, confidence=params.get("confidence", 0.95))
    assert params.get("method", found.method) == found.method
    return {
        "diff": found.value,
        "low": found.low,
        "high": found.high,
        "z_pooled": found.statistic,
        "p_value": found.p_value,
    }


def shrink(params, given):
    found = proportions.shrink(**taken_by(proportions.shrink, given, params))
    shrunk = found.estimate
    return {"raw": found.raw, "shrunk": shrunk.value, "low": shrunk.low, "high": shrunk.high}
