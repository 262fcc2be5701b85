from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from nabiz.metrics.tests.mirrors import at, event, write_events, write_segments
from nabiz.statistics import bgnbd, gamma_gamma, purchase_value, rfm

END = at("2026-03-31T21:00")


def orders(buyers, seed=1, start=1):
    """Buyers who order at a pace of their own, for amounts of their own, until they had enough."""
    rng, rows = np.random.default_rng(seed), []
    for buyer in range(start, start + buyers):
        when = END - timedelta(days=float(rng.uniform(60, 700)))
        days, leaves, scale = 40 / rng.gamma(1), rng.beta(1, 3), 100 / rng.gamma(4, 1 / 15)
        while when < END:
            rows.append(event("order.paid", when, buyer, value=Decimal(1 + int(scale * rng.gamma(6)))))
            if rng.random() < leaves:
                break
            when += timedelta(days=float(rng.exponential(min(days, 5000))))
    return rows


def by_hand(rows):
    summary = rfm.summarise(
        [row["customer_id"] for row in rows],
        [np.datetime64((row["happened_at"] + timedelta(hours=3)).date()) for row in rows],
        [float(row["value"]) for row in rows],
        end=np.datetime64("2026-04-01"),
    )
    weeks = rfm.Summary(summary.customers, summary.frequency, summary.recency // 7, summary.age // 7, summary.monetary)
    purchases = bgnbd.fit(weeks.frequency, weeks.recency, weeks.age)
    spend = gamma_gamma.fit(weeks.frequency, np.floor(weeks.monetary) + 0.5 * (weeks.frequency > 0))
    values = purchase_value.customer_value(weeks, purchases.parameters, spend.parameters, purchase_value.Horizon())
    return values.mean(), (weeks.frequency > 0).sum()


def test_value_is_that_of_the_models_fitted_by_hand(asked):
    rows = orders(400)
    write_events(rows)

    answer = asked("clv", since="2026-03", until="2026-03").only

    value, came_back = by_hand(rows)
    assert (answer.value, answer.n) == (pytest.approx(value, rel=1e-6), came_back)
    assert answer.low < answer.value < answer.high


def test_each_segment_has_a_value_of_its_own(asked):
    some, others = orders(300), orders(300, seed=2, start=301)
    write_events(some + others)
    write_segments(a=range(1, 301), b=range(301, 601))

    found = asked("clv", by=["segment"], since="2026-03", until="2026-03").answers

    assert [answer.value for answer in found] == pytest.approx([by_hand(some)[0], by_hand(others)[0]], rel=1e-6)


def test_only_what_was_bought_by_the_end_counts(asked):
    rows = orders(400)
    write_events(rows)

    answers = asked("clv", by=["month"], since="2026-02", until="2026-03").answers

    assert answers[0].n < answers[1].n
    assert answers[1].value == pytest.approx(by_hand(rows)[0], rel=1e-6)


def test_too_few_who_came_back_have_no_value(asked):
    write_events(orders(60))

    assert asked("clv", since="2026-03", until="2026-03").only.status == "not_enough_data"
