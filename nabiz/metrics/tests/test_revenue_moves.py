from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.metrics.tests.mirrors import at, event, subscription, write_events
from nabiz.metrics.tests.test_against_pandas import SLOW, fresh  # noqa: F401

MARCH = {"since": "2026-03", "until": "2026-03"}
BEFORE, WITHIN = "2026-01-10", "2026-03-15"
MOVES = ("new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr")


def payers(count, *steps, start=1):
    numbers = range(start, start + count)
    return [row for n in numbers for row in subscription(f"s{n}", ("started", BEFORE, 100), *steps, customer=n)]


def line(name, *steps, product="songs", customer=1):
    return [row | {"product": product} for row in subscription(name, *steps, customer=customer)]


def moves(asked, **parts):
    return {name: asked(name, **MARCH | parts).only.value for name in MOVES}


def test_each_customer_moves_in_one_way(asked):
    write_events(payers(1) + payers(1, ("changed", WITHIN, 130), start=2) + payers(1, ("changed", WITHIN, 60), start=3))
    write_events(payers(1, ("ended", WITHIN, 0), start=4) + subscription("n", ("started", WITHIN, 70), customer=5))
    again = [("started", "2025-06-01", 90), ("ended", "2025-09-01", 0), ("started", WITHIN, 50)]
    write_events(subscription("r", *again, customer=6))

    found = moves(asked)

    assert found == dict(zip(MOVES, (70, 50, 30, 40, 100), strict=True))
    assert asked("reactivation_mrr", **MARCH).only.n == 1


def test_who_came_and_left_within_the_period_moved_nothing(asked):
    write_events(payers(1) + subscription("x", ("started", "2026-03-05", 70), ("ended", "2026-03-20", 0), customer=5))

    assert set(moves(asked).values()) == {0}


def test_trial_that_is_paid_is_new_and_not_back(asked):
    write_events(subscription("t", ("trial_started", "2026-02-20", 0), ("started", "2026-03-06", 90), customer=5))

    assert (moves(asked)["new_mrr"], moves(asked)["reactivation_mrr"]) == (90, 0)


def test_gross_retention_does_not_let_upgrades_hide_losses(asked):
    write_events(
        payers(40) + payers(10, ("ended", WITHIN, 0), start=41) + payers(10, ("changed", WITHIN, 300), start=51)
    )

    gross, net = (asked(name, **MARCH).only for name in ("grr", "nrr"))

    assert (gross.value, gross.n) == (pytest.approx(5000 / 6000), 60)
    assert net.value == pytest.approx(7000 / 6000)
    assert 0.7 < gross.low < gross.value < gross.high < 0.93


def test_retention_of_few_customers_is_not_told(asked):
    write_events(payers(49))

    assert {asked(name, **MARCH).only.status for name in ("nrr", "grr")} == {"not_enough_data"}


def test_more_of_the_same_is_up_sell_and_another_product_cross_sell(asked):
    write_events(line("a", ("started", BEFORE, 100), ("changed", WITHIN, 140)))
    write_events(line("b", ("started", WITHIN, 30), product="lights"))
    write_events(line("c", ("started", WITHIN, 500), product="lights", customer=2))

    assert (asked("up_sell", **MARCH).only.value, asked("cross_sell", **MARCH).only.value) == (40, 30)
    assert asked("expansion_mrr", **MARCH).only.value == 70


def test_a_second_subscription_of_the_same_product_is_up_sell(asked):
    write_events(line("a", ("started", BEFORE, 100)) + line("b", ("started", WITHIN, 100)))

    assert (asked("up_sell", **MARCH).only.value, asked("cross_sell", **MARCH).only.value) == (100, 0)


def test_a_swapped_product_is_cross_sell_though_the_customer_did_not_grow(asked):
    write_events(line("a", ("started", BEFORE, 100), ("ended", WITHIN, 0)))
    write_events(line("b", ("started", WITHIN, 90), product="lights"))

    assert (asked("cross_sell", **MARCH).only.value, asked("expansion_mrr", **MARCH).only.value) == (90, 0)
    assert asked("contraction_mrr", **MARCH).only.value == 10


def test_a_change_without_a_product_stays_with_that_of_the_subscription(asked):
    write_events(line("a", ("started", BEFORE, 100)))
    write_events(subscription("a", ("changed", WITHIN, 120)))

    assert (asked("up_sell", **MARCH).only.value, asked("cross_sell", **MARCH).only.value) == (20, 0)


step = st.builds(
    lambda kind, day, customer, product, mrr: event(
        f"subscription.{kind}", at(f"2026-0{1 + day // 28}-{1 + day % 28:02}"), customer, product=product,
        subscription=f"{customer}{product}", mrr=Decimal(0 if kind in ("ended", "trial_started") else mrr),
    ),
    st.sampled_from(["started", "changed", "ended", "trial_started"]), st.integers(0, 111), st.integers(1, 6),
    st.sampled_from(["songs", "lights"]), st.integers(0, 50),
)  # fmt: skip


@SLOW
@given(rows=st.lists(step, min_size=1, max_size=60))
def test_the_movements_lead_from_one_month_to_the_next(fresh, asked, rows):  # noqa: F811
    fresh()
    write_events(rows)

    told = {
        name: [a.value for a in asked(name, by=["month"], since="2026-01", until="2026-05").answers]
        for name in (*MOVES, "mrr")
    }

    new, back, more, less, lost, ends = (told[name] for name in (*MOVES, "mrr"))
    starts = [0, *ends[:-1]]
    for at_start, at_end, *each in zip(starts, ends, new, back, more, less, lost, strict=True):
        assert at_start + each[0] + each[1] + each[2] - each[3] - each[4] == pytest.approx(at_end)


@SLOW
@given(rows=st.lists(step, min_size=1, max_size=60))
def test_up_sell_and_cross_sell_are_the_growth_told_by_product(fresh, asked, rows):  # noqa: F811
    fresh()
    write_events(rows)

    up, cross, expansion = (asked(name, **MARCH).only.value for name in ("up_sell", "cross_sell", "expansion_mrr"))
    ends = {}
    for row in sorted(rows, key=lambda row: row["happened_at"]):
        for moment in ("2026-03-01T00:00:00+03:00", "2026-04-01T00:00:00+03:00"):
            if row["happened_at"] <= at(moment):
                ends[moment, row["customer_id"], row["product"]] = int(row["mrr"])
    assert up + cross >= expansion - 1e-9
    assert (up, cross) == by_product(ends)


def by_product(ends):
    up = cross = 0
    first, last = "2026-03-01T00:00:00+03:00", "2026-04-01T00:00:00+03:00"
    for customer in range(1, 7):
        start, end = ({p: ends.get((when, customer, p), 0) for p in ("songs", "lights")} for when in (first, last))
        for product, more in ((p, end[p] - start[p]) for p in start if sum(start.values())):
            up += max(more, 0) if start[product] else 0
            cross += 0 if start[product] else max(more, 0)
    return up, cross
