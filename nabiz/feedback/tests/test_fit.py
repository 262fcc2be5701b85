import pytest

from nabiz.metrics.tests.mirrors import answers, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def test_fit_is_the_share_of_the_very_disappointed_among_those_who_still_use_it(asked):
    write_events(answers([3] * 62 + [2] * 50 + [1] * 20 + [0] * 11 + [None, 7], measure="pmf"))

    answer = asked("pmf", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (pytest.approx(62 / 132), 132, "wilson")
    assert (answer.low, answer.high) == (pytest.approx(0.386622, abs=1e-6), pytest.approx(0.554486, abs=1e-6))
    assert (answer.counts["gone"], answer.counts["invalid"]) == (11, 2)


@pytest.mark.parametrize(("n", "status"), [(39, "not_enough_data"), (40, "ok")])
def test_below_forty_answers_it_says_nothing(asked, n, status):
    write_events(answers([3, 2] * n, measure="pmf")[:n] + answers([0] * 30, measure="pmf"))

    answer = asked("pmf", **MARCH).only

    assert (answer.status, answer.n) == (status, n)


def test_answers_to_other_questions_do_not_count(asked):
    write_events(answers([3] * 50, measure="csat") + answers([1] * 40, measure="pmf"))

    assert asked("pmf", **MARCH).only.value == 0


def test_channels_are_kept_apart(asked):
    write_events(answers([3] * 40, measure="pmf", channel="app") + answers([1] * 40, measure="pmf", channel="email"))

    result = asked("pmf", by=["channel"], **MARCH)

    assert [(a.group("channel"), a.value) for a in result.answers] == [("app", 1), ("email", 0)]
