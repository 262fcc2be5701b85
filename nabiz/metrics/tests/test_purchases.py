from decimal import Decimal

import numpy as np
import pytest

from nabiz.metrics.tests.mirrors import event, subscription, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def order(customer, when="2026-03-10", value=100, **more):
    return event("order.paid", when, customer, value=None if value is None else Decimal(value), **more)


def test_average_order_value_is_that_of_paid_orders(asked):
    values = [int(each) for each in np.random.default_rng(1).lognormal(5, 1, 60)]
    write_events([order(n, value=value, currency="TRY") for n, value in enumerate(values, 1)])
    write_events(
        [order(1, value=0), order(1, value=None), event("order.returned", "2026-03-11", 1, value=Decimal(-50))]
    )

    answer = asked("average_order_value", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(np.mean(values)), 60)
    assert 0 < answer.value - answer.low < answer.high - answer.value


def test_average_of_few_orders_is_not_told(asked):
    write_events([order(n) for n in range(49)])

    assert asked("average_order_value", **MARCH).only.status == "not_enough_data"


def test_who_had_bought_before_or_buys_twice_buys_again(asked):
    write_events([order(n) for n in range(1, 13)] + [order(1, "2026-03-20"), order(2, "2025-03-20")])

    answer = asked("repeat_purchase", **MARCH).only

    assert (answer.value, answer.n) == (2 / 12, 12)


def test_a_later_order_does_not_make_an_earlier_one_a_repeat(asked):
    write_events([order(n, f"2026-{month}-10") for n in range(1, 11) for month in ("02", "03")])

    result = asked("repeat_purchase", by=["month"], since="2026-02", until="2026-03")

    assert [answer.value for answer in result.answers] == [0, 1]


def test_two_people_of_an_account_are_one_buyer(asked):
    write_events([order(n) for n in range(1, 10)] + [order(n, account_id=7) for n in (20, 21)])

    answer = asked("repeat_purchase", **MARCH).only

    assert (answer.value, answer.n) == (1 / 10, 10)


def trials(count, *steps, start=1):
    return [
        row | {"trial_days": 14}
        for n in range(start, start + count)
        for row in subscription(f"t{n}", ("trial_started", "2026-03-02", 0), *steps, customer=n)
    ]


def test_trials_that_are_paid_by_their_end_are_converted(asked):
    write_events(trials(4, ("started", "2026-03-16T06:00", 90)) + trials(2, ("started", "2026-03-25", 90), start=5))
    write_events(trials(6, ("ended", "2026-03-16", 0), start=7))

    answer = asked("trial_conversion", **MARCH).only

    assert (answer.value, answer.n) == (4 / 12, 12)


def test_a_trial_counts_in_the_period_in_which_it_ends(asked):
    late = [row | {"trial_days": 30} for row in trials(12)]
    write_events(late)

    result = asked("trial_conversion", by=["month"], since="2026-03", until="2026-04")

    assert [answer.n for answer in result.answers] == [0, 12]


def test_trial_conversion_by_plan(asked):
    write_events([row | {"plan": "home" if row["customer_id"] < 5 else "venue"} for row in trials(12)])

    found = asked("trial_conversion", by=["plan"], **MARCH).answers

    assert [(answer.group("plan"), answer.n) for answer in found] == [("home", 4), ("venue", 8)]
