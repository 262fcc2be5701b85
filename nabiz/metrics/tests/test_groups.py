import pytest

from nabiz.metrics.tests.mirrors import answers, event, write_customers, write_events, write_segments
from nabiz.timeline.models import Gone

MARCH = {"since": "2026-03", "until": "2026-03"}


def by_group(result, name):
    return {answer.group(name): answer.n for answer in result.answers}


@pytest.mark.every_engine
def test_customer_in_two_segments_counts_in_both(asked):
    write_events(answers([9] * 12))
    write_segments(venues=[1, 2, 3], turkish=range(1, 13))

    assert by_group(asked("nps", by=["segment"], **MARCH), "segment") == {"turkish": 12, "venues": 3}


@pytest.mark.every_engine
def test_filter_of_two_segments_counts_a_customer_once(asked):
    write_events(answers([9] * 12))
    write_segments(a=[1, 2, 3], b=[3, 4])

    assert asked("nps", where={"segment": ["a", "b"]}, **MARCH).only.n == 4
    assert by_group(asked("nps", by=["segment"], where={"segment": "a"}, **MARCH), "segment") == {"a": 3}


@pytest.mark.every_engine
def test_language_and_country_are_those_of_the_customer(asked):
    write_events(answers([9] * 3, language="xx"))
    write_customers((1, 1, None, "tr", "TR"), (2, 2, None, "en", "GB"))

    assert by_group(asked("nps", by=["language"], **MARCH), "language") == {"": 1, "en": 1, "tr": 1}
    assert asked("nps", where={"country": "TR"}, **MARCH).only.n == 1


@pytest.mark.every_engine
def test_account_is_todays_or_that_of_the_event(asked):
    write_events([event("survey.answered", "2026-03-10", n, account_id=9, measure="nps", score=9) for n in (1, 2)])
    write_customers((1, 1, 7, "", ""))

    assert by_group(asked("nps", by=["account"], **MARCH), "account") == {"7": 1, "9": 1}


@pytest.mark.every_engine
def test_channel_stage_and_touchpoint_group_and_filter(asked):
    write_events(answers([9] * 3, channel="mail", stage="delivery") + answers([1] * 2, channel="web", stage="use"))

    assert by_group(asked("nps", by=["channel", "stage"], **MARCH), "channel") == {"mail": 3, "web": 2}
    assert asked("nps", where={"channel": "mail,web", "stage": "use"}, **MARCH).only.n == 2


def test_quiet_months_appear_for_every_group(asked):
    write_events(answers([9], when="2026-01-10", channel="mail") + answers([9], when="2026-03-10", channel="web"))

    rows = asked("nps", by=["month", "channel"], since="2026-01", until="2026-03").as_rows()

    assert [(row["month"], row["channel"], row["n"]) for row in rows] == [
        ("2026-01", "mail", 1), ("2026-01", "web", 0), ("2026-02", "mail", 0), ("2026-02", "web", 0),
        ("2026-03", "mail", 0), ("2026-03", "web", 1),
    ]  # fmt: skip


@pytest.mark.every_engine
def test_merged_customer_counts_as_the_one_they_became(asked):
    write_events([event("feature.used", "2026-03-10", n) for n in (1, 2, 3)])
    write_customers((1, 1, None, "", ""), (2, 1, None, "", ""), (3, 3, None, "", ""))
    write_segments(venues=[1])

    assert asked("active_customers", **MARCH).only.value == 2
    assert asked("active_customers", where={"segment": "venues"}, **MARCH).only.value == 1


@pytest.mark.parametrize("merged", [(), ((2, 1, None, "", ""),)])
@pytest.mark.every_engine
def test_erased_customer_is_left_out_at_once_and_the_nameless_stay(asked, merged):
    write_events([*answers([9] * 12), event("survey.answered", "2026-03-10", None, measure="nps", score=9)])
    write_customers((1, 1, None, "", ""), *merged)
    before = asked("nps", **MARCH).only.n

    Gone.objects.create(customer_id=1)

    assert (before, asked("nps", **MARCH).only.n) == (13, 12)
