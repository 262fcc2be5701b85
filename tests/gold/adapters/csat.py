from nabiz.statistics import csat


def summary(params, given):
    found = csat.summary(
        given["scores"],
        scale=tuple(params.get("scale", (1, 5))),
        top_boxes=params.get("top_boxes"),
        confidence=params.get("confidence", 0.95),
    )
    return {
        "n": found.n,
        "n_invalid": found.n_invalid,
        "top_box_count": found.satisfied,
        "csat": found.share.value,
        "csat_low": found.share.low,
        "csat_high": found.share.high,
        "mean": found.mean.value,
        "mean_low": found.mean.low,
        "mean_high": found.mean.high,
    }
