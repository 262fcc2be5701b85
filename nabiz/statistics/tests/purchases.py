"""Customers simulated from BG/NBD and gamma-gamma, whose parameters are known."""

import numpy as np

CDNOW = (0.243, 4.414, 0.793, 2.426)
SPEND = (6.25, 3.74, 15.44)


def simulated(n, seed=1, parameters=CDNOW, spend=SPEND, ages=(20, 80)):
    """Columns x, t_x, T and mean spend of n customers."""
    (r, alpha, a, b), (p, q, v) = parameters, spend
    rng = np.random.default_rng(seed)
    rate, leaves, age = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n), rng.uniform(*ages, n)
    x, last, clock, active = np.zeros(n), np.zeros(n), np.zeros(n), np.arange(n)
    while active.size:
        clock[active] += rng.exponential(1 / np.maximum(rate[active], 1e-300))
        active = active[clock[active] <= age[active]]
        x[active] += 1
        last[active] = clock[active]
        active = active[rng.random(active.size) > leaves[active]]
    many = np.maximum(x, 1)
    money = rng.gamma(p * many, 1 / (rng.gamma(q, 1 / v, n) * many))
    return x, last, age, np.where(x > 0, money, 0.0)
