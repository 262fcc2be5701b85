from nabiz.statistics import csat


def summary(params, given):
    found = csat.summary(
        given["scores"],
        scale=tuple(params["scale"]),
        top_boxes=params["top_boxes"],
        confidence=params["confidence"],
    )
    return {
        "n": found.n,
        "top_box_count": found.satisfied,
        "csat": found.share.value,
        "csat_low": found.share.low,
        "csat_high": found.share.high,
        "mean": found.mean.value,
        "mean_low": found.mean.low,
        "mean_high": found.mean.high,
    }
