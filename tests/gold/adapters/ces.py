from nabiz.statistics import ces

KNOWN = {version.name: version for version in (ces.V1, ces.V2)}


def summary(params, given):
    version = ces.Version(
        params["version"], tuple(params["scale"]), tuple(params["agree_boxes"]), params["higher_is_easier"]
    )
    assert version == KNOWN[version.name]
    found = ces.summary(given["scores"], version, confidence=params["confidence"])
    return {
        "n": found.n,
        "mean": found.mean.value,
        "mean_low": found.mean.low,
        "mean_high": found.mean.high,
        "easy_share": found.easy.value,
        "easy_low": found.easy.low,
        "easy_high": found.easy.high,
    }
