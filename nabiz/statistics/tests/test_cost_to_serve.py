import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.cost_to_serve import Contacts, cost_to_serve

from .strategies import relaxed

lines = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 30), st.integers(0, 3)), max_size=20)
drivers = st.sampled_from(["contacts", "minutes", "revenue", "customers"])
NOBODY = Contacts([], [], [], [])


@relaxed
@given(lines, drivers)
def test_every_cost_lands_on_somebody_or_is_named_as_left(rows, driver):
    table = np.array(rows, dtype=float).reshape(-1, 4)

    found = cost_to_serve([5, 0, 9, 1], [2, 0, 3, 1], Contacts(*table.T), per_minute=0.5, overhead=80, driver=driver)

    direct = (table[:, 1] * (0.5 * table[:, 2] + table[:, 3])).sum()
    assert found.direct.sum() == pytest.approx(direct)
    assert found.allocated.sum() + found.unallocated == pytest.approx(direct + 80)
    assert found.margin == pytest.approx([2, 0, 3, 1] - found.allocated)


def test_without_revenue_there_is_no_share_of_it():
    found = cost_to_serve([0, 10], [0, 5], Contacts([0], [1], [2], [0]), per_minute=1)

    assert np.isnan(found.share[0])
    assert found.share[1] == 0


def test_overhead_that_nobody_drove_stays_unallocated():
    found = cost_to_serve([10], [5], NOBODY, per_minute=1, overhead=80)

    assert (found.allocated[0], found.unallocated) == (0, 80)


def test_each_channel_may_have_its_own_rate():
    found = cost_to_serve([10], [5], Contacts([0, 0], [1, 1], [2, 2], [0, 0]), per_minute=[1, 3])

    assert found.direct[0] == 8


def test_no_customers_cost_nothing():
    assert cost_to_serve([], [], NOBODY, per_minute=1).allocated.size == 0


def test_an_unknown_driver_and_a_stranger_are_refused():
    with pytest.raises(ValueError, match="contacts, minutes, revenue, customers"):
        cost_to_serve([1], [1], NOBODY, per_minute=1, driver="desks")
    with pytest.raises(ValueError, match="one of the customers"):
        cost_to_serve([1], [1], Contacts([1], [1], [1], [0]), per_minute=1)
