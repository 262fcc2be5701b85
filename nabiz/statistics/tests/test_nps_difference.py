import numpy as np
import pytest
from hypothesis import given
from scipy.stats import ttest_rel

from nabiz.statistics import nps

from .strategies import answered, as_columns, assert_same_as_alone, relaxed

FIELDS = ("value", "low", "high", "tested", "se", "statistic", "p_value")
BEFORE = [(120, 90, 90), (19, 12, 5), (0, 0, 0), (3, 0, 0)]
AFTER = [(150, 95, 75), (16, 10, 14), (5, 1, 1), (0, 0, 3)]


def test_many_changes_at_once_get_what_each_gets_alone():
    many = nps.difference(nps.Counts(*as_columns(BEFORE)), nps.Counts(*as_columns(AFTER)))

    pairs = zip(BEFORE, AFTER, strict=True)
    alone = [nps.difference(nps.Counts(*before), nps.Counts(*after)) for before, after in pairs]
    assert_same_as_alone(many, alone, FIELDS)
    assert many.significant.tolist() == [True, False, False, True]


@relaxed
@given(answered, answered)
def test_going_back_is_the_opposite_change_with_the_same_p_value(before, after):
    there, back = (nps.difference(nps.Counts(*a), nps.Counts(*b)) for a, b in ((before, after), (after, before)))

    assert [back.value, back.low, back.high] == pytest.approx([-there.value, -there.high, -there.low])
    assert back.p_value == pytest.approx(there.p_value)


@relaxed
@given(answered, answered)
def test_the_interval_leaves_out_zero_exactly_where_the_change_is_significant(before, after):
    found = nps.difference(nps.Counts(*before), nps.Counts(*after))

    assert found.significant == (found.low > 0 or found.high < 0)


@relaxed
@given(answered)
def test_no_change_is_never_significant(kinds):
    found = nps.difference(nps.Counts(*kinds), nps.Counts(*kinds))

    assert (found.value, found.p_value, found.significant) == (0, 1, False)


def test_a_change_from_an_empty_period_is_undefined():
    found = nps.difference(nps.Counts(0, 0, 0), nps.Counts(5, 1, 1))

    assert np.isnan([getattr(found, field) for field in FIELDS]).all()
    assert found.significant is False


def test_the_same_people_twice_agree_with_a_paired_t_test():
    rng = np.random.default_rng(3)
    before, after = rng.integers(0, 11, 50), rng.integers(2, 11, 50)

    found = nps.difference_paired(before.tolist(), after.tolist())

    expected = ttest_rel(*(np.where(x >= 9, 1, np.where(x <= 6, -1, 0)) for x in (after, before)))
    low, high = expected.confidence_interval(0.95)
    got = [found.statistic, found.df, found.p_value, found.low, found.high]
    assert got == pytest.approx([expected.statistic, 49, expected.pvalue, 100 * low, 100 * high])


def test_a_pair_with_one_invalid_answer_is_left_out():
    assert nps.difference_paired([9, None, 3, 8], [10, 9, 8, 11]) == nps.difference_paired([9, 3], [10, 8])


@pytest.mark.parametrize(("before", "after"), [([], []), ([9], [3]), ([9, 9, 9], [6, 6, 6])])
def test_pairs_that_cannot_be_tested_have_no_p_value(before, after):
    found = nps.difference_paired(before, after)

    assert np.isnan(found.p_value)
    assert found.significant is False
