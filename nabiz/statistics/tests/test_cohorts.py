import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.cohorts import cohort_retention

from .strategies import relaxed

CUSTOMERS = st.lists(st.tuples(st.integers(0, 10), st.one_of(st.none(), st.integers(0, 12))), min_size=1, max_size=40)


def of(customers, as_of):
    starts = [start for start, _ in customers]
    ends = [np.nan if lasted is None else start + lasted for start, lasted in customers]
    return cohort_retention(starts, ends, as_of)


@relaxed
@given(CUSTOMERS, st.integers(0, 12))
def test_retention_falls_and_the_future_does_not_exist(customers, as_of):
    found = of(customers, as_of)

    for cohort in found.cohorts:
        assert cohort.retention.size == as_of - cohort.start + 1
        assert (np.diff(cohort.retention) <= 0).all()
    known = found.pooled[~np.isnan(found.pooled)]
    assert (np.diff(known) <= 1e-12).all()


@relaxed
@given(CUSTOMERS)
def test_one_cohort_alone_is_its_own_average(customers):
    together = [(4, lasted) for _, lasted in customers]

    found = of(together, as_of=9)

    assert found.weighted_average == pytest.approx(found.cohorts[0].retention)
    assert found.pooled == pytest.approx(found.cohorts[0].retention)


def test_an_end_in_the_future_has_not_happened():
    assert of([(0, 5), (0, None)], as_of=3).cohorts[0].retention.tolist() == [1, 1, 1, 1]


def test_the_average_may_rise_where_the_pooled_curve_cannot():
    found = of([(0, None)] * 5 + [(2, 1)] * 5, as_of=3)

    assert found.weighted_average.tolist() == [1, 0.5, 1, 1]
    assert found.pooled.tolist() == [1, 0.5, 0.5, 0.5]


def test_without_customers_there_are_no_cohorts():
    found = cohort_retention([5], [np.nan], as_of=4)

    assert found.cohorts == ()
    assert found.weighted_average.size == found.pooled.size == 0


@pytest.mark.parametrize(("starts", "ends"), [([5], [4]), ([5, 5], [6])])
def test_an_end_before_the_start_or_without_one_is_refused(starts, ends):
    with pytest.raises(ValueError):
        cohort_retention(starts, ends, as_of=9)
