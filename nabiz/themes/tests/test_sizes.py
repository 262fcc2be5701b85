from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.themes import costs, reading
from nabiz.themes.queries import Wanted, size_of, theme_tree, verbatims_of
from nabiz.themes.spikes import spikes
from nabiz.themes.starters import starters
from nabiz.themes.windows import Stretch
from nabiz.timeline.commands import Draft, append_events


@pytest.fixture
def told(deniz):
    """Many comments at once, so many days ago each."""
    numbers = iter(range(100_000))

    def tell(comment, n, *, days_ago=1, score=3, customer_id=deniz.pk):
        moment = timezone.now() - timedelta(days=days_ago)
        drafts = [
            Draft(
                "survey.answered",
                moment,
                customer_id,
                deniz.account_id,
                facts={"survey": "Pulse", "measure": "nps", "score": score, "comment": comment},
                source="test",
                message_id=str(next(numbers)),
            )
            for _ in range(n)
        ]
        with transaction.atomic():
            append_events(drafts)
        reading.read_timeline()

    return tell


def test_the_tree_has_the_largest_theme_first(told):
    told("Kargo geç geldi", 3)
    told("Fiyat çok iyi, teşekkürler", 5, score=9)

    tree = theme_tree()

    assert [(each.theme.key, each.tally.verbatims) for each in tree] == [("price", 5), ("delivery", 3)]
    assert (tree[1].tally.customers, tree[1].tally.negative, sum(tree[1].weeks)) == (1, 3, 3)


def test_only_what_was_said_in_the_stretch_counts(told):
    told("Kargo geç geldi", 2, days_ago=200)
    told("Kargo geç geldi", 1)

    assert size_of(starters()["delivery"]).tally.verbatims == 1
    assert size_of(starters()["delivery"], Stretch.of_days(365)).tally.verbatims == 3


def test_what_names_a_thing_beside_another_counts_for_both_in_its_own_tone(told):
    told("Kargo geç geldi ama ürün harika.", 3)

    delivery, product = (size_of(starters()[key]).named for key in ("delivery", "product"))

    assert (delivery.verbatims, delivery.negative, delivery.positive) == (3, 3, 0)
    assert (product.verbatims, product.negative, product.positive) == (3, 0, 3)


def test_a_theme_costs_the_points_that_are_missing_without_it(told, monkeypatch):
    monkeypatch.setattr(costs, "_everything", lambda measure, stretch: [50, 0, 50] if measure == "nps" else None)
    told("Kargo geç geldi", 25, score=2)

    [cost] = size_of(starters()["delivery"]).costs

    assert round(cost.points, 2) == -33.33  # 0 with it, 33 without
    assert cost.low < cost.points < cost.high < 0
    assert (cost.with_it, cost.answers, cost.is_clear) == (25, 100, True)


def test_too_few_answers_cost_nothing_that_could_be_told(told, monkeypatch):
    monkeypatch.setattr(costs, "_everything", lambda measure, stretch: [50, 0, 50] if measure == "nps" else None)
    told("Kargo geç geldi", 9, score=2)

    [cost] = size_of(starters()["delivery"]).costs

    assert (cost.points, cost.with_it) == (None, 9)


def test_a_sudden_theme_is_a_spike_and_a_busy_week_is_none(told):
    told("Kargo geç geldi", 10, days_ago=30)
    told("Fiyat pahalı", 90, days_ago=30)
    told("Fiyat pahalı", 60, days_ago=2)
    assert spikes() == {}

    told("Kargo geç geldi", 40, days_ago=2)

    [(theme, spike)] = spikes().items()
    assert (theme, spike.seen) == (starters()["delivery"].pk, 40)


def test_money_behind_a_theme_is_that_of_who_spoke_and_their_account(told, deniz):
    told("Kargo geç geldi", 1)
    facts = {"subscription": "A", "plan": "Home", "mrr": "199"}
    drafts = [
        Draft("order.paid", timezone.now(), deniz.pk, value=40, currency="TRY", facts={}, source="s", message_id="1"),
        Draft(
            "subscription.started", timezone.now(), deniz.pk, currency="TRY", facts=facts, source="s", message_id="2"
        ),
    ]
    with transaction.atomic():
        append_events(drafts)

    size = size_of(starters()["delivery"])

    assert (size.paid_last_year, size.monthly) == ({"TRY": 40}, {"TRY": 199})


def test_verbatims_are_found_by_what_they_are(told):
    told("Kargo geç geldi", 1)
    told("Kargo hızlı geldi, harika", 1, score=9)

    assert verbatims_of(starters()["delivery"], Wanted(label="positive")).count() == 1
    assert verbatims_of(None, Wanted(channel="sms")).count() == 0
