"""What the numbers of money and use say about the made-up company: believable, and none of them empty."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from nabiz.demo.wording import wording_in
from nabiz.metrics.tests.mirrors import write_events
from nabiz.timeline.facts import family_of

BELIEVABLE = {
    "retention": (0.95, 0.985),
    "nrr": (0.96, 1.05),
    "grr": (0.94, 0.985),
    "mrr": (500_000, 3_000_000),
    "new_mrr": (10_000, 150_000),
    "reactivation_mrr": (200, 20_000),
    "expansion_mrr": (5_000, 80_000),
    "up_sell": (3_000, 70_000),
    "cross_sell": (1_000, 30_000),
    "contraction_mrr": (500, 30_000),
    "churned_mrr": (8_000, 80_000),
    "trial_conversion": (0.5, 0.8),
    "active_customers": (1_000, 4_000),
    "stickiness": (0.08, 0.3),
    "adoption": (0.75, 0.99),
    "adoption_depth": (15, 60),
    "activation": (0.35, 0.75),
    "average_order_value": (2_000, 7_000),
    "repeat_purchase": (0.3, 0.8),
    "clv": (3_000, 12_000),
}


@pytest.fixture
def told(story, asked_of_duckdb):
    """The story up to now, as far as it is about money and use."""
    wording, shift = wording_in("en"), timezone.now().timestamp() - story.end
    write_events(
        [
            {
                "kind": each.kind,
                "happened_at": each.moment + timedelta(seconds=shift),
                "customer_id": each.who + 1,
                "account_id": story.people[each.who].firm.index + 1 if story.people[each.who].firm else None,
                "value": None if each.value is None else Decimal(each.value),
                **{name: decimal(name, fact) for name, fact in wording.facts(each).items()},
            }
            for each in story.happenings
            if family_of(each.kind) in ("money", "usage")
        ]
    )
    return asked_of_duckdb


def decimal(name, fact):
    return Decimal(fact) if name in ("mrr", "previous_mrr", "margin") else fact if "promised" not in name else None


def test_the_numbers_of_four_weeks_are_believable(told):
    found = {name: told(name, by=["28d"]).answers[-1] for name in BELIEVABLE}

    assert {name: answer.status for name, answer in found.items()} == dict.fromkeys(BELIEVABLE, "ok")
    wrong = {name: answer.value for name, answer in found.items() if not within(answer.value, BELIEVABLE[name])}
    assert wrong == {}


def within(value, bounds):
    low, high = bounds
    return low <= value <= high


def test_venues_buy_lights_and_every_feature_has_adopters(told):
    lights = told("cross_sell", by=["plan"], since="2026-01").answers
    features = told("adoption", by=["feature"]).answers

    assert {answer.group("plan") for answer in lights if answer.value} == {"Işık", "Işık Mekân"}
    assert all(answer.value > 0.02 for answer in features)
