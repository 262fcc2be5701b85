from nabiz.statistics import pmf

from .options import taken_by


def sean_ellis(params, given):
    found = pmf.sean_ellis(**taken_by(pmf.sean_ellis, given, params))
    share = found.share
    return {
        "n": int(share.n),
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "verdict": found.verdict,
    }
