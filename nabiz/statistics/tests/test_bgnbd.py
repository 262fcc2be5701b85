import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaln, gammaln, hyp2f1

from nabiz.statistics import bgnbd
from nabiz.statistics.bgnbd import Parameters
from nabiz.statistics.bgnbd_forecast import discounted_purchases, expected_of_new, expected_purchases, p_alive
from nabiz.statistics.rfm import histories

from .purchases import CDNOW, simulated
from .strategies import relaxed

X, LAST, AGE, _ = simulated(2_000)
positive = st.floats(0.05, 20)


def loglik(r, alpha, a, b, x=X, last=LAST, age=AGE):
    """As in Fader, Hardie & Lee (2005), written down as it stands."""
    stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    left = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + last)
    both = np.logaddexp(stays, np.where(x > 0, left, -np.inf))
    return (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + both).sum()


def test_the_fit_is_a_maximum_of_the_published_likelihood():
    found = bgnbd.fit(X, LAST, AGE)

    assert found.loglik == pytest.approx(loglik(*found.parameters), abs=1e-6)
    for i in range(4):
        for factor in (0.99, 1.01):
            moved = np.array(found.parameters) * np.where(np.arange(4) == i, factor, 1)
            assert loglik(*moved) < found.loglik


def test_the_fit_finds_the_parameters_that_made_the_data():
    found = bgnbd.fit(*simulated(30_000)[:3])

    errors = np.log(np.array(found.parameters) / CDNOW) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3


def test_the_scores_are_the_slopes_of_the_likelihood():
    at = np.array([0.3, 3, 0.6, 2])
    slopes = bgnbd.scores(Parameters(*at), histories(X, LAST, AGE)).sum(axis=0)

    for i in range(4):
        up, down = (loglik(*(at * np.exp(np.where(np.arange(4) == i, shift, 0)))) for shift in (1e-5, -1e-5))
        assert slopes[i] == pytest.approx((up - down) / 2e-5, rel=1e-6)


def test_equal_rows_may_be_counted():
    rows, weights = np.unique(np.round(np.stack([X, LAST, AGE])), axis=1, return_counts=True)

    counted, single = bgnbd.fit(*rows, weights), bgnbd.fit(*np.round(np.stack([X, LAST, AGE])))

    assert counted.parameters == pytest.approx(single.parameters, rel=1e-4)
    assert (counted.n, counted.repeaters) == (2_000, single.repeaters)


def test_another_unit_of_time_changes_alpha_alone():
    weeks, days = bgnbd.fit(X, LAST, AGE).parameters, bgnbd.fit(X, 7 * LAST, 7 * AGE).parameters

    assert days == pytest.approx(weeks._replace(alpha=7 * weeks.alpha), rel=1e-4)


def test_a_penalty_draws_the_parameters_to_where_it_takes_least():
    found = bgnbd.fit(X, LAST, AGE, penalizer=0.01)

    def penalised(r, alpha, a, b):
        return loglik(r, alpha, a, b) - 0.01 * X.size * (r**2 + (alpha / AGE.max()) ** 2 + a**2 + b**2)

    for i in range(4):
        moved = np.array(found.parameters) * np.where(np.arange(4) == i, 1.02, 1)
        assert penalised(*moved) < penalised(*found.parameters)


@pytest.mark.parametrize(
    ("x", "last", "age"), [([], [], []), ([0, 0], [0, 0], [5, 6]), ([0], [0], [0]), ([1, 1], [1, 1], [2, 2])]
)
def test_data_that_say_too_little_give_no_parameters_and_no_forecast(x, last, age):
    found = bgnbd.fit(x, last, age)

    assert found.status == "not_identified"
    assert np.isnan(found.parameters).all()
    assert np.isnan(expected_purchases(found.parameters, [1], [1], [2], 3)).all()
    assert np.isnan(p_alive(found.parameters, [0], [0], [2])).all()


def test_a_rate_that_is_the_same_for_all_is_not_identified():
    rng = np.random.default_rng(2)
    age = rng.uniform(20, 50, 500)
    x = rng.poisson(0.1 * age)
    last = np.where(x > 0, age * rng.random(500) ** (1 / np.maximum(x, 1)), 0)

    assert bgnbd.fit(x, last, age).status == "not_identified"


@relaxed
@given(positive, positive, positive, positive, st.integers(0, 60), st.floats(0.01, 60))
def test_forecasts_agree_with_the_published_formula(r, alpha, a, b, x, horizon):
    a += 0.01 * (abs(a - 1) < 0.01)
    r += 0.01 * (abs(r - a - round(r - a)) < 0.01)
    age, z = 30.0, horizon / (alpha + 30 + horizon)
    within = 1 - ((alpha + age) / (alpha + age + horizon)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, z)
    gone = (x > 0) * a / (b + max(x, 1) - 1) * ((alpha + age) / (alpha + 20)) ** (r + x)
    expected = (a + b + x - 1) / (a - 1) * within / (1 + gone)

    history = ([x], [20.0 * (x > 0)], [age])
    found = expected_purchases(Parameters(r, alpha, a, b), *history, horizon)

    assert found[0] == pytest.approx(expected, rel=1e-6)
    assert p_alive(Parameters(r, alpha, a, b), *history)[0] == pytest.approx(1 / (1 + gone))


def test_forecasts_have_no_hole_where_the_formula_has():
    for hole in (Parameters(0.5, 4, 1, 2), Parameters(0.5, 4, 0.4, 0.6), Parameters(0.5, 4, 0.5, 0.5)):
        near = hole._replace(a=hole.a + 1e-7)
        rows = ([0, 1, 100], [0, 9, 90], [10, 11, 99])

        assert expected_purchases(hole, *rows, 12) == pytest.approx(expected_purchases(near, *rows, 12), rel=1e-5)


def test_a_crowd_is_forecast_as_each_of_them_alone():
    parameters, crowd = Parameters(*CDNOW), (X, LAST, AGE)

    together = expected_purchases(parameters, *crowd, 26)

    for i in range(0, X.size, 97):
        alone = expected_purchases(parameters, *(column[i] for column in crowd), 26)
        assert together[i] == pytest.approx(alone[0], rel=1e-11)


def test_forecasts_come_true_on_average():
    parameters, early = Parameters(*CDNOW), 20.0
    x, last, _, _ = simulated(100_000, seed=5, ages=(early, early))
    later = simulated(100_000, seed=5, ages=(60, 60))[0]

    forecast = expected_purchases(parameters, x, last, np.full(x.size, early), 40)

    assert forecast.mean() == pytest.approx((later - x).mean(), rel=0.03)
    assert expected_of_new(parameters, 60).item() == pytest.approx(later.mean(), rel=0.03)


def test_a_sum_over_periods_is_the_sum_of_the_periods():
    parameters, rows, ends = Parameters(*CDNOW), (X[:20], LAST[:20], AGE[:20]), np.array([4, 9, 13])
    worth = np.array([1, 0.9, 0.7])

    found = discounted_purchases(parameters, *rows, times=ends, discounts=worth)

    until = np.stack([expected_purchases(parameters, *rows, end) for end in (0, *ends)])
    assert found == pytest.approx(worth @ np.diff(until, axis=0))


def test_impossible_times_are_refused():
    parameters, row = Parameters(*CDNOW), ([1], [1], [2])

    for times, discounts in (([2, 1], [1, 1]), ([0], [1]), ([1], [1, 1])):
        with pytest.raises(ValueError):
            discounted_purchases(parameters, *row, times=times, discounts=discounts)
    with pytest.raises(ValueError):
        expected_purchases(parameters, *row, -1)
