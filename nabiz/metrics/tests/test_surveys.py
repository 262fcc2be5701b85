from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.metrics.tests.mirrors import answers, event, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def invited(*names, when="2026-03-05", kind="survey.invited", measure="nps"):
    return [event(kind, when, number, measure=measure, invitation=name) for number, name in enumerate(names, 1)]


@pytest.mark.every_engine
def test_csat_is_the_share_of_fours_and_fives(asked):
    write_events(answers([5, 5, 5, 4, 4, 4, 3, 2, 1, 1, 6, 0], measure="csat"))

    answer = asked("csat", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (pytest.approx(0.6), 10, "wilson")
    assert (answer.low, answer.high) == (pytest.approx(0.3127, abs=1e-4), pytest.approx(0.8318, abs=1e-4))


def test_ces_is_the_share_of_five_to_seven(asked):
    write_events(answers([7, 6, 5, 5, 4, 3, 2, 1, 7, 7], measure="ces"))

    assert asked("ces", **MARCH).only.value == pytest.approx(0.6)


@pytest.mark.every_engine
def test_response_rate_is_by_delivered_invitations_each_once(asked):
    names = [f"i{number}" for number in range(22)]
    late = {"when": "2026-05-01", "measure": "nps"}
    write_events(invited(*names) + invited("i0", when="2026-03-09"))
    write_events(invited("i20", "i21", kind="survey.bounced"))
    write_events([event("survey.answered", late["when"], 1, invitation=name, score=9) for name in [*names[:5], "i0"]])

    answer = asked("response_rate", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(5 / 20), 20)


def test_invitations_of_the_last_two_weeks_are_left_out(asked):
    now = timezone.now()
    write_events(invited(*"abcdefghijkl", when=now - timedelta(days=13)))
    write_events(invited(*"mnopqrstuvwx", when=now - timedelta(days=15)))

    assert asked("response_rate").only.n == 12


def test_a_month_whose_invitations_are_young_is_immature(asked):
    month = f"{timezone.localdate():%Y-%m}"
    write_events(invited(*"abcdefghijklm", when=timezone.now() - timedelta(days=15)))

    result = asked("response_rate", by=["month"], since=month, until=month)

    assert result.answers[-1].status in ("immature", "not_enough_data")


def test_the_dissatisfied_gave_one_or_two(asked):
    write_events(answers([5, 5, 5, 4, 4, 4, 3, 2, 1, 1, 6, 0], measure="csat"))

    answer = asked("dsat", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(0.3), 10)


@pytest.mark.every_engine
def test_answers_are_counted_by_what_was_asked_and_by_score(asked):
    write_events(answers([9, 9, 3]) + answers([None], measure="comment") + answers([9], measure="csat"))

    found = asked("answers", by=["measure", "score"], **MARCH).answers

    counted = {(each.group("measure"), each.group("score")): each.value for each in found}
    assert counted == {("nps", "9"): 2, ("nps", "3"): 1, ("comment", ""): 1, ("csat", "9"): 1}
    assert asked("answers", where={"score": "9"}, **MARCH).only.value == 3
