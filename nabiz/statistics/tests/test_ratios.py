import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import ratios
from nabiz.statistics.estimates import compare

from .strategies import as_columns, assert_same_as_alone, relaxed

ACCOUNTS = st.lists(st.tuples(st.integers(1, 1_000), st.integers(0, 2_000)), min_size=2, max_size=40)


def _of(accounts, **options):
    return ratios.interval(*ratios.pair_sums(*as_columns(accounts)), **options)


@relaxed
@given(ACCOUNTS)
def test_the_ratio_lies_within_its_bounds_and_those_within_the_limits(accounts):
    found = _of(accounts, limits=(0, np.inf))

    assert 0 <= found.low <= found.value <= found.high


@relaxed
@given(ACCOUNTS, st.sampled_from([0.01, 34.5, 1e6]))
def test_another_currency_changes_nothing(accounts, rate):
    start, end = as_columns(accounts)

    plain, converted = (ratios.interval(*ratios.pair_sums(start * r, end * r)) for r in (1.0, rate))

    fields = ("value", "low", "high")
    assert [getattr(converted, f) for f in fields] == pytest.approx([getattr(plain, f) for f in fields], rel=1e-6)


def test_the_standard_error_is_close_to_the_jackknife():
    rng = np.random.default_rng(5)
    start = rng.lognormal(4, 0.6, 400)
    end = start * rng.choice([0, 0.8, 1, 1.4], 400, p=[0.1, 0.1, 0.6, 0.2])

    without_one = (end.sum() - end) / (start.sum() - start)
    jackknife = np.sqrt(399 / 400 * ((without_one - without_one.mean()) ** 2).sum())
    assert ratios.interval(*ratios.pair_sums(start, end)).se == pytest.approx(jackknife, rel=0.02)


def test_equal_weights_make_it_a_mean():
    found = _of([(1, 2), (1, 3), (1, 7)])

    assert found.value == 4
    assert found.se == pytest.approx(np.std([2, 3, 7], ddof=1) / np.sqrt(3))


def test_many_groups_at_once_get_what_each_gets_alone():
    groups = [ratios.pair_sums(x, y) for x, y in [([1, 2, 3], [1, 1, 5]), ([4], [2]), ([], []), ([5, 5], [5, 5])]]

    many = ratios.interval(*as_columns(groups))

    assert_same_as_alone(many, [ratios.interval(*group) for group in groups])


def test_one_account_has_a_ratio_but_no_bounds_and_none_has_neither():
    one, none = _of([(100, 120)]), ratios.interval(0, 0, 0, 0, 0, 0)

    assert one.value == pytest.approx(1.2)
    assert np.isnan([one.low, one.high, none.value, none.low]).all()


def test_units_without_a_partner_are_refused():
    with pytest.raises(ValueError):
        ratios.pair_sums([1, 2], [1])


def test_two_estimates_are_compared_by_their_standard_errors():
    before, after = _of([(100, 90), (100, 110), (50, 60)]), _of([(100, 90), (100, 130), (50, 80)])

    found = compare(before, after)

    assert found.value == pytest.approx(after.value - before.value)
    assert found.se == pytest.approx(np.hypot(before.se, after.se))
    assert found.significant is (abs(found.statistic) > 1.959964)


def test_many_estimates_are_compared_at_once_and_an_undefined_one_is_not_significant():
    before = ratios.interval(*as_columns([ratios.pair_sums([9, 9], [8, 9]), ratios.pair_sums([], [])]))

    found = compare(before, before)

    assert found.value[0] == 0
    assert np.isnan(found.p_value[1])
    assert found.significant.tolist() == [False, False]


def test_estimates_of_different_confidence_are_not_compared():
    with pytest.raises(ValueError, match="different confidences"):
        compare(_of([(1, 2), (2, 2)]), _of([(1, 2), (2, 2)], confidence=0.9))
