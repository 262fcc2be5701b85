import numpy as np

from nabiz.language import folding
from nabiz.statistics import agreement, term_weights


def kappa(params, given):
    found = agreement.kappa(given["a"], given["b"], weights=params.get("weights") or "none", order=params.get("labels"))
    return {
        "kappa": found.value,
        "se": found.se,
        "low": found.low,
        "high": found.high,
        "n": int(found.n),
        "agreement": agreement.agreement(given["a"], given["b"]),
    }


def krippendorff(params, given):
    ratings = given["observers"]
    has_words = any(isinstance(value, str) for row in ratings for value in row)
    levels = ("nominal", "ordinal") if has_words else ("nominal", "ordinal", "interval", "ratio")
    order = params.get("order")
    return {level: agreement.krippendorff_alpha(ratings, level, order=order).value for level in levels}


def ctfidf(params, given):
    themes = given["themes"]
    words = sorted({word for theme in themes.values() for word in theme})
    weights = term_weights.ctfidf(_table(themes.values(), words))
    rows = zip(themes, weights, strict=True)
    return {"weights": {theme: dict(zip(words, row.tolist(), strict=True)) for theme, row in rows}}


def logodds(params, given):
    words = sorted(given["group_a"] | given["group_b"])
    a, b = _table([given["group_a"], given["group_b"]], words)
    is_pooled = "pooled" in params.get("prior", "pooled")
    scale = params["prior_scale"]
    found = term_weights.log_odds(a, b, term_weights.pooled_prior(a, b, scale) if is_pooled else scale)
    return {
        "z": dict(zip(words, found.z.tolist(), strict=True)),
        "delta": dict(zip(words, found.ratio.tolist(), strict=True)),
    }


def turkish_casefold(params, given):
    return {
        "lower": [folding.turkish_casefold(text) for text in given["texts"]],
        "folded": [folding.plain_letters(text) for text in given["texts"]],
    }


def _table(counts, words):
    return np.array([[row.get(word, 0) for word in words] for row in counts], dtype=float).reshape(-1, len(words))
