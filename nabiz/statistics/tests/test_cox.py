import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.hazard_regression import PHReg

from nabiz.statistics.cox import cox
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.logrank import logrank

from .strategies import relaxed

seeds = st.integers(0, 10_000)


def made_up(seed, n=60, covariates=2, longest=12):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, covariates))
    lasts = np.ceil(rng.exponential(6 * np.exp(-0.7 * x[:, 0])))
    seen = rng.integers(1, longest, n)
    return np.minimum(lasts, seen), lasts <= seen, x


@relaxed
@given(seeds, st.sampled_from(["efron", "breslow"]))
def test_the_fit_agrees_with_statsmodels(seed, ties):
    durations, ended, x = made_up(seed)

    fit = cox(durations, ended, x, ties=ties)

    expected = PHReg(durations, x, status=ended, ties=ties).fit()
    assert fit.coefficients.value == pytest.approx(expected.params, rel=1e-5, abs=1e-7)
    assert fit.coefficients.se == pytest.approx(expected.bse, rel=1e-5)
    assert fit.p_values == pytest.approx(expected.pvalues, rel=1e-4, abs=1e-9)
    assert fit.loglik == pytest.approx(expected.llf)


def test_the_fit_agrees_with_lifelines():
    pandas, lifelines = pytest.importorskip("pandas"), pytest.importorskip("lifelines")
    durations, ended, x = made_up(1, n=200)

    fit = cox(durations, ended, x)

    frame = pandas.DataFrame(x).assign(durations=durations, ended=ended)
    expected = lifelines.CoxPHFitter().fit(frame, "durations", "ended")
    assert fit.coefficients.value == pytest.approx(expected.params_.to_numpy(), rel=1e-4)
    assert fit.loglik == pytest.approx(expected.log_likelihood_)
    assert fit.p_value == pytest.approx(expected.log_likelihood_ratio_test().p_value, rel=1e-4)


@relaxed
@given(seeds)
def test_units_and_origins_of_covariates_do_not_matter(seed):
    durations, ended, x = made_up(seed)

    one, other = cox(durations, ended, x), cox(durations * 3600, ended, x * [1e6, 1e-3] + [1e7, 5])

    assert other.coefficients.value == pytest.approx(one.coefficients.value / [1e6, 1e-3], rel=1e-5)
    assert other.coefficients.se == pytest.approx(one.coefficients.se / [1e6, 1e-3], rel=1e-5)


def test_without_ties_both_treatments_agree():
    durations, ended, x = made_up(3)
    distinct = durations + np.arange(durations.size) / 1_000

    efron, breslow = (cox(distinct, ended, x, ties=ties).coefficients for ties in ("efron", "breslow"))

    assert efron.value == pytest.approx(breslow.value)


def test_two_groups_come_out_as_the_log_rank_test_says():
    durations, ended, _ = made_up(5, n=2_000, longest=200)
    second = np.arange(durations.size) % 2 == 1
    distinct = durations + np.arange(durations.size) / 10_000

    fit = cox(distinct, ended, second)

    expected = logrank(*(from_durations(distinct[group], ended[group]) for group in (second, ~second)))
    assert (fit.coefficients.value / fit.coefficients.se) ** 2 == pytest.approx([expected.chi2], rel=0.02, abs=0.01)


def test_the_ratio_and_its_bounds_are_those_of_the_coefficient():
    fit = cox(*made_up(7), confidence=0.9)

    ratios = fit.hazard_ratios
    assert ratios.value == pytest.approx(np.exp(fit.coefficients.value))
    assert np.log(ratios.high / ratios.low) == pytest.approx(2 * 1.6449 * fit.coefficients.se, rel=1e-4)


def test_covariates_that_tell_nothing_new_are_undefined_and_disturb_nobody():
    durations, ended, x = made_up(11)
    idle = np.column_stack([x[:, 0], np.full(len(x), 7.0), x[:, 1], x[:, 0] - 2 * x[:, 1]])

    fit = cox(durations, ended, idle)

    expected = cox(durations, ended, x).coefficients.value
    assert fit.coefficients.value == pytest.approx([expected[0], np.nan, expected[1], np.nan], nan_ok=True)
    assert fit.df == 2


def test_a_covariate_that_separates_has_no_finite_ratio():
    fit = cox(np.arange(1, 11), np.ones(10), np.arange(10) < 5)

    assert np.isnan([fit.coefficients.value[0], fit.coefficients.se[0]]).all()
    assert fit.p_value < 0.01


@pytest.mark.parametrize(
    "rows", [([], [], np.zeros((0, 1))), ([1, 2], [0, 0], [3, 4]), ([1, 2, 3], [0, 0, 1], [1, 2, 3])]
)
def test_without_events_to_compare_nothing_is_known(rows):
    fit = cox(*rows)

    assert np.isnan(fit.coefficients.value).all()
    assert np.isnan(fit.p_value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: cox([1, 2], [1], [1, 2]),
        lambda: cox([-1, 2], [1, 1], [1, 2]),
        lambda: cox([1, 2], [1, 1], [1, np.nan]),
        lambda: cox([1, 2], [1, 1], [1, 2], ties="exact"),
    ],
)
def test_impossible_rows_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
