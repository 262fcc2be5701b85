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
        columns = {"n": np.full(times, float(n)), "total": x.sum(axis=1), "squares": (x * x).sum(axis=1), "cubes": (x**3).sum(axis=1)}
        return Drawn(columns | {name: columns["n"] for name in extra}, np.full(times, truth * scale))

    return draw


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
    "churn_with_trials": ("lost", "opening"),
}  # fmt: skip


def scenarios() -> dict[str, Draw]:
    drawn = {name: share(*columns) for name, columns in SHARES.items()}
    seconds, mean_seconds = lognormal(400, 0.6)
    cost, mean_cost = lognormal(60, 0.7)
    return drawn | {
        "nps": nps,
        "first_response": waits(0.5),
        "time_to_resolution": waits(0.5),
        "time_to_resolution_p90": waits(0.9),
        "effort_index": mean(efforts, effort_truth(), 100 / 22),
        "handling_time": mean(seconds, mean_seconds, 1 / 60),
        "cost_to_serve": mean(cost, mean_cost, extra=("contacts",)),
    }


def covered(metric, drawn: Drawn, n: int) -> float:
    """The share of shown intervals that hold the truth; NaN where the page shows none."""
    found = metric.estimate(drawn.columns, confidence=0.95)
    shown = ~np.isnan(found.value) & (np.broadcast_to(found.n, found.value.shape) >= max(metric.fewest, 1))
    if not shown.any():
        return math.nan
    low = np.where(np.isnan(found.low), -np.inf, found.low)
    high = np.where(np.isnan(found.high), np.inf, found.high)
    return float(((low <= drawn.truth) & (drawn.truth <= high))[shown].mean())


def change_covered(metric, before: Drawn, after: Drawn, n: int) -> float:
    found = metric.difference(before.columns, after.columns, confidence=0.95)
    truth = after.truth - before.truth
    if n < metric.fewest or np.isnan(found.low).all():
        return math.nan
    return float(((found.low <= truth) & (truth <= found.high)).mean())


def row(metric, draw: Draw) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(11)
    own, change = [], []
    for n in SIZES:
        first, second = draw(rng, n, REPETITIONS), draw(rng, n, REPETITIONS)
        own.append(covered(metric, first, n))
        is_grouped = metric.difference is not None and not metric.per
        change.append(change_covered(metric, first, second, n) if is_grouped else math.nan)
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
    print("| metric | " + " | ".join(f"n = {n:,}" for n in SIZES) + " | " + " | ".join(f"change, n = {n:,}" for n in SIZES) + " |")
    print("|---" * (1 + 2 * len(SIZES)) + "|")
    for metric in declared_metrics():
        if metric.name in wanted:
            own, change = row(metric, drawn[metric.name])
            print(f"| {metric.name} | " + " | ".join(said(each) for each in [*own, *change]) + " |", flush=True)
    left = [metric.name for metric in declared_metrics() if metric.name not in drawn]
    print(f"\n{REPETITIONS:,} repetitions, {time.perf_counter() - began:.0f} s. No interval, because everything is counted: {', '.join(left)}.")


if __name__ == "__main__":
    main()
