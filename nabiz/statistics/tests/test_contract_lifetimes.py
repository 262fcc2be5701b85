import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import beta as beta_function

from nabiz.statistics.contract_lifetimes import (
    Parameters,
    compare,
    expected_lifetime,
    fit_bdw,
    fit_sbg,
    renewed,
    retention,
    survival,
)
from nabiz.statistics.lifetable import from_durations

from .strategies import relaxed

HIGH_END = [1000, 869, 743, 653, 593]
positive = st.floats(0.1, 20)


def loglik(cohorts, alpha, beta, c=1.0):
    """Lost at each renewal by ln P(T = t), the rest by ln S(t), one customer of a cohort after the other."""

    def share(t):
        return beta_function(alpha, beta + t**c) / beta_function(alpha, beta)

    lost = sum(
        (cohort[t - 1] - cohort[t]) * np.log(share(t - 1) - share(t))
        for cohort in cohorts
        for t in range(1, len(cohort))
    )
    return lost + sum(cohort[-1] * np.log(share(len(cohort) - 1)) for cohort in cohorts)


@pytest.mark.parametrize("fit", [fit_sbg, fit_bdw])
@pytest.mark.parametrize("cohorts", [[HIGH_END], [HIGH_END, [500, 420, 370], [300, 255], [80]]])
def test_the_fit_is_a_maximum_of_the_likelihood(fit, cohorts):
    found = fit(renewed(*cohorts))

    size = 2 if fit is fit_sbg else 3
    assert found.loglik == pytest.approx(loglik(cohorts, *found.parameters), abs=1e-6)
    for i in range(size):
        for factor in (0.97, 1.03):
            moved = np.array(found.parameters) * np.where(np.arange(3) == i, factor, 1)
            assert loglik(cohorts, *moved) < found.loglik


@pytest.mark.parametrize(("fit", "c"), [(fit_sbg, 1.0), (fit_bdw, 1.4)])
def test_the_fit_finds_the_parameters_that_made_the_data(fit, c):
    true = Parameters(0.8, 2.5, c)
    expected = 1_000_000 * survival(true, np.arange(9))

    found = fit(renewed(expected))

    assert found.parameters == pytest.approx(true, rel=1e-3)


def test_cohorts_of_different_age_give_the_table_of_their_customers():
    single = from_durations([1, 1, 2, 2, 1, 1], [True, True, True, False, False, True])

    together = renewed([4, 2, 1], [2, 1])

    for column in ("times", "events", "censored"):
        assert getattr(together, column).tolist() == getattr(single, column).tolist()


def test_the_bdw_is_no_worse_than_the_sbg_within_it():
    for cohort in (HIGH_END, [1000, 631, 468, 382, 326], [1000, 900, 700, 450, 200]):
        against = compare(fit_sbg(renewed(cohort)), fit_bdw(renewed(cohort)))

        assert against.statistic >= 0
        assert 0 <= against.p_value <= 1


@pytest.mark.parametrize("cohort", [[9], [1000, 1000, 1000], [1000, 0], [1000, 900, 810, 729, 656], [1000, 800, 500]])
def test_what_does_not_show_a_rise_in_retention_has_no_sbg(cohort):
    found = fit_sbg(renewed(cohort))

    assert found.status == "not_identified"
    assert np.isnan(expected_lifetime(found.parameters, 0.1))
    assert np.isnan(expected_lifetime(fit_bdw(renewed([9])).parameters, 0))


@relaxed
@given(positive, positive)
def test_retention_of_the_sbg_rises_with_age(alpha, beta):
    ages = np.arange(1, 30)

    found = retention(Parameters(alpha, beta), ages)

    assert found == pytest.approx((beta + ages - 1) / (alpha + beta + ages - 1))
    assert found[0] == pytest.approx(1 - Parameters(alpha, beta).mean_churn)


@relaxed
@given(positive, positive, st.floats(0.3, 3), st.floats(0.05, 2), st.integers(0, 9))
def test_the_value_to_come_is_the_sum_of_its_discounted_payments(alpha, beta, c, discount, renewal):
    parameters, times = Parameters(alpha, beta, c), np.arange(renewal, renewal + 3_000)
    reached = survival(parameters, renewal - 1) if renewal else 1

    found = expected_lifetime(parameters, discount, renewal=renewal)

    payments = survival(parameters, times) / reached * (1 + discount) ** -(times - renewal + 0.0)
    assert found == pytest.approx(payments.sum(), rel=1e-9)


@pytest.mark.parametrize("alpha", [1.001, 1.5, 40])
def test_an_endless_sum_without_discount_is_the_known_one(alpha):
    assert expected_lifetime(Parameters(alpha, 3), 0) == pytest.approx((alpha + 2) / (alpha - 1))
    assert expected_lifetime(Parameters(alpha, 3), 1e-7) < (alpha + 2) / (alpha - 1)


def test_a_lifetime_that_is_not_finite_is_undefined():
    assert np.isnan(expected_lifetime(Parameters(0.9, 3), 0))


def test_impossible_questions_are_refused():
    for cohort in ([], [3, 4], [np.nan]):
        with pytest.raises(ValueError):
            renewed(cohort)
    with pytest.raises(ValueError):
        fit_sbg(from_durations([1.5, 2], [True, False]))
    with pytest.raises(ValueError):
        expected_lifetime(Parameters(1, 1), -0.1)
