import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.treatment.treatment_effects import TreatmentEffect

from nabiz.statistics.observational import effects

from .strategies import relaxed

seeds = st.integers(0, 1000)


def customers(seed, n=200):
    generator = np.random.default_rng(seed)
    x = np.column_stack([generator.normal(size=n).round(1), generator.integers(2, size=n)])
    treated = (generator.random(n) < 1 / (1 + np.exp(-0.8 * x[:, 0]))).astype(int)
    return x, treated, 2 * x[:, 0] + x[:, 1] + 1.5 * treated + generator.normal(size=n)


def logit_of(x, treated):
    design = sm.add_constant(x)
    return design @ sm.Logit(treated, design).fit(disp=0, method="newton", tol=1e-12).params


@relaxed
@given(seeds)
def test_weighted_effects_agree_with_statsmodels(seed):
    x, treated, y = customers(seed)
    design = sm.add_constant(x)

    found = effects(x, treated, y)

    expected = TreatmentEffect(sm.OLS(y, design), treated, results_select=sm.Logit(treated, design).fit(disp=0))
    assert found.ipw == pytest.approx(expected.ipw(return_results=False)[0], rel=1e-5)
    assert found.aipw.value == pytest.approx(expected.aipw(return_results=False)[0], rel=1e-5)


@relaxed
@given(seeds, st.sampled_from([0.01, 0.2, 5.0]))
def test_matches_are_the_nearest_within_reach_and_the_first_of_those_tied(seed, caliper):
    x, treated, y = customers(seed)
    score = logit_of(x, treated)
    others = np.flatnonzero(treated == 0)
    gaps = []
    for i in np.flatnonzero(treated):
        distance = np.abs(score[others] - score[i])
        nearest = others[np.flatnonzero(distance <= distance.min() + 1e-8)[0]]
        gaps += [y[i] - y[nearest]] if distance.min() <= caliper * score.std(ddof=1) else []

    found = effects(x, treated, y, caliper=caliper).matching

    assert (found.matched, found.unmatched) == (len(gaps), treated.sum() - len(gaps))
    assert found.att == pytest.approx(np.mean(gaps), nan_ok=True)


def test_what_differed_before_is_alike_after_weighting():
    found = effects(*customers(5, n=2000))

    assert abs(found.smd_before[0]) > 0.3
    assert np.abs(found.smd_after).max() < 0.1


def test_the_doubly_robust_interval_holds_the_truth_that_the_naive_one_misses():
    found = effects(*customers(6, n=2000))

    assert found.naive > 2
    assert found.aipw.low < 1.5 < found.aipw.high


def test_trimming_leaves_out_the_edges_and_says_how_many():
    whole, trimmed = (effects(*customers(7), trim=trim) for trim in (None, (0.2, 0.8)))

    assert whole.trimmed == 0
    assert trimmed.n + trimmed.trimmed == whole.n
    assert trimmed.overlap[0] >= 0.2
    assert trimmed.overlap[1] <= 0.8


@pytest.mark.parametrize("group", [0, 1])
def test_with_one_group_there_is_no_effect(group):
    x, _, y = customers(1)

    found = effects(x, np.full(len(y), group), y)

    assert np.isnan(
        [found.naive, found.ipw, found.aipw.value, found.aipw.low, found.matching.att, *found.smd_after]
    ).all()


def test_groups_told_apart_without_error_leave_only_the_naive_comparison():
    x = np.arange(10.0)[:, None]

    found = effects(x, x[:, 0] > 4, x[:, 0])

    assert found.naive == 5
    assert np.isnan([found.ipw, found.aipw.value, found.matching.att]).all()


def test_a_covariate_that_never_varies_changes_nothing():
    x, treated, y = customers(2)

    with_it = effects(np.column_stack([x, np.ones(len(y))]), treated, y)

    assert with_it.aipw.value == pytest.approx(effects(x, treated, y).aipw.value)
    assert np.isnan(with_it.smd_before[2])


def test_no_rows_have_no_effect():
    found = effects([], [], [])

    assert np.isnan([found.naive, found.aipw.value, *found.overlap]).all()


def test_a_dose_is_no_treatment():
    x, _, y = customers(1)

    with pytest.raises(ValueError):
        effects(x, np.full(len(y), 0.5), y)
