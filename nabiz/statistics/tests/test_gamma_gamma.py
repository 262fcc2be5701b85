import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln

from nabiz.statistics import gamma_gamma
from nabiz.statistics.gamma_gamma import Parameters, expected_spend, population_mean

from .purchases import SPEND, simulated
from .strategies import relaxed

X, _, _, M = simulated(2_000)
positive = st.floats(0.05, 20)


def loglik(p, q, v, x=X[X > 0], m=M[X > 0]):
    """As in note 25 of Fader & Hardie, eq. 1a, written down as it stands."""
    constants = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    return (constants + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(v + m * x)).sum()


def test_the_fit_is_a_maximum_of_the_published_likelihood():
    found = gamma_gamma.fit(X, M)

    assert found.loglik == pytest.approx(loglik(*found.parameters), abs=1e-6)
    for i in range(3):
        for factor in (0.99, 1.01):
            moved = np.array(found.parameters) * np.where(np.arange(3) == i, factor, 1)
            assert loglik(*moved) < found.loglik


def test_the_fit_finds_the_parameters_that_made_the_data():
    x, _, _, m = simulated(60_000)

    found = gamma_gamma.fit(x, m)

    errors = np.log(np.array(found.parameters) / SPEND) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3
    assert abs(found.correlation) < 0.03


def test_the_scores_are_the_slopes_of_the_likelihood():
    at = np.array([4.0, 3, 12])
    slopes = gamma_gamma.scores(Parameters(*at), X, M)

    for i in range(3):
        up, down = (loglik(*(at * np.exp(np.where(np.arange(3) == i, shift, 0)))) for shift in (1e-5, -1e-5))
        assert slopes.sum(axis=0)[i] == pytest.approx((up - down) / 2e-5, rel=1e-6)
    assert (slopes[X == 0] == 0).all()


def test_another_currency_changes_v_alone():
    lira, kurus = gamma_gamma.fit(X, M).parameters, gamma_gamma.fit(X, 100 * M).parameters

    assert kurus == pytest.approx(lira._replace(v=100 * lira.v), rel=1e-4)


def test_customers_without_a_repeat_purchase_or_with_refunds_only_are_left_out():
    found = gamma_gamma.fit(np.append(X, [0, 3]), np.append(M, [50, -2]))

    assert found.parameters == gamma_gamma.fit(X[X > 0], M[X > 0]).parameters
    assert found.n == (X > 0).sum()


def test_equal_rows_may_be_counted():
    once, twice = gamma_gamma.fit(X, M, np.full(X.size, 2)), gamma_gamma.fit(np.tile(X, 2), np.tile(M, 2))

    assert once.parameters == pytest.approx(twice.parameters, rel=1e-6)
    assert (once.loglik, once.n) == (pytest.approx(twice.loglik), twice.n)


@pytest.mark.parametrize(("x", "m"), [([], []), ([0, 0], [5, 0]), ([1], [7]), ([1, 2, 3] * 50, [8, 8, 8] * 50)])
def test_data_that_say_too_little_give_no_parameters(x, m):
    found = gamma_gamma.fit(x, m)

    assert found.status == "not_identified"
    assert np.isnan([*found.parameters, population_mean(found.parameters)]).all()


def test_frequencies_are_counts():
    for x in ([0.5], [-1], [np.nan]):
        with pytest.raises(ValueError):
            gamma_gamma.fit(x, [3])


@relaxed
@given(positive, st.floats(1.05, 20), positive, st.integers(0, 50), positive)
def test_the_spend_to_expect_lies_between_the_own_and_the_population_mean(p, q, v, x, m):
    parameters = Parameters(p, q, v)
    weight = (q - 1) / (p * x + q - 1)

    found = expected_spend(parameters, [x], [m])[0]

    assert found == pytest.approx(weight * population_mean(parameters) + (1 - weight) * m)


def test_a_mean_that_is_not_finite_is_undefined():
    heavy = Parameters(2, 0.9, 10)

    assert np.isnan(population_mean(heavy))
    assert np.isnan(expected_spend(heavy, [0, 1], [0, 30])).tolist() == [True, False]
