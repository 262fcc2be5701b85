from nabiz.statistics import raking


def rake(params, given):
    found = raking.rake(given["respondents"], [given["row_margins"], given["col_margins"]], **params)
    return {"weights": found.weights, "deff_kish": found.deff, "n_eff": found.n_effective}
