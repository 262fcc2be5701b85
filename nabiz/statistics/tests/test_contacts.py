import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.contacts import first_contact_resolution, first_contacts
from nabiz.statistics.effort import effort, effort_index
from nabiz.statistics.handling import handling_time

from .strategies import relaxed

DAY = 86_400_000_000
contact = st.tuples(st.integers(0, 5), st.integers(0, 40), st.booleans())


def told(rows, as_of, window):
    """(eligible, resolved, immature) by looking at every pair of contacts."""
    rows = [row for row in rows if row[1] <= as_of]
    eligible = resolved = immature = 0
    for i, (key, at, said_so) in enumerate(rows):
        others = [(j, row[1]) for j, row in enumerate(rows) if row[0] == key and j != i]
        if any(at - window <= other and j < i for j, other in others):
            continue
        if as_of - at < window:
            immature += 1
            continue
        eligible += 1
        resolved += said_so and not any(other <= at + window and j > i for j, other in others)
    return eligible, resolved, immature


@relaxed
@given(st.lists(contact, max_size=40), st.integers(0, 45), st.integers(1, 10))
def test_chains_are_those_found_by_comparing_every_pair(rows, as_of, window):
    rows = sorted(rows, key=lambda row: row[:2])
    key, at, said_so = np.array(rows, dtype=np.int64).reshape(-1, 3).T

    found = first_contact_resolution(key, at * DAY, said_so, as_of=as_of * DAY, window_days=window)

    assert (found.eligible, found.resolved, found.immature) == told(rows, as_of, window)


def test_a_contact_exactly_a_window_later_is_a_repeat():
    firsts = first_contacts([1, 1, 1], [0, 7 * DAY, 14 * DAY + 1], [True, True, True], as_of=60 * DAY)

    assert firsts.is_first.tolist() == [True, False, True]
    assert firsts.is_resolved.tolist() == [False, False, True]


def test_a_repeat_of_the_future_is_not_known():
    assert first_contacts([1, 1], [0, DAY], [True, True], as_of=0).is_resolved.tolist() == [True, False]


def test_without_mature_contacts_there_is_no_share():
    found = first_contact_resolution([1], [0], [True], as_of=DAY)

    assert (found.eligible, found.immature) == (0, 1)
    assert np.isnan(found.share.value)


def test_unsorted_contacts_are_refused():
    for columns in (([2, 1], [0, 0], [1, 1]), ([1, 1], [5, 0], [1, 1]), ([1], [0, 1], [1]), ([1], [0], [1, 1])):
        with pytest.raises(ValueError):
            first_contacts(*columns, as_of=9)


def test_the_effort_of_many_issues_is_that_of_each():
    found = effort([1, 1, 1, 4, 9, 9], [0, 1, 1, 2, 5, 2], [0, 2, 1, 0, 0, 0], [0, 1, 1, 0, 0, 9])

    assert found.issue.tolist() == [1, 4, 9]
    assert found.repeat_contacts.tolist() == [2, 0, 1]
    assert found.channel_switches.tolist() == [1, 0, 1]
    assert found.index == pytest.approx([100 * 16 / 22, 0, 100 * 8 / 22])


def test_effort_beyond_the_caps_is_100():
    most = {"repeat_contacts": 50, "channel_switches": 50, "transfers": 50, "repeated_info": 50}

    assert effort_index(most) == 100


def test_drivers_without_weight_leave_the_index_undefined():
    assert np.isnan(effort_index({"transfers": 3}, weights={"transfers": 0}))
    assert effort([], [], [], []).index.size == 0


def test_an_agent_without_contacts_has_no_handling_time():
    found = handling_time([10, 0], [600, 50], [0, 0], [400, 0])

    assert (found.handled, found.pooled, found.mean_of_agents) == (10, 105, 100)
    assert np.isnan([handling_time([0], [0], [0], [0]).pooled, handling_time([], [], [], []).mean_of_agents]).all()
