import numpy as np

from nabiz.statistics import drivers
from nabiz.statistics.importance_map import importance_map


def lmg(params, given):
    return _named(given, drivers.lmg(*_columns(given)))


def johnson(params, given):
    return _named(given, drivers.johnson(*_columns(given)))


def ipma(params, given):
    rows = given["drivers"]
    cut = params.get("cut", "mean").removeprefix("scale").strip(" _")
    found = importance_map(*(_numbers(row[key] for row in rows) for key in ("importance", "performance")), cut=cut)
    return {
        "importance_cut": found.importance_cut,
        "performance_cut": found.performance_cut,
        "quadrant": dict(zip((row["driver"] for row in rows), found.quadrants, strict=True)),
    }


def _columns(given):
    table = np.array(given["rows"], dtype=float).reshape(-1, 1 + len(given["drivers"]))
    return table[:, 1:], table[:, 0]


def _named(given, found):
    def by_name(values):
        return dict(zip(given["drivers"], values.tolist(), strict=True))

    return {"r2": found.r2, "importance": by_name(found.importance), "share": by_name(found.share), "n": found.n}


def _numbers(values):
    return np.array(list(values), dtype=float)
