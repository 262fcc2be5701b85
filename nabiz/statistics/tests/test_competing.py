import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.competing import cumulative_incidence
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.survival import kaplan_meier

from .strategies import as_columns, cases, relaxed

outcomes = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2)), min_size=1, max_size=60)


@relaxed
@given(cases)
def test_without_a_rival_it_is_what_kaplan_and_meier_leave_over(rows):
    durations, ended = as_columns(rows)

    found = cumulative_incidence(durations, ended.astype(int), 1)

    curve = kaplan_meier(from_durations(durations, ended))
    assert found.value == pytest.approx(1 - curve.survival)
    going = curve.survival > 0
    assert found.se[going] == pytest.approx(curve.std_err[going], abs=1e-7)


@relaxed
@given(outcomes)
def test_the_chances_of_all_causes_and_of_none_sum_to_one(rows):
    durations, outcome = as_columns(rows)

    chances = sum(cumulative_incidence(durations, outcome, cause).value for cause in (1, 2))

    none = kaplan_meier(from_durations(durations, outcome > 0)).survival
    assert chances + none == pytest.approx(np.ones(none.size))


@relaxed
@given(outcomes)
def test_the_bounds_hold_the_chance(rows):
    found = cumulative_incidence(*as_columns(rows), 1)

    known = ~np.isnan(found.low)
    assert (found.low[known] <= found.value[known] + 1e-12).all()
    assert (found.high[known] >= found.value[known] - 1e-12).all()
    assert (found.high[known] <= 1).all()


def test_chance_and_variance_agree_with_lifelines():
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(11)
    durations, outcome = rng.exponential(10, 80), rng.integers(0, 3, 80)

    found = cumulative_incidence(durations, outcome, 2)

    fitted = lifelines.AalenJohansenFitter().fit(durations, outcome, event_of_interest=2)
    assert found.value == pytest.approx(fitted.cumulative_density_.to_numpy().ravel()[1:])
    assert found.se**2 == pytest.approx(fitted.variance_.to_numpy().ravel()[1:])


def test_without_censoring_it_is_the_share():
    found = cumulative_incidence([1, 2, 2, 3, 4], [1, 1, 2, 2, 1], 1).at([0, 1, 2, 3, 4, 99])

    assert found.value == pytest.approx([0, 0.2, 0.4, 0.4, 0.6, 0.6])
    assert found.se[4] == pytest.approx(np.sqrt(0.6 * 0.4 / 5))


def test_beyond_the_last_open_case_nothing_is_known():
    found = cumulative_incidence([1, 5], [1, 0], 1).at([0, 4, 5, 6])

    assert found.value == pytest.approx([0, 0.5, 0.5, np.nan], nan_ok=True)
    assert np.isnan(cumulative_incidence([], [], 1).at([1]).value).all()


def test_impossible_durations_are_refused():
    for columns in (([-1], [1]), ([np.nan], [1]), ([1, 2], [1])):
        with pytest.raises(ValueError):
            cumulative_incidence(*columns, 1)
