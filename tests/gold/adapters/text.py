import numpy as np

from nabiz.language import folding, sentiment, themes
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
    counts = given["themes"]
    words = sorted({word for theme in counts.values() for word in theme})
    weights = term_weights.ctfidf(_table(list(counts.values()), words))
    rows = zip(counts, weights, strict=True)
    return {"weights": {theme: dict(zip(words, row.tolist(), strict=True)) for theme, row in rows}}


def logodds(params, given):
    words = sorted(given["group_a"] | given["group_b"])
    a, b = _table([given["group_a"], given["group_b"]], words)
    is_pooled = "pooled" in params.get("prior", "pooled")
    scale = params.get("prior_scale", 0.1)
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


def sentiment_set(params, given):
    """Measured over all lines, per language (`accuracy_tr`), and as recall of the negative ones; themes as micro-F1."""
    items = given["items"]
    labels = [sentiment.sentiment(item["text"], item["lang"]).label for item in items]
    hits = [label == item["sentiment"] for label, item in zip(labels, items, strict=True)]
    languages = {item["lang"] for item in items}
    return {
        "n": len(items),
        "accuracy": _share(hits),
        "negative_recall": _share(hits, [item["sentiment"] == "negative" for item in items]),
        "theme_micro_f1": _micro_f1(items, set(params["themes"])),
        **{f"accuracy_{each}": _share(hits, [item["lang"] == each for item in items]) for each in languages},
    }


def _share(hits, among=None):
    chosen = np.array(hits, dtype=float)[np.array([True] * len(hits) if among is None else among, dtype=bool)]
    return float(chosen.mean()) if chosen.size else None


def _micro_f1(items, known):
    pairs = [(set(themes.themes(item["text"], item["lang"])) & known, set(item["themes"])) for item in items]
    right = sum(len(found & expected) for found, expected in pairs)
    return 2 * right / max(sum(len(found) + len(expected) for found, expected in pairs), 1)


def _table(rows, words):
    found = np.array([[row.get(word, 0) for word in words] for row in rows], dtype=float)
    return found.reshape(len(rows), len(words))
