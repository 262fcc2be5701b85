from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.rfm import histories, summarise

from .strategies import as_columns, relaxed

purchases = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-20, 60), st.integers(-5, 90)), min_size=1)


@relaxed
@given(purchases, st.integers(0, 60))
def test_the_summary_is_what_one_counts_by_hand(rows, end):
    found = summarise(*as_columns(rows), end=end)

    days = defaultdict(lambda: defaultdict(int))
    for customer, day, amount in rows:
        if day <= end:
            days[customer][day] += amount
    for i, customer in enumerate(sorted(days)):
        first, *later = sorted(days[customer])
        spent = np.mean([days[customer][day] for day in later]) if later else 0
        expected = (customer, len(later), max([first, *later]) - first, end - first, pytest.approx(spent))
        columns = (found.customers, found.frequency, found.recency, found.age, found.monetary)
        assert tuple(column[i] for column in columns) == expected
    assert found.customers.size == len(days)


def test_weeks_are_days_divided_by_seven_and_a_day_is_still_one_purchase():
    days = np.array(["2026-01-01T09:00", "2026-01-02T10:00", "2026-01-02T18:00"], dtype="datetime64[m]")

    found = summarise([7, 7, 7], days, [1, 2, 3], end=np.datetime64("2026-01-15"), unit="week")

    assert (found.frequency[0], found.recency[0], found.age[0], found.monetary[0]) == (1, 1 / 7, 2, 5)


def test_the_first_purchase_can_count_in_the_mean_spend():
    found = summarise(["A", "A", "B"], [0, 3, 1], [10, 20, 7], first_in_monetary=True)

    assert found.monetary.tolist() == [15, 7]
    assert found.frequency.tolist() == [1, 0]


def test_without_purchases_there_are_no_customers():
    assert summarise([], [], []).customers.size == 0
    assert summarise(["A"], [9], [1], end=3).customers.size == 0


@pytest.mark.parametrize(
    "rows",
    [([1.5], [1], [2]), ([np.nan], [1], [2]), ([-1], [0], [2]), ([1], [3], [2]), ([0], [1], [2]), ([1, 2], [1], [2])],
)
def test_impossible_histories_are_refused(rows):
    with pytest.raises(ValueError):
        histories(*rows)


@pytest.mark.parametrize("rows", [(["A"], [np.datetime64("NaT")], [1]), (["A"], [np.nan], [1]), (["A", "B"], [1], [1])])
def test_purchases_without_a_day_or_an_amount_are_refused(rows):
    with pytest.raises(ValueError):
        summarise(*rows)
