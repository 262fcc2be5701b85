from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.metrics.tests.mirrors import at, event, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def conversation(name, opened, *hours, back=(), **more):
    """Opened, resolved after so many hours; each `back` is (hours after opening, what)."""
    start = at(opened)
    made = [event("conversation.opened", start, conversation=name, **more)]
    made += [event("conversation.resolved", start + timedelta(hours=h), conversation=name) for h in hours]
    return made + [event(f"conversation.{what}", start + timedelta(hours=h), conversation=name) for h, what in back]


def test_median_of_settled_conversations(asked):
    rows = [conversation(f"c{hours}", "2026-03-05", hours) for hours in range(1, 12)]
    write_events([row for each in rows for row in each])

    answer = asked("time_to_resolution", **MARCH).only

    assert (answer.value, answer.n) == (6, 11)
    assert answer.low < 6 < answer.high


@pytest.mark.every_engine
def test_open_conversations_count_as_lasting_on(asked):
    settled = [conversation(f"c{hours}", "2026-03-05", hours) for hours in range(1, 7)]
    still_open = [conversation(f"o{number}", "2026-03-05") for number in range(5)]
    write_events([row for each in settled + still_open for row in each])

    assert asked("time_to_resolution", **MARCH).only.value == 6


def test_median_that_is_not_reached_is_undefined(asked):
    write_events([row for n in range(12) for row in conversation(f"o{n}", "2026-03-05")])

    answer = asked("time_to_resolution", **MARCH).only

    assert (answer.value, answer.n, answer.status) == (None, 12, "undefined")


@pytest.mark.every_engine
def test_reopened_conversation_counts_again_in_the_month_of_its_reopening(asked):
    back = [(24 * 30, "reopened"), (24 * 30 + 8, "resolved")]
    write_events([row for n in range(10) for row in conversation(f"c{n}", "2026-03-05", 2, back=back)])

    result = asked("time_to_resolution", by=["month"], since="2026-03", until="2026-04")

    assert [(a.value, a.n) for a in result.answers] == [(2, 10), (8, 10)]


def test_resolution_without_an_opening_and_a_second_opening_do_not_count(asked):
    write_events([row for n in range(10) for row in conversation(f"c{n}", "2026-03-05", 4, back=[(1, "opened")])])
    write_events([event("conversation.resolved", "2026-03-06", conversation="unknown")])

    answer = asked("time_to_resolution", **MARCH).only

    assert (answer.value, answer.n) == (4, 10)


def test_groups_keep_their_own_median(asked):
    fast = [conversation(f"f{n}", "2026-03-05", 1, channel="chat") for n in range(10)]
    slow = [conversation(f"s{n}", "2026-03-05", 9, channel="mail") for n in range(10)]
    write_events([row for each in fast + slow for row in each])

    result = asked("time_to_resolution", by=["channel"], **MARCH)

    assert [(a.group("channel"), a.value) for a in result.answers] == [("chat", 1), ("mail", 9)]


def test_open_conversation_has_lasted_until_now(asked):
    opened = timezone.now() - timedelta(hours=5)
    write_events([event("conversation.opened", opened, n, conversation=f"c{n}") for n in range(12)])

    seconds = asked("time_to_resolution").only.counts["seconds"]

    assert seconds == pytest.approx([5 * 3600], abs=60)
