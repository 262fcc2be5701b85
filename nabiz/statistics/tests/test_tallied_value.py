import numpy as np
import pytest

from nabiz.statistics import bgnbd, gamma_gamma, purchase_value
from nabiz.statistics.rfm import Summary
from nabiz.statistics.tallied_value import Tally, mean_value
from nabiz.statistics.tests.purchases import simulated


def customers(n, seed=1):
    x, last, age, mean = simulated(n, seed)
    return x, np.floor(last), np.floor(age), np.round(100 * mean, 2)


def tally(x, last, age, mean):
    cells, at = np.unique(np.stack([x, last, age]), axis=1, return_inverse=True)
    sums = [np.bincount(at.ravel(), weights) for weights in (np.ones(x.size), mean, mean**2)]
    spends, times = np.unique(np.stack([x, np.floor(mean)])[:, x > 0], axis=1, return_counts=True)
    none, nothing = np.zeros(times.size), np.zeros(cells.shape[1])
    columns = [
        np.r_[cells[0], spends[0]], np.r_[cells[1], none], np.r_[cells[2], none], np.r_[nothing - 1, spends[1]],
        *(np.r_[each, none] for each in sums), np.r_[nothing, times],
    ]  # fmt: skip
    return Tally(*columns)


def test_it_is_the_mean_of_the_values_of_all_customers():
    x, last, age, mean = customers(3000)
    purchases, spend = bgnbd.fit(x, last, age), gamma_gamma.fit(x, mean)
    summary = Summary(np.arange(3000), x, last, age, mean)
    wanted = purchase_value.group_value(summary, np.zeros(3000), purchases, spend, purchase_value.Horizon())

    found = mean_value(tally(x, last, age, mean))

    assert (found.value, found.n) == (pytest.approx(wanted.value[0], rel=2e-3), (x > 0).sum())
    assert (found.low, found.high) == (pytest.approx(wanted.low[0], rel=0.03), pytest.approx(wanted.high[0], rel=0.03))


def test_nobody_came_back_so_there_is_no_value():
    found = mean_value(tally(*(np.array(each) for each in ([0.0] * 20, [0.0] * 20, [9.0] * 20, [0.0] * 20))))

    assert np.isnan(found.value)
    assert found.n == 0


def test_the_bounds_hold_for_the_mean_that_all_such_customers_have():
    truth = mean_value(tally(*customers(100_000, seed=99))).value

    found = [mean_value(tally(*customers(500, seed))) for seed in range(60)]

    assert np.mean([each.low <= truth <= each.high for each in found]) > 0.85


def test_customers_of_whom_hardly_anybody_leaves_have_a_value_too():
    random = np.random.default_rng(1)
    age = random.integers(20, 100, 3_000).astype(float)
    x = random.poisson(random.gamma(2.4, 1 / 130, 3_000) * age).astype(float)
    last = np.floor(age * random.beta(np.maximum(x, 1), 1) * (x > 0))
    mean = np.round(random.gamma(2.5 * np.maximum(x, 1)) / random.gamma(4, 1 / 4_000, 3_000) / np.maximum(x, 1), 2) * (
        x > 0
    )

    found = mean_value(tally(x, last, age, mean))

    assert bgnbd.fit(x, last, age).status == "not_identified"
    assert 0 < found.low < found.value < found.high
