import numpy as np
import pytest

from nabiz.statistics import bgnbd, gamma_gamma
from nabiz.statistics.bgnbd_forecast import expected_purchases
from nabiz.statistics.purchase_value import Horizon, customer_value, group_value
from nabiz.statistics.rfm import Summary

from .purchases import CDNOW, SPEND, simulated

TRUE = (bgnbd.Parameters(*CDNOW), gamma_gamma.Parameters(*SPEND))
YEAR = Horizon()


def customers(n, seed=1):
    return Summary(np.arange(n), *simulated(n, seed))


def fitted(crowd):
    return (
        bgnbd.fit(crowd.frequency, crowd.recency, crowd.age),
        gamma_gamma.fit(crowd.frequency, crowd.monetary),
    )


def test_a_value_is_spend_times_purchases_month_by_month():
    crowd = customers(30)
    history = (crowd.frequency, crowd.recency, crowd.age)

    found = customer_value(crowd, *TRUE, Horizon(periods=3, length=4.0, discount=0.02))

    until = [expected_purchases(TRUE[0], *history, weeks) for weeks in (0, 4, 8, 12)]
    worth = sum((until[i] - until[i - 1]) / 1.02**i for i in (1, 2, 3))
    assert found == pytest.approx(worth * gamma_gamma.expected_spend(TRUE[1], crowd.frequency, crowd.monetary))


def test_the_value_of_a_group_is_the_mean_of_its_customers():
    crowd = customers(1_500)
    groups = np.arange(1_500) % 3 - 1
    fits = fitted(crowd)

    found = group_value(crowd, groups, *fits, YEAR)

    each = customer_value(crowd, fits[0].parameters, fits[1].parameters, YEAR)
    assert found.value == pytest.approx([each[groups == 0].mean(), each[groups == 1].mean()])
    assert found.n.tolist() == [500, 500]
    assert (found.low < found.value).all()
    assert (found.value < found.high).all()


def test_its_standard_error_is_that_of_the_bootstrap():
    crowd, rng, means = customers(1_000), np.random.default_rng(0), []
    columns = (crowd.frequency, crowd.recency, crowd.age, crowd.monetary)
    for _ in range(80):
        again = rng.integers(0, 1_000, 1_000)
        drawn = Summary(crowd.customers, *(column[again] for column in columns))
        fits = fitted(drawn)
        means.append(customer_value(drawn, fits[0].parameters, fits[1].parameters, YEAR).mean())

    found = group_value(crowd, np.zeros(1_000, dtype=int), *fitted(crowd), YEAR)

    assert found.se[0] == pytest.approx(np.std(means), rel=0.25)


def test_given_customers_are_less_uncertain_than_a_draw_of_them():
    crowd = customers(1_500)
    arguments = (crowd, np.arange(1_500) % 10, *fitted(crowd), YEAR)

    these, others = group_value(*arguments, of_these=True), group_value(*arguments)

    assert (these.se < others.se).all()
    assert these.value.tolist() == others.value.tolist()


def test_nobody_and_nothing_ahead_are_worth_nothing():
    crowd, nobody = customers(1_000), customers(0)

    assert customer_value(crowd, *TRUE, Horizon(periods=0)).tolist() == [0] * 1_000
    assert group_value(nobody, [], *fitted(crowd), YEAR).value.size == 0


def test_what_the_fits_cannot_say_is_undefined():
    crowd = Summary(np.arange(3), np.zeros(3), np.zeros(3), np.ones(3), np.zeros(3))

    found = group_value(crowd, [0, 0, 1], *fitted(crowd), YEAR)

    assert np.isnan([*found.value, *found.low, *found.se]).all()
    assert found.n.tolist() == [2, 1]


def test_groups_without_customers_are_undefined():
    crowd = customers(1_000)

    found = group_value(crowd, np.where(np.arange(1_000) < 999, 2, 0), *fitted(crowd), YEAR)

    assert np.isnan(found.value).tolist() == [False, True, False]
    assert np.isnan(found.se).tolist() == [True, True, False]
