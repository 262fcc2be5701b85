from nabiz.statistics import raking

from .options import taken_by


def rake(params, given):
    found = raking.rake(
        given["respondents"], [given["row_margins"], given["col_margins"]], **taken_by(raking.rake, params)
    )
    return {"weights": found.weights, "deff_kish": found.deff, "n_eff": found.n_effective}
