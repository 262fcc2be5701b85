import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.logrank import logrank

from .strategies import as_columns, cases, relaxed


@relaxed
@given(cases, cases)
def test_two_groups_agree_with_scipy_whichever_comes_first(a, b):
    tables = from_durations(*as_columns(a)), from_durations(*as_columns(b))

    found, swapped = logrank(*tables), logrank(*tables[::-1])

    assert swapped.chi2 == pytest.approx(found.chi2, nan_ok=True)
    if not np.isnan(found.chi2):
        expected = stats.logrank(*(_censored(rows) for rows in (a, b)))
        assert found.chi2 == pytest.approx(expected.statistic**2, rel=1e-9, abs=1e-9)
        assert found.p_value == pytest.approx(expected.pvalue)


@relaxed
@given(cases, cases, cases)
def test_as_many_events_are_expected_as_happened(a, b, c):
    found = logrank(*(from_durations(*as_columns(rows)) for rows in (a, b, c)))

    assert found.expected.sum() == pytest.approx(found.observed.sum())


def test_three_groups_have_two_degrees_of_freedom_and_their_order_does_not_matter():
    rng = np.random.default_rng(1)
    tables = [from_durations(rng.exponential(mean, 30).round(1), rng.random(30) < 0.7) for mean in (5, 8, 14)]

    found, turned = logrank(*tables), logrank(*tables[1:], tables[0])

    assert found.df == 2
    assert turned.chi2 == pytest.approx(found.chi2)


@pytest.mark.parametrize("other", [([], []), ([1, 1], [False, False])])
def test_a_group_that_saw_no_event_coming_cannot_be_compared(other):
    found = logrank(from_durations([3, 5], [True, True]), from_durations(*other))

    assert np.isnan([found.chi2, found.p_value]).all()


def test_one_group_is_no_comparison():
    with pytest.raises(ValueError):
        logrank(from_durations([1], [True]))


def _censored(rows):
    durations, ended = as_columns(rows)
    return stats.CensoredData(uncensored=durations[ended], right=durations[~ended])
