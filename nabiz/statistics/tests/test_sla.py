import numpy as np
import pytest

from nabiz.statistics.sla import attainment


def test_open_cases_are_breached_from_the_target_on_and_pending_before():
    found = attainment([1, 4, 4, 5, 6], [True, True, False, False, True], 4)

    assert (found.met, found.breached, found.pending) == (2, 2, 1)
    assert found.share.value == 0.5


def test_with_every_case_closed_both_shares_are_the_same():
    found = attainment([1, 2, 3, 8, 9], [True] * 5, 4)

    assert found.censored.value == pytest.approx(found.share.value)
    assert found.censored.low < 0.6 < found.censored.high


def test_while_everything_is_pending_nothing_is_known():
    found = attainment([1, 2], [False, False], 4)

    assert (found.met, found.breached, found.pending) == (0, 0, 2)
    assert np.isnan([found.share.value, found.censored.value]).all()


def test_no_cases_have_no_share():
    assert np.isnan(attainment([], [], 4).share.value)
