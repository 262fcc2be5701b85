import pytest

from nabiz.inbox.tests.talks import MARCH
from nabiz.metrics.tests.mirrors import event, write_events

pytestmark = pytest.mark.every_engine


def call(n, wait, was_answered=True, **more):
    facts = {"call": f"k{n}", "was_answered": was_answered, "wait_seconds": wait} | more
    return event("call.ended", "2026-03-10", None, **facts)


@pytest.fixture
def day_of_calls(asked):
    """80 calls: 60 answered, of which 40 at once and 20 after a minute; 20 given up after five seconds."""
    waits = [(0, True)] * 40 + [(60, True)] * 20 + [(5, False)] * 20
    write_events([call(n, *each, agent="ab"[n % 2], queue="orders") for n, each in enumerate(waits)])
    return asked


def test_calls_those_given_up_and_the_wait_of_those_answered(day_of_calls):
    answers = {
        name: day_of_calls(name, **MARCH).only
        for name in ("calls", "abandonment_rate", "service_level", "speed_of_answer")
    }

    assert {name: (answer.value, answer.n) for name, answer in answers.items()} == {
        "calls": (80, 80), "abandonment_rate": (0.25, 80), "service_level": (0.5, 80), "speed_of_answer": (20, 60),
    }  # fmt: skip
    assert 0 < answers["speed_of_answer"].low < 20 < answers["speed_of_answer"].high
    assert [each.group("agent") for each in day_of_calls("calls", by=["agent"], **MARCH).answers] == ["a", "b"]


def test_a_call_is_held_to_its_own_promise_or_else_to_twenty_seconds(asked):
    write_events([call(n, 25) for n in range(10)] + [call(n, 25, answer_within=30) for n in range(10, 15)])

    assert asked("service_level", **MARCH).only.value == pytest.approx(5 / 15)
