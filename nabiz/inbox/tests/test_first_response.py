from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.inbox.tests.talks import MARCH, replied, resolved, talk
from nabiz.metrics.tests.mirrors import write_events


def many(n, *told, prefix="c", opened="2026-03-05", **more):
    return [row for each in range(n) for row in talk(f"{prefix}{each}", opened, *told, **more)]


def test_median_hours_to_the_first_reply(asked):
    write_events([row for n in range(1, 12) for row in talk(f"c{n}", "2026-03-05", replied(n), replied(n + 9))])

    answer = asked("first_response", **MARCH).only

    assert (answer.value, answer.n, answer.unit) == (6, 11, "hours")
    assert answer.low < 6 < answer.high


def test_automatic_replies_and_private_notes_are_no_response(asked):
    write_events(many(10, replied(1, is_automatic=True), replied(2, is_public=False), replied(5, is_public=True)))

    assert asked("first_response", **MARCH).only.value == 5


def test_unanswered_conversations_count_as_waiting(asked):
    write_events([row for n in range(1, 7) for row in talk(f"c{n}", "2026-03-05", replied(n))])
    write_events(many(5, prefix="open"))

    assert asked("first_response", **MARCH).only.value == 6


def test_who_was_settled_without_a_reply_waited_until_then(asked):
    write_events(many(10, replied(8)) + many(10, resolved(4), replied(30), prefix="silent"))

    answer = asked("first_response", **MARCH).only

    assert (answer.value, answer.n) == (8, 20)
    assert sorted(answer.counts["seconds"]) == [4 * 3600, 8 * 3600]


def test_more_than_half_unanswered_has_no_median(asked):
    write_events(many(12))

    answer = asked("first_response", **MARCH).only

    assert (answer.value, answer.status) == (None, "undefined")


def test_a_second_opening_of_the_same_conversation_does_not_count(asked):
    write_events(many(10, (3, "conversation.opened"), replied(6)))

    answer = asked("first_response", **MARCH).only

    assert (answer.value, answer.n) == (6, 10)


def test_promise_is_kept_up_to_the_very_second_and_broken_after_it(asked):
    four_hours = {"answer_within": 4 * 3600}
    write_events(many(6, replied(4), **four_hours) + many(2, replied(4.01), prefix="late", **four_hours))
    write_events(many(2, prefix="never", **four_hours) + many(9, replied(99), prefix="unpromised"))

    answer = asked("first_response_sla", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(0.6), 10)
    assert (answer.low, answer.high) == (pytest.approx(0.312674, abs=1e-6), pytest.approx(0.831820, abs=1e-6))


def test_who_still_waits_within_the_promise_does_not_count_yet(asked):
    an_hour_ago = timezone.now() - timedelta(hours=1)
    write_events(many(10, replied(0.5), opened=an_hour_ago, answer_within=7200))
    write_events(many(4, prefix="pending", opened=an_hour_ago, answer_within=7200))
    write_events(many(5, prefix="missed", opened=an_hour_ago, answer_within=1800))

    answer = asked("first_response_sla").only

    assert (answer.value, answer.n) == (pytest.approx(10 / 15), 15)
