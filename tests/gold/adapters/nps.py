from nabiz.statistics import nps, nps_plan, nps_segments

from .options import taken_by

KINDS = ("promoters", "passives", "detractors")


def score(params, given):
    found = nps.score(given["scores"])
    keys = ("n", "n_invalid", "nps", "variance", "se", "status", *KINDS)
    return {key: getattr(found, key) for key in keys}


def ci(params, given):
    found = nps.interval(*_counts(given), **taken_by(nps.interval, params))
    return {"nps": found.value, "low": found.low, "high": found.high}


def diff_test(params, given):
    before, after = _counts(given["before"]), _counts(given["after"])
    found = nps.difference(before, after, confidence=params.get("confidence", 0.95))
    assert params.get("method", found.method) == found.method
    return {
        "diff_raw": found.value,
        "diff_adjusted": found.tested,
        "se": found.se,
        "z": found.statistic,
        "p_value": found.p_value,
        "low": found.low,
        "high": found.high,
        "significant": found.significant,
    }


def diff_test_paired(params, given):
    found = nps.difference_paired(given["before"], given["after"], **taken_by(nps.difference_paired, params))
    return {
        "diff": found.value,
        "t": found.statistic,
        "df": int(found.df),
        "p_value": found.p_value,
        "low": found.low,
        "high": found.high,
    }


def sample_size(params, given):
    return {"n": nps_plan.sample_size(**taken_by(nps_plan.sample_size, given, params))}


def sample_size_two(params, given):
    return {"n_per_group": nps_plan.sample_size_two(**taken_by(nps_plan.sample_size_two, given, params))}


def poststratified(params, given):
    strata = [nps_segments.Stratum(row["stratum"], row["population"], *_counts(row)) for row in given["strata"]]
    found = nps_segments.poststratified(strata, **taken_by(nps_segments.poststratified, params))
    return {
        "nps_raw": found.raw,
        "nps_weighted": found.estimate.value,
        "se": found.estimate.se,
        "low": found.estimate.low,
        "high": found.estimate.high,
        "n": int(found.estimate.n),
        "n_effective_kish": found.n_effective,
        "deff_kish": found.deff,
    }


def mix_decomposition(params, given):
    before, after = ({row["segment"]: _counts(row) for row in given[period]} for period in ("before", "after"))
    found = nps_segments.mix_decomposition(before, after)
    segments = {
        name: {"within": shift.within, "mix": shift.mix, "nps_before": shift.before, "nps_after": shift.after}
        for name, shift in found.segments.items()
    }
    return {"change": found.change, "within": found.within, "mix": found.mix, "segments": segments}


def _counts(row):
    return nps.Counts(*(row[kind] for kind in KINDS))
