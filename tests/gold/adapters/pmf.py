from nabiz.statistics import pmf


def sean_ellis(params, given):
    found = pmf.sean_ellis(**given, **params)
    share = found.share
    return {
        "n": int(share.n),
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "verdict": found.verdict,
    }
