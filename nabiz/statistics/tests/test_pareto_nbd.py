import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaln, hyp2f1

from nabiz.statistics import pareto_nbd
from nabiz.statistics.pareto_nbd import Parameters, expected_of_new, expected_purchases, p_alive

from .strategies import relaxed

TRUE = (0.6, 8.0, 0.7, 12.0)


def simulated(n, seed=4):
    """Columns x, t_x, T of n customers of a Pareto/NBD."""
    (r, alpha, s, beta), rng = TRUE, np.random.default_rng(seed)
    age, lived = rng.uniform(20, 80, n), rng.exponential(1, n) / rng.gamma(s, 1 / beta, n)
    active = np.minimum(age, lived)
    x = rng.poisson(rng.gamma(r, 1 / alpha, n) * active)
    return x, np.where(x > 0, active * rng.random(n) ** (1 / np.maximum(x, 1)), 0), age


X, LAST, AGE = simulated(1_500)
positive = st.floats(0.05, 20)


def loglik(r, alpha, s, beta, x=X, last=LAST, age=AGE):
    """As in Fader & Hardie (2005), "A note on deriving the Pareto/NBD model": with 2F1, as it stands."""
    power, least, most = r + s + x, min(alpha, beta), max(alpha, beta)
    upper = s + 1 if alpha >= beta else r + x

    def term(time):
        return hyp2f1(power, upper, power + 1, (most - least) / (most + time)) / (most + time) ** power

    both = (alpha + age) ** -(r + x) * (beta + age) ** -s + s / power * (term(last) - term(age))
    return (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(both)).sum()


def test_the_fit_is_a_maximum_of_the_published_likelihood():
    found = pareto_nbd.fit(X, LAST, AGE)

    assert found.loglik == pytest.approx(loglik(*found.parameters), abs=1e-5)
    for i in range(4):
        for factor in (0.98, 1.02):
            moved = np.array(found.parameters) * np.where(np.arange(4) == i, factor, 1)
            assert loglik(*moved) < found.loglik


def test_the_fit_finds_the_parameters_that_made_the_data():
    found = pareto_nbd.fit(*simulated(20_000))

    errors = np.log(np.array(found.parameters) / TRUE) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3


def test_another_unit_of_time_changes_alpha_and_beta_alone():
    weeks, days = pareto_nbd.fit(X, LAST, AGE).parameters, pareto_nbd.fit(X, 7 * LAST, 7 * AGE).parameters

    assert days == pytest.approx(weeks._replace(alpha=7 * weeks.alpha, beta=7 * weeks.beta), rel=1e-3)


def test_equal_rows_may_be_counted():
    rows = np.round(np.stack([X, LAST, AGE]))
    distinct, weights = np.unique(rows, axis=1, return_counts=True)

    counted, single = pareto_nbd.fit(*distinct, weights), pareto_nbd.fit(*rows)

    assert counted.parameters == pytest.approx(single.parameters, rel=1e-6)
    assert counted.n == 1_500


@pytest.mark.parametrize(
    ("x", "last", "age"), [([], [], []), ([0, 0], [0, 0], [5, 6]), ([0], [0], [0]), ([1], [1], [2])]
)
def test_data_that_say_too_little_give_no_parameters_and_no_forecast(x, last, age):
    found = pareto_nbd.fit(x, last, age)

    assert found.status == "not_identified"
    assert np.isnan(expected_purchases(found.parameters, [1], [1], [2], 3)).all()


@relaxed
@given(positive, positive, positive, positive, st.integers(0, 200), st.floats(0, 1), st.floats(0.1, 300))
def test_the_probability_of_being_active_is_what_integration_gives(r, alpha, s, beta, x, share, age):
    last = share * age * (x > 0)
    stays = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)

    def relative(time):
        return s * np.exp(-(r + x) * np.log(alpha + time) - (s + 1) * np.log(beta + time) - stays)

    gone, _ = quad(relative, last, age, limit=500, epsabs=0, epsrel=1e-10)

    found = p_alive(Parameters(r, alpha, s, beta), [x], [last], [age])[0]
    assert found == pytest.approx(1 / (1 + gone), rel=1e-6)


def test_the_far_ends_stay_finite():
    histories = ([0, 1, 3_000, 3_000], [0, 1e-9, 1, 9_999], [0, 1e6, 1e4, 1e4])

    for parameters in ((1e-3, 1e-3, 1e-3, 1e3), (1e3, 1e3, 1e3, 1e-3), (0.5, 1, 1, 1)):
        alive = p_alive(Parameters(*parameters), *histories)
        assert ((alive >= 0) & (alive <= 1)).all()
        assert np.isfinite(expected_purchases(Parameters(*parameters), *histories, 52)).all()


def test_forecasts_agree_with_the_published_formula_and_pass_through_s_equal_1():
    r, alpha, _, beta = TRUE
    for s in (0.3, 0.999999, 1, 2.5):
        near = 1 + 1e-6 if s == 1 else s
        expected = r * beta / (alpha * (near - 1)) * (1 - (beta / (beta + 30)) ** (near - 1))
        assert expected_of_new(Parameters(r, alpha, s, beta), [30])[0] == pytest.approx(expected, rel=1e-5)


def test_forecasts_come_true_on_average():
    x, last, age = simulated(200_000)
    repeats = expected_of_new(Parameters(*TRUE), age).mean()
    alive = p_alive(Parameters(*TRUE), x, last, age)

    lasting = (TRUE[3] / (TRUE[3] + age)) ** TRUE[2]
    assert x.mean() == pytest.approx(repeats, rel=0.02)
    assert alive.mean() == pytest.approx(lasting.mean(), rel=0.02)


def test_a_negative_horizon_is_refused():
    with pytest.raises(ValueError):
        expected_purchases(Parameters(*TRUE), [1], [1], [2], -1)
