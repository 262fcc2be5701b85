from nabiz.statistics import means
from nabiz.statistics.percentiles import percentiles as percentiles_of


def percentiles(params, given):
    values = [value for value in given["values"] if value is not None]
    return {"percentiles": percentiles_of(values, params["q"]), "mean": means.interval(*means.sums(values)).value}
