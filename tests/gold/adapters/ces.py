from nabiz.statistics import ces

KNOWN = {version.name: version for version in (ces.V1, ces.V2, ces.EASY_5)}


def summary(params, given):
    usual = KNOWN.get(params.get("version"), ces.V2)
    version = ces.Version(
        params.get("version", usual.name),
        tuple(params.get("scale", usual.scale)),
        tuple(params.get("agree_boxes", usual.easy_boxes)),
        params.get("higher_is_easier", usual.higher_is_easier),
    )
    found = ces.summary(given["scores"], version, confidence=params.get("confidence", 0.95))
    return {
        "n": found.n,
        "n_invalid": found.n_invalid,
        "mean": found.mean.value,
        "mean_low": found.mean.low,
        "mean_high": found.mean.high,
        "easy_share": found.easy.value,
        "easy_low": found.easy.low,
        "easy_high": found.easy.high,
    }
