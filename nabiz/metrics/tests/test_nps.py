import pytest

from nabiz.metrics.tests.mirrors import answers, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.mark.every_engine
def test_score_counts_promoters_less_detractors_and_drops_what_is_no_answer(asked):
    write_events(answers([10] * 12 + [8] * 5 + [3] * 3 + [None, 11, -1]))

    answer = asked("nps", **MARCH).only

    assert (answer.value, answer.n, answer.status) == (pytest.approx(45), 20, "low_n")
    assert answer.counts["invalid"] == 3
    assert answer.low < 45 < answer.high


def test_nine_answers_are_too_few_to_show(asked):
    write_events(answers([10] * 9))

    answer = asked("nps", **MARCH).only

    assert (answer.value, answer.low, answer.high) == (None, None, None)
    assert (answer.n, answer.status) == (9, "not_enough_data")


def test_thirty_answers_are_sure(asked):
    write_events(answers([10, 6] * 15))

    assert asked("nps", **MARCH).only.status == "ok"


def test_other_surveys_do_not_count(asked):
    write_events(answers([10] * 10) + answers([1] * 10, measure="ces"))

    assert asked("nps", **MARCH).only.n == 10


def test_empty_mirror_answers_every_month_with_nothing(asked):
    result = asked("nps", by=["month"], since="2026-01", until="2026-03")

    assert [(row["month"], row["n"], row["status"]) for row in result.as_rows()] == [
        ("2026-01", 0, "not_enough_data"),
        ("2026-02", 0, "not_enough_data"),
        ("2026-03", 0, "not_enough_data"),
    ]
