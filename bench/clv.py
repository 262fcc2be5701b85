"""Seconds to fit BG/NBD and gamma-gamma and to value customers over 12 months, beside the libraries people use for it.

python bench/clv.py [--peers-up-to 100000] [--cdnow ../shared/data/cdnow]

Peers are run where they are installed: `pip install lifetimes` (with `setuptools<81`), `pip install pymc-marketing`. Of the
latter the maximum is asked for, under flat priors. Each figure is the best of three runs, of one where that takes ten seconds.
"""

import argparse
import csv
import importlib
import sys
import time
import warnings
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, whose coverage.py a peer would take for the package of that name

from nabiz.statistics import bgnbd, gamma_gamma, purchase_value, rfm  # noqa: E402
from nabiz.statistics.tests.purchases import simulated  # noqa: E402

NAMES = ("r", "alpha", "a", "b", "p", "q", "v")
WEEKS = 4.345
STEPS = ("BG/NBD s", "gamma-gamma s", "value s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    parser.add_argument("--cdnow", type=Path, default=ROOT / "../shared/data/cdnow")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    peers = {name: run for name, run in PEERS.items() if is_installed(name)}
    heads = ("customers", "", *STEPS, "all s", "times", *NAMES, "mean value")
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    for label, customers in samples(options.cdnow):
        ours = best(run_nabiz, customers)
        report(label, "nabiz", ours, ours)
        n = customers.customers.size
        for name, run in peers.items():
            if n <= options.peers_up_to:
                report(label, name, best(run, customers), ours)


def is_installed(name):
    try:
        importlib.import_module(name.replace("-", "_"))
    except Exception as problem:  # a peer breaks at import in more ways than one
        print(f"{name} is left out, it cannot be imported here: {problem or type(problem).__name__}")
        return False
    return True


def samples(folder):
    if (folder / "cdnow_sample_transactions.csv").is_file():
        yield "CDNOW", cdnow(folder)
    else:
        print(f"CDNOW is left out, it is not in {folder}")
    for n in (100_000, 1_000_000):
        yield f"{n:,}", rfm.Summary(np.arange(n), *simulated(n))


def cdnow(folder):
    """The first 39 weeks of the 2,357 customers of CDNOW (Fader, Hardie & Lee 2005)."""
    with (folder / "cdnow_sample_transactions.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    days = np.array([f"{r['date'][:4]}-{r['date'][4:6]}-{r['date'][6:]}" for r in rows], dtype="datetime64[D]")
    amounts = [float(row["value"]) for row in rows]
    end = np.datetime64("1997-09-30")
    return rfm.summarise([int(row["sample_id"]) for row in rows], days, amounts, end=end, unit="week")


def best(run, customers):
    """The least seconds of each step over three runs, or fewer that took ten seconds; and what the last one found."""
    runs = [run(customers)]
    while len(runs) < 3 and sum(seconds.sum() for seconds, _, _ in runs) < 10:
        runs.append(run(customers))
    return np.min([seconds for seconds, _, _ in runs], axis=0), *runs[-1][1:]


def run_nabiz(c):
    clock = [time.perf_counter()]
    purchases = bgnbd.fit(c.frequency, c.recency, c.age)
    clock.append(time.perf_counter())
    spend = gamma_gamma.fit(c.frequency, c.monetary)
    clock.append(time.perf_counter())
    horizon = purchase_value.Horizon(12, WEEKS, 0.01)
    values = purchase_value.customer_value(c, purchases.parameters, spend.parameters, horizon)
    clock.append(time.perf_counter())
    return np.diff(clock), [*purchases.parameters, *spend.parameters], values.mean()


def run_lifetimes(c):
    import lifetimes
    import pandas as pd

    again = (c.frequency > 0) & (c.monetary > 0)
    columns = [pd.Series(column) for column in (c.frequency, c.recency, c.age, c.monetary)]
    clock = [time.perf_counter()]
    purchases = lifetimes.BetaGeoFitter().fit(c.frequency, c.recency, c.age)
    clock.append(time.perf_counter())
    spend = lifetimes.GammaGammaFitter().fit(c.frequency[again], c.monetary[again])
    clock.append(time.perf_counter())
    values = spend.customer_lifetime_value(purchases, *columns, time=12, discount_rate=0.01, freq="W")
    clock.append(time.perf_counter())
    return np.diff(clock), [*purchases.params_, *spend.params_], values.mean()


def run_pymc(c):
    import logging

    import pandas as pd
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

    logging.disable()
    flat = Prior("HalfFlat")
    names = ("customer_id", "frequency", "recency", "T", "monetary_value")
    data = pd.DataFrame(dict(zip(names, (c.customers, c.frequency, c.recency, c.age, c.monetary), strict=True)))
    again = data[(data.frequency > 0) & (data.monetary_value > 0)]
    clock = [time.perf_counter()]
    purchases = BetaGeoModel(data[list(names[:4])], model_config=dict.fromkeys(NAMES[:4], flat))
    purchases.fit(method="map", progressbar=False)
    clock.append(time.perf_counter())
    spend = GammaGammaModel(
        again[["customer_id", "frequency", "monetary_value"]], model_config=dict.fromkeys(NAMES[4:], flat)
    )
    spend.fit(method="map", progressbar=False)
    clock.append(time.perf_counter())
    values = spend.expected_customer_lifetime_value(purchases, data, future_t=12, discount_rate=0.01, time_unit="W")
    clock.append(time.perf_counter())
    found = [
        float(model.idata.posterior[name].mean())
        for model, some in ((purchases, NAMES[:4]), (spend, NAMES[4:]))
        for name in some
    ]
    return np.diff(clock), found, float(values.mean())


def report(label, name, run, ours):
    seconds, parameters, value = run
    times = seconds.sum() / ours[0].sum()
    cells = [
        *(f"{s:.3f}" for s in seconds),
        f"{seconds.sum():.2f}",
        f"{times:,.0f}",
        *(f"{p:.4g}" for p in parameters),
        f"{value:.2f}",
    ]
    print(f"| {label} | {name} | {' | '.join(cells)} |", flush=True)


PEERS = {"lifetimes": run_lifetimes, "pymc-marketing": run_pymc}

if __name__ == "__main__":
    main()
