from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.surveys import Sent, eligibility, response_rate

from .strategies import relaxed

TODAY = date(2026, 6, 15)
PAST = st.dates(TODAY - timedelta(days=500), TODAY)
HISTORY = st.lists(st.builds(Sent, st.sampled_from(["nps", "csat"]), PAST), max_size=8)


def ago(days, survey="nps"):
    return Sent(survey, TODAY - timedelta(days=days))


def test_those_whose_invitation_bounced_were_not_asked():
    found = response_rate(np.array([1_000, 5]), np.array([60, 5]), np.array([220, 0]), np.array([188, 0]))

    assert found.delivered.tolist() == [940, 0]
    assert found.rate.value[0] == pytest.approx(0.2)
    assert np.isnan([found.rate.value[1], found.completion[1]]).all()


@pytest.mark.parametrize("numbers", [(10, 11, 0, 0), (10, 0, 12, 11), (10, -1, 0, 0)])
def test_impossible_numbers_are_refused(numbers):
    with pytest.raises(ValueError):
        response_rate(*numbers)


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ([], None),
        ([ago(29, "csat")], "recent_any"),
        ([ago(30, "csat")], None),
        ([ago(89)], "recent_same"),
        ([ago(90)], None),
        ([ago(days, "csat") for days in (364, 300, 200, 100)], "yearly_cap"),
        ([ago(days, "csat") for days in (365, 300, 200, 100)], None),
        ([ago(days, "csat") for days in (364, 300, 200, 10)], "recent_any"),
    ],
)
def test_the_rule_that_frees_last_is_the_reason(history, reason):
    assert eligibility("nps", history, today=TODAY).reason == reason


def test_who_opted_out_is_never_asked_again():
    found = eligibility("nps", [], today=TODAY, opted_out=True)

    assert (found.eligible, found.reason, found.next_eligible) == (False, "opted_out", None)


@relaxed
@given(HISTORY)
def test_asking_is_right_on_the_day_it_names_and_wrong_on_the_day_before(history):
    found = eligibility("nps", history, today=TODAY)

    assert eligibility("nps", history, today=found.next_eligible).eligible
    if not found.eligible:
        assert not eligibility("nps", history, today=found.next_eligible - timedelta(days=1)).eligible


def test_a_cap_of_nothing_is_refused():
    with pytest.raises(ValueError, match="opt-out"):
        eligibility("nps", [], today=TODAY, max_per_365_days=0)
