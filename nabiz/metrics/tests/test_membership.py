import pytest

from nabiz.metrics.parsing import BadQuestion
from nabiz.metrics.tests.mirrors import answers, event, write_events, write_memberships, write_segments

SPRING = {"since": "2026-03-01", "until": "2026-04-30"}


@pytest.fixture
def moved():
    """Customer 1 was a venue in March and a home in April, and was asked in both."""
    write_segments(homes=[1])
    write_memberships((1, "venues", "2026-03-01", "2026-04-01"), (1, "homes", "2026-04-01", "9999-12-31"))
    write_events(answers([9], when="2026-03-10") + answers([2], when="2026-04-10"))


def counts(result):
    return {answer.group("segment"): answer.n for answer in result.answers}


def test_an_event_counts_for_the_segment_of_its_time(asked, moved):
    assert counts(asked("nps", by=["segment"], membership="then", **SPRING)) == {"homes": 1, "venues": 1}
    assert counts(asked("nps", by=["segment"], **SPRING)) == {"homes": 2}


def test_a_filter_minds_the_time_too(asked, moved):
    assert asked("nps", where={"segment": "homes"}, membership="then", **SPRING).only.n == 1
    assert asked("nps", where={"segment": "homes"}, **SPRING).only.n == 2


def test_states_have_no_then(asked, moved):
    write_events([event("subscription.started", "2026-03-01", subscription="s", plan="pro")])

    with pytest.raises(BadQuestion, match="compares states, not events"):
        asked("nrr", by=["segment"], membership="then", **SPRING)
    with pytest.raises(BadQuestion, match="“now” or “then”"):
        asked("nps", membership="once", **SPRING)
