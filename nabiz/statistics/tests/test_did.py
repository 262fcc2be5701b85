import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nabiz.statistics import did

from .strategies import relaxed

seeds = st.integers(0, 1000)


def panel(seed, units=12, effect=1.0, rows=60):
    """Rows of units seen unequally often, with a level of their own."""
    generator = np.random.default_rng(seed)
    unit, post = generator.integers(units, size=rows), generator.integers(2, size=rows)
    treated = unit % 2
    level = generator.normal(size=units)[unit]
    return unit, treated, post, level + post + effect * treated * post + generator.normal(size=rows)


def balanced(seed, units=12):
    generator = np.random.default_rng(seed)
    unit, post = np.repeat(np.arange(units), 2), np.tile([0, 1], units)
    return unit, unit % 2, post, generator.normal(size=2 * units)


@relaxed
@given(seeds)
def test_the_effect_and_its_errors_agree_with_statsmodels(seed):
    unit, treated, post, y = panel(seed)

    found = did.of_rows(unit, treated, post, y)

    model = sm.OLS(y, np.column_stack([np.ones(y.size), treated, post, treated * post]))
    expected = model.fit(cov_type="cluster", cov_kwds={"groups": unit}, use_t=True)
    assert [found.did.value, found.did.se] == pytest.approx([expected.params[3], expected.bse[3]])
    assert found.did.p_value == pytest.approx(expected.pvalues[3])
    assert [found.did.low, found.did.high] == pytest.approx(expected.conf_int()[3])
    assert found.se_hc1 == pytest.approx(model.fit(cov_type="HC1").bse[3])


@relaxed
@given(seeds)
def test_in_a_balanced_panel_the_effect_is_the_difference_of_the_units_changes(seed):
    unit, treated, post, y = balanced(seed)
    change = y[1::2] - y[::2]

    found = did.of_rows(unit, treated, post, y)

    expected = stats.ttest_ind(change[1::2], change[::2])
    assert found.did.value == pytest.approx(change[1::2].mean() - change[::2].mean())
    assert found.first_difference.statistic == pytest.approx(expected.statistic)
    assert found.first_difference.p_value == pytest.approx(expected.pvalue)


def test_names_serve_as_units():
    unit, treated, post, y = balanced(1)

    named = did.of_rows([f"shop {u}" for u in unit], treated, post, y)

    assert named.did.se == pytest.approx(did.of_rows(unit, treated, post, y).did.se)


@pytest.mark.parametrize(("treated", "post"), [([0, 0, 0, 0], [0, 1, 0, 1]), ([1, 1, 0, 0], [1, 1, 0, 1])])
def test_an_empty_cell_leaves_the_effect_undefined(treated, post):
    found = did.of_rows([1, 1, 2, 2], treated, post, [1, 2, 3, 5])

    assert np.isnan([found.did.value, found.did.se, found.did.low]).all()


def test_no_rows_have_no_effect():
    found = did.of_rows([], [], [], [])

    assert np.isnan(
        [found.did.value, found.se_hc1, found.first_difference.value, did.permutation_p([], [], [], [])]
    ).all()


def test_without_spread_nothing_is_said_about_chance():
    unit, treated, post, _ = balanced(1)

    found = did.of_rows(unit, treated, post, 0.1 + 0.2 * treated + 0.7 * treated * post)

    assert found.did.value == pytest.approx(0.7)
    assert np.isnan([found.did.statistic, found.did.p_value, found.first_difference.p_value]).all()


def test_a_missing_outcome_is_refused():
    with pytest.raises(ValueError):
        did.of_rows([1], [1], [1], [np.nan])


def test_of_four_means_the_change_of_the_others_is_taken_off():
    assert did.of_means(10, 15, 20, 22) == did.Changes(3, 5, 2)


def test_shuffled_labels_agree_with_scipys_permutation_test():
    unit, treated, post, y = balanced(4)
    change = y[1::2] - y[::2]

    found = did.permutation_p(unit, treated, post, y, resamples=4000)

    exact = stats.permutation_test(
        (change[1::2], change[::2]), lambda a, b, axis: a.mean(axis) - b.mean(axis), vectorized=True
    )
    assert found == pytest.approx(exact.pvalue, abs=0.03)
    assert found == did.permutation_p(unit, treated, post, y, resamples=4000)
