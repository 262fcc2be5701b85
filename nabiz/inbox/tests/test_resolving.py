from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from nabiz.inbox.estimators import compare_tails
from nabiz.inbox.tests.talks import MARCH, reopened, resolved, talk
from nabiz.metrics.tests.mirrors import write_events


def test_nine_of_ten_are_settled_by_then(asked):
    write_events([row for n in range(1, 61) for row in talk(f"c{n}", "2026-03-05", resolved(n))])

    answer = asked("time_to_resolution_p90", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (54, 60, "kaplan_meier_log_log")
    assert answer.low < 54 < answer.high


def test_open_ones_move_the_slowest_tenth_or_leave_it_unknown(asked):
    settled = [row for n in range(1, 55) for row in talk(f"c{n}", "2026-03-05", resolved(n))]
    write_events(settled + [row for n in range(7) for row in talk(f"o{n}", "2026-03-05")])

    answer = asked("time_to_resolution_p90", **MARCH).only

    assert (answer.value, answer.status, answer.n) == (None, "undefined", 61)


def test_below_fifty_conversations_there_is_no_slowest_tenth(asked):
    write_events([row for n in range(1, 50) for row in talk(f"c{n}", "2026-03-05", resolved(n))])

    assert asked("time_to_resolution_p90", **MARCH).only.status == "not_enough_data"


def test_median_and_slowest_tenth_are_counted_in_one_pass(asked):
    from nabiz.metrics.definitions import metric_named
    from nabiz.metrics.plans import together

    names = [each.name for each in together(metric_named("time_to_resolution"))]

    assert names == ["time_to_resolution", "time_to_resolution_p90"]


def spread(seconds):
    ones = np.ones(len(seconds))
    return {"seconds": np.array(seconds, dtype=float) * 3600, "ended": ones, "lasting": 0 * ones}


def test_a_longer_tail_is_found_where_the_rest_has_become_faster():
    before = spread(range(1, 201))
    after = spread([n / 4 for n in range(1, 151)] + [4 * n for n in range(151, 201)])

    found = compare_tails(0.9)(before, after, confidence=0.95)

    assert found.value > 0
    assert found.statistic > 0
    assert found.p_value < 0.001


def test_equal_tails_have_not_changed():
    found = compare_tails(0.9)(spread(range(1, 101)), spread(range(1, 101)), confidence=0.95)

    assert (found.value, found.p_value) == (0, pytest.approx(1))


def test_promise_of_resolution_as_in_the_example_of_the_methods(asked):
    """Twelve tickets with a target of four hours: six met, four missed (two of them open), two still within it."""
    now = timezone.now()
    closed = [0.5, 1.2, 3.9, 4.0, 4.1, 7.5, 2.2, 1.0]
    rows = [talk(f"c{n}", now - timedelta(hours=9), resolved(h), resolve_within=14400) for n, h in enumerate(closed)]
    lasting = [0.3, 3.5, 4.2, 9.0]
    rows += [talk(f"o{n}", now - timedelta(hours=h), resolve_within=14400) for n, h in enumerate(lasting)]
    write_events([row for each in rows for row in each])

    answer = asked("sla_attainment").only

    assert (answer.value, answer.n) == (pytest.approx(0.6), 10)
    assert (answer.low, answer.high) == (pytest.approx(0.3126738, abs=1e-6), pytest.approx(0.8318197, abs=1e-6))


def test_without_a_target_there_is_nothing_to_keep(asked):
    write_events([row for n in range(12) for row in talk(f"c{n}", "2026-03-05", resolved(1))])

    assert asked("sla_attainment", **MARCH).only.status == "not_enough_data"


def test_reopened_within_a_week_of_the_resolution(asked):
    back_soon = [talk(f"s{n}", "2026-03-05", resolved(2), reopened(2 + 24 * 7), resolved(200)) for n in range(3)]
    back_late = [talk(f"l{n}", "2026-03-05", resolved(2), reopened(3 + 24 * 7)) for n in range(4)]
    gone = [talk(f"g{n}", "2026-03-05", resolved(2), resolved(5)) for n in range(10)]
    write_events([row for each in back_soon + back_late + gone for row in each])

    answer = asked("reopen_rate", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(3 / 20), 20)


def test_resolutions_of_the_last_week_are_left_out_even_if_reopened(asked):
    now = timezone.now()
    young = [talk(f"y{n}", now - timedelta(days=6), resolved(1), reopened(2)) for n in range(5)]
    old = [talk(f"o{n}", now - timedelta(days=9), resolved(1)) for n in range(10)]
    write_events([row for each in young + old for row in each])

    answer = asked("reopen_rate").only

    assert (answer.value, answer.n) == (0, 10)


def test_channels_of_resolutions_are_kept_apart(asked):
    back = [talk(f"b{n}", "2026-03-05", resolved(2), reopened(20), channel="email") for n in range(10)]
    gone = [talk(f"g{n}", "2026-03-05", resolved(2), channel="phone") for n in range(10)]
    write_events([row for each in back + gone for row in each])

    result = asked("reopen_rate", by=["channel"], **MARCH)

    assert [(a.group("channel"), a.value, a.n) for a in result.answers] == [("email", 1, 10), ("phone", 0, 10)]
