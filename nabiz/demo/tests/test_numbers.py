"""What the numbers of support and feedback say about the made-up company: believable, and none of them empty."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from nabiz.demo.wording import wording_in
from nabiz.metrics.tests.mirrors import write_events
from nabiz.timeline.facts import family_of

A_YEAR_AGO = f"{timezone.now() - timedelta(days=364):%Y-%m-%d}"
BELIEVABLE = {
    "pmf": (0.35, 0.55),
    "first_response": (3, 12),
    "first_response_sla": (0.75, 0.95),
    "time_to_resolution": (8, 20),
    "time_to_resolution_p90": (40, 110),
    "sla_attainment": (0.75, 0.92),
    "first_contact_resolution": (0.80, 0.94),
    "reopen_rate": (0.02, 0.08),
    "effort_index": (1.5, 6),
    "handling_time": (4, 8),
    "cost_to_serve": (80, 220),
}


@pytest.fixture
def told(story, asked_of_duckdb):
    """The story up to now, as far as it is about support and surveys."""
    wording, shift = wording_in("en"), timezone.now().timestamp() - story.end
    write_events(
        [
            {
                "kind": each.kind,
                "happened_at": each.moment + timedelta(seconds=shift),
                "customer_id": each.who + 1,
                "channel": each.channel,
                "touchpoint": each.touchpoint,
                "stage": each.stage,
                "value": None if each.value is None else Decimal(each.value),
                **wording.facts(each),
            }
            for each in story.happenings
            if family_of(each.kind) in ("support", "feedback") and not each.kind.startswith("review.")
        ]
    )
    return asked_of_duckdb


def test_the_numbers_of_a_year_are_believable(told):
    found = {name: told(name, since=A_YEAR_AGO).only for name in BELIEVABLE}

    assert {name: answer.status for name, answer in found.items()} == dict.fromkeys(BELIEVABLE, "ok")
    wrong = {name: answer.value for name, answer in found.items() if not within(answer.value, BELIEVABLE[name])}
    assert wrong == {}


def within(value, bounds):
    low, high = bounds
    return low <= value <= high


def test_the_last_four_weeks_have_every_number(told):
    assert {name: told(name).only.status for name in BELIEVABLE} == dict.fromkeys(BELIEVABLE, "ok")


def test_in_the_bad_week_promises_are_broken(told):
    before, struck = told("first_response_sla", by=["28d"]).answers[-3:-1]

    assert struck.high < before.low
