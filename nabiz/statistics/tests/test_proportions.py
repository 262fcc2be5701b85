import numpy as np
import pytest
from hypothesis import given
from scipy.stats import binomtest

from nabiz.statistics import proportions
from nabiz.statistics.estimates import complement

from .strategies import as_columns, assert_same_as_alone, relaxed, shares

METHODS = ("wilson", "clopper_pearson", "agresti_coull")
GROUPS = [(81, 263), (0, 20), (20, 20), (0, 0), (1, 1), (15, 148)]


@relaxed
@given(shares)
def test_wilson_and_the_exact_interval_agree_with_scipy(share):
    for method, name in (("wilson", "wilson"), ("clopper_pearson", "exact")):
        found = proportions.interval(*share, method=method, confidence=0.9)

        expected = binomtest(*share).proportion_ci(0.9, method=name)
        assert [found.low, found.high] == pytest.approx([expected.low, expected.high], abs=1e-7)


@relaxed
@given(shares)
def test_the_share_lies_within_its_bounds_and_those_within_0_and_1(share):
    for method in METHODS:
        found = proportions.interval(*share, method=method)

        assert 0 <= found.low <= found.value <= found.high <= 1


@relaxed
@given(shares)
def test_counting_failures_instead_mirrors_the_interval(share):
    x, n = share
    for method in METHODS:
        found, mirrored = (proportions.interval(k, n, method=method) for k in (x, n - x))

        assert complement(mirrored).low == pytest.approx(found.low)
        assert complement(mirrored).high == pytest.approx(found.high)


@pytest.mark.parametrize("method", METHODS)
def test_none_and_all_have_an_exact_bound(method):
    none, every = (proportions.interval(x, 20, method=method) for x in (0, 20))

    assert none.low == 0
    assert every.high == 1


@pytest.mark.parametrize("method", METHODS)
def test_many_groups_at_once_get_what_each_gets_alone(method):
    many = proportions.interval(*as_columns(GROUPS), method=method)

    assert_same_as_alone(many, [proportions.interval(*group, method=method) for group in GROUPS])
    assert np.isnan([many.value[3], many.low[3], many.high[3]]).all()


def test_many_changes_at_once_get_what_each_gets_alone():
    before, after = GROUPS, GROUPS[::-1]

    many = proportions.difference(proportions.Share(*as_columns(before)), proportions.Share(*as_columns(after)))

    pairs = zip(before, after, strict=True)
    alone = [proportions.difference(proportions.Share(*a), proportions.Share(*b)) for a, b in pairs]
    assert_same_as_alone(many, alone, ("value", "low", "high", "se", "statistic", "p_value"))


@relaxed
@given(shares, shares)
def test_a_change_lies_within_its_bounds_and_going_back_mirrors_them(before, after):
    samples = proportions.Share(*before), proportions.Share(*after)

    there, back = proportions.difference(*samples), proportions.difference(*samples[::-1])

    assert -1 - 1e-9 <= there.low <= there.value <= there.high <= 1 + 1e-9
    assert [back.low, back.high] == pytest.approx([-there.high, -there.low])


def test_two_shares_of_nothing_differ_by_nothing_that_could_be_tested():
    found = proportions.difference(proportions.Share(0, 5), proportions.Share(0, 6))

    assert found.value == 0
    assert np.isnan(found.p_value)
    assert found.significant is False


@relaxed
@given(shares)
def test_a_shrunk_share_lies_between_what_was_seen_and_its_parent(share):
    found = proportions.shrink(*share, 0.62)

    low, high = sorted([found.raw, 0.62])
    assert low - 1e-12 <= found.estimate.value <= high + 1e-12
    assert found.estimate.low <= found.estimate.value <= found.estimate.high


def test_a_group_without_data_is_ranked_at_its_parents_rate():
    found = proportions.shrink(np.array([0, 5]), np.array([0, 10]), np.array([0.3, 0.5]))

    assert found.estimate.value.tolist() == pytest.approx([0.3, 0.5])
    assert np.isnan(found.raw[0])


@pytest.mark.parametrize(("x", "n"), [(5, 4), (-1, 4), (1, -4)])
def test_impossible_counts_are_refused(x, n):
    with pytest.raises(ValueError):
        proportions.interval(x, n)


@pytest.mark.parametrize(("mean", "strength"), [(1.2, 20), (-0.1, 20), (0.5, 0)])
def test_impossible_priors_are_refused(mean, strength):
    with pytest.raises(ValueError):
        proportions.shrink(1, 2, mean, prior_strength=strength)
