from datetime import date
from types import SimpleNamespace

import pytest

from nabiz.metrics.parsing import BadQuestion, parse_question

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")


def parsed(name="nps", **parts):
    return parse_question(name, HOME, **parts)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"name": "npss"}, "Did you mean “nps”?"),
        ({"name": "zzzzzz"}, "There are: nps, csat"),
        ({"by": ["colour"]}, "cannot be grouped or filtered by “colour”"),
        ({"by": ["plan"]}, "It can by: day, week, month"),
        ({"name": "churn", "by": ["channel"]}, "cannot be grouped or filtered by “channel”"),
        ({"where": {"mood": "good"}}, "cannot be grouped or filtered by “mood”"),
        ({"by": ["month", "week"]}, "one length of time, not by month, week"),
        ({"since": "yesterday"}, "“yesterday” is no date"),
        ({"since": "2026-13"}, "The calendar has no “2026-13”"),
        ({"since": "2026-02-30"}, "The calendar has no “2026-02-30”"),
        ({"since": "2025-W53"}, "The calendar has no “2025-W53”"),
        ({"since": "0001"}, "out of range"),
        ({"until": "9999-12-31"}, "out of range"),
        ({"since": "2026-03", "until": "2026-01"}, "The range ends before it begins: 2026-03-01 to 2026-01-31"),
        ({"by": ["day"], "since": "1991"}, "Ask for a shorter range or a longer step"),
        ({"confidence": "most"}, "between 0.5 and 0.999"),
        ({"confidence": "nan"}, "between 0.5 and 0.999"),
    ],
)
def test_bad_question_is_told_in_a_sentence(db, parts, sentence):
    with pytest.raises(BadQuestion) as told:
        parsed(**parts)

    assert sentence in str(told.value)


def test_both_ends_of_a_range_count(db):
    question = parsed(since="2026-Q1", until="2026-W14")

    assert (question.since, question.until) == (date(2026, 1, 1), date(2026, 4, 6))


def test_parts_may_hold_several_separated_by_commas(db):
    question = parsed(by=["month,segment"], where={"channel": "mail, web"})

    assert (question.grain, question.by, question.filters) == ("month", ("segment",), (("channel", ("mail", "web")),))


def test_thirteen_months_are_asked_for_where_nothing_is_said(db):
    question = parsed(by=["month"], until="2026-11-22")

    assert (question.since, len(question.windows)) == (date(2025, 11, 1), 13)
