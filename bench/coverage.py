"""How often the 95% interval that is shown holds the truth: each metric's own estimator on simulated samples.

python bench/coverage.py                 # 2,000 repetitions of n = 30, 100 and 1,000: about two minutes
python bench/coverage.py nps csat        # only these

Each repetition draws its own truth (a share between 0.05 and 0.95, a distribution of money or time), then a sample of it,
then asks the metric for its interval as a page would. An interval that is hidden ("not enough data") is not counted.
"""

import math
import os
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import django
import numpy as np

SIZES = (30, 100, 1000)
REPETITIONS = 2000
AIM = (0.935, 0.965)
HOUR = 3600


class Drawn(NamedTuple):
    """The columns of counts as an engine hands them over, one element per repetition, and what is true in each."""

    columns: dict
    truth: np.ndarray


Draw = Callable[[np.random.Generator, int, int], Drawn]


def share(successes: str, among: str) -> Draw:
    def draw(rng, n, times):
        truth = rng.uniform(0.05, 0.95, times)
        return Drawn({successes: rng.binomial(n, truth).astype(float), among: np.full(times, float(n))}, truth)

    return draw


def nps(rng, n, times):
    shares = rng.dirichlet([5, 3, 2], times)
    counts = np.array([rng.multinomial(n, each) for each in shares]).astype(float)
    columns = dict(zip(("promoters", "passives", "detractors"), counts.T, strict=True))
    return Drawn(columns, 100 * (shares[:, 0] - shares[:, 2]))


def waits(quantile: float, spread: float = 1.0) -> Draw:
    """Waits are lognormal around some hours; who came in late in the period is still waiting."""

    def draw(rng, n, times):
        middle = rng.uniform(np.log(2), np.log(30), times)
        lasted = np.exp(middle[:, None] + spread * rng.standard_normal((times, n)))
        seen = rng.uniform(0, 28 * 24, (times, n))
        ended = lasted <= seen
        seconds = np.maximum(np.floor(np.minimum(lasted, seen) * HOUR), 0)
        rows = np.empty((3, times), dtype=object)
        for at in range(times):
            rows[0, at], rows[1, at], rows[2, at] = seconds[at], ended[at].astype(float), (~ended[at]).astype(float)
        truth = np.exp(middle + spread * STANDARD[quantile])
        return Drawn(dict(zip(("seconds", "ended", "lasting"), rows, strict=True)), truth)

    return draw


STANDARD = {0.5: 0.0, 0.9: 1.2815515655446004}


def mean(sample: Callable, truth: float, scale: float = 1.0, extra: tuple[str, ...] = ()) -> Draw:
    """`sample(rng, shape)` is in the unit of the columns; `truth` in the unit that is shown."""

    def draw(rng, n, times):
        x = sample(rng, (times, n))
        columns = {
            "n": np.full(times, float(n)),
            "total": x.sum(axis=1),
            "squares": (x * x).sum(axis=1),
            "cubes": (x**3).sum(axis=1),
        }
        return Drawn(columns | dict.fromkeys(extra, columns["n"]), np.full(times, truth * scale))

    return draw


def revenue(rng, n, times):
    """Very unequal customers (lognormal, sigma 1): some leave, some pay less, some more. The truth is that of all."""
    leave, less, more = rng.uniform(0.02, 0.15, times), rng.uniform(0.02, 0.1, times), rng.uniform(0.05, 0.25, times)
    start = np.round(np.exp(5 + rng.standard_normal((times, n))), 2)
    fate = rng.uniform(size=(times, n))
    change = np.select(
        [fate < leave[:, None], fate < (leave + less)[:, None], fate < (leave + less + more)[:, None]],
        [-1.0, -rng.uniform(0.1, 0.5, (times, n)), rng.uniform(0.1, 1.0, (times, n))],
        0.0,
    )
    lost, gained = np.maximum(-change, 0) * start, np.maximum(change, 0) * start
    columns = {
        "n": np.full(times, float(n)), "opening": start.sum(1), "squares": (start**2).sum(1),
        "lost": lost.sum(1), "lost_spread": (lost**2 / start).sum(1),
        "gained": gained.sum(1), "gained_spread": (gained**2 / start).sum(1),
    }  # fmt: skip
    return columns, leave + 0.3 * less, 0.55 * more


def net_revenue(rng, n, times):
    columns, lost, gained = revenue(rng, n, times)
    return Drawn(columns, 1 - lost + gained)


def gross_revenue(rng, n, times):
    columns, lost, _gained = revenue(rng, n, times)
    return Drawn(columns, 1 - lost)


def active_days(rng, n, times):
    """Days of 28 on which each of the active customers was active: a few every day, most on some."""
    a, b = rng.uniform(0.5, 2, times), rng.uniform(2, 8, times)
    days = 1 + rng.binomial(27, rng.beta(a[:, None], b[:, None], (times, n)))
    columns = {
        "n": np.full(times, float(n)),
        "sum": days.sum(1),
        "squares": (days**2).sum(1),
        "days": np.full(times, 28),
    }
    return Drawn(
        {name: np.asarray(column, dtype=float) for name, column in columns.items()}, (1 + 27 * a / (a + b)) / 28
    )


def depths(rng, n, times):
    """Uses per adopter, three and more."""
    middle = rng.uniform(np.log(8), np.log(60), times)
    uses = np.maximum(np.rint(np.exp(middle[:, None] + rng.standard_normal((times, n)))), 3)
    columns = {"uses": np.empty(times, dtype=object), "adopters": np.empty(times, dtype=object)}
    for at in range(times):
        columns["uses"][at], columns["adopters"][at] = (
            each.astype(float) for each in np.unique(uses[at], return_counts=True)
        )
    return Drawn(columns, np.rint(np.exp(middle)))


def buyers(rng, count):
    """Histories of BG/NBD customers with gamma-gamma spend, in whole weeks and whole money as the metric tallies them."""
    rate = rng.gamma(PURCHASES[0], 1 / PURCHASES[1], count)
    leaves, age = rng.beta(*PURCHASES[2:], count), rng.uniform(26, 104, count)
    frequency, recency, at, stays = np.zeros(count), np.zeros(count), np.zeros(count), np.ones(count, dtype=bool)
    while stays.any():
        at = at + rng.exponential(1 / rate)
        buys = stays & (at <= age)
        frequency, recency = frequency + buys, np.where(buys, at, recency)
        stays = buys & (rng.uniform(size=count) >= leaves)
    scale = SPEND[2] / rng.gamma(SPEND[1], 1, count)
    total = rng.gamma(np.maximum(SPEND[0] * frequency, 1e-9), scale)
    spend = np.where(frequency > 0, total / np.maximum(frequency, 1), 0)
    return frequency, np.floor(recency), np.floor(age), spend


PURCHASES, SPEND = (0.8, 12.0, 0.9, 3.0), (6.0, 4.0, 15.0)


def lifetimes(rng, n, times):
    """So many buyers that about a sixth more than n came back. The truth is the model's own mean over very many."""
    truth = value_of_very_many()
    count = round(n * 1.15 / SHARE_BACK)
    names = ("frequency", "recency", "age", "spend", "customers", "means", "squares", "spenders")
    columns = {name: np.empty(times, dtype=object) for name in names}
    for at in range(times):
        frequency, recency, age, spend = buyers(rng, count)
        back, one, none = frequency > 0, np.ones(count), np.zeros(count)
        rows = np.array([frequency, recency, age, np.full(count, -1.0), one, spend, spend**2, none])
        again = np.array([frequency, none, none, np.floor(spend), none, none, none, one])[:, back]
        for name, column in zip(names, np.concatenate([rows, again], axis=1), strict=True):
            columns[name][at] = column
    return Drawn(columns, np.full(times, truth))


SHARE_BACK = 0.755


def value_of_very_many() -> float:
    from nabiz.statistics import bgnbd, gamma_gamma
    from nabiz.statistics.purchase_value import Horizon, customer_value
    from nabiz.statistics.rfm import Summary

    many = Summary(np.arange(400_000), *buyers(np.random.default_rng(1), 400_000))
    worth = customer_value(many, bgnbd.Parameters(*PURCHASES), gamma_gamma.Parameters(*SPEND), Horizon())
    return float(worth.mean())


def lognormal(middle: float, spread: float) -> tuple[Callable, float]:
    return (
        lambda rng, shape: middle * np.exp(spread * rng.standard_normal(shape)),
        middle * math.exp(spread**2 / 2),
    )


def efforts(rng, shape):
    """Most matters take one contact, some drag on: the points of the convention, 0 to 22."""
    drags = rng.uniform(size=shape) < 0.45
    parts = [(3, 3, 0.9), (2, 2, 0.5), (2, 3, 0.6), (1, 3, 0.8)]
    points = sum(weight * np.minimum(rng.poisson(rate, shape), most) for weight, most, rate in parts)
    return np.where(drags, points, 0)


def effort_truth() -> float:
    return float(efforts(np.random.default_rng(1), 4_000_000).mean())


SHARES = {
    "csat": ("satisfied", "n"), "ces": ("easy", "n"), "pmf": ("very", "n"), "response_rate": ("answered", "delivered"),
    "first_response_sla": ("met", "due"), "sla_attainment": ("met", "due"), "first_contact_resolution": ("at_once", "n"),
    "reopen_rate": ("reopened", "n"), "retention": ("kept", "opening"), "churn": ("lost", "opening"),
    "churn_with_trials": ("lost", "opening"), "trial_conversion": ("paid", "ended"), "adoption": ("adopters", "customers"),
    "activation": ("activated", "newcomers"), "repeat_purchase": ("again", "buyers"),
}  # fmt: skip


def scenarios() -> dict[str, Draw]:
    drawn = {name: share(*columns) for name, columns in SHARES.items()}
    seconds, mean_seconds = lognormal(400, 0.6)
    cost, mean_cost = lognormal(60, 0.7)
    orders, mean_order = lognormal(900, 0.8)
    return drawn | {
        "nps": nps,
        "first_response": waits(0.5),
        "time_to_resolution": waits(0.5),
        "time_to_resolution_p90": waits(0.9),
        "effort_index": mean(efforts, effort_truth(), 100 / 22),
        "handling_time": mean(seconds, mean_seconds, 1 / 60),
        "cost_to_serve": mean(cost, mean_cost, extra=("contacts",)),
        "nrr": net_revenue,
        "grr": gross_revenue,
        "stickiness": active_days,
        "adoption_depth": depths,
        "average_order_value": mean(orders, mean_order),
        "clv": lifetimes,
    }


def covered(metric, drawn: Drawn) -> float:
    """The share of shown intervals that hold the truth; NaN where the page shows none."""
    found = metric.estimate(drawn.columns, confidence=0.95)
    shown = ~np.isnan(found.value) & (np.broadcast_to(found.n, found.value.shape) >= max(metric.fewest, 1))
    if not shown.any():
        return math.nan
    low = np.where(np.isnan(found.low), -np.inf, found.low)
    high = np.where(np.isnan(found.high), np.inf, found.high)
    return float(((low <= drawn.truth) & (drawn.truth <= high))[shown].mean())


def change_covered(metric, before: Drawn, after: Drawn) -> float:
    found = metric.difference(before.columns, after.columns, confidence=0.95)
    truth = after.truth - before.truth
    if np.isnan(found.low).all():
        return math.nan
    return float(((found.low <= truth) & (truth <= found.high)).mean())


def row(metric, draw: Draw) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(11)
    own, change = [], []
    is_quick = metric.difference is not None and not metric.per
    for n in SIZES:
        if n < metric.fewest:
            own, change = [*own, math.nan], [*change, math.nan]
            continue
        first = draw(rng, n, REPETITIONS)
        own.append(covered(metric, first))
        change.append(change_covered(metric, first, draw(rng, n, REPETITIONS)) if is_quick else math.nan)
    return own, change


def said(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{100 * value:.1f}" + ("" if AIM[0] <= value <= AIM[1] else " (!)")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")
    django.setup()
    from nabiz.metrics.definitions import declared_metrics

    drawn, began = scenarios(), time.perf_counter()
    wanted = sys.argv[1:] or list(drawn)
    print(
        "| metric | "
        + " | ".join(f"n = {n:,}" for n in SIZES)
        + " | "
        + " | ".join(f"change, n = {n:,}" for n in SIZES)
        + " |"
    )
    print("|---" * (1 + 2 * len(SIZES)) + "|")
    for metric in declared_metrics():
        if metric.name in wanted:
            own, change = row(metric, drawn[metric.name])
            print(f"| {metric.name} | " + " | ".join(said(each) for each in [*own, *change]) + " |", flush=True)
    left = [metric.name for metric in declared_metrics() if metric.name not in drawn]
    print(
        f"\n{REPETITIONS:,} repetitions, {time.perf_counter() - began:.0f} s. No interval, because everything is counted: {', '.join(left)}."
    )


if __name__ == "__main__":
    main()
