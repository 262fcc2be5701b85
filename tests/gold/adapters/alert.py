from nabiz.statistics import multiplicity


def multiple_testing(params, given):
    methods = {
        "bh": multiplicity.benjamini_hochberg,
        "holm": multiplicity.holm,
        "bonferroni": multiplicity.bonferroni,
    }
    found = {name: method(given["p_values"], alpha=params["alpha"]) for name, method in methods.items()}
    return {name: {"rejected": int(a.rejected.sum()), "adjusted": a.adjusted} for name, a in found.items()}
