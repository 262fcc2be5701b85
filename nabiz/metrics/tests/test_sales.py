from decimal import Decimal

import pytest

from nabiz.metrics.tests.mirrors import event, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def order(value, kind="order.paid", when="2026-03-10", **more):
    return event(kind, when, value=None if value is None else Decimal(value), **more)


@pytest.mark.every_engine
def test_revenue_is_what_was_paid_less_what_went_back(asked):
    write_events([order(100), order("40.50"), order(0), order(None), order(7, currency="EUR")])
    write_events([order(-30, "order.returned"), order(10, "order.returned"), order(None, "order.returned")])

    found = {name: asked(name, **MARCH).only for name in ("sales", "returns", "revenue")}

    assert {name: (float(each.value), each.n) for name, each in found.items()} == {
        "sales": (140.5, 2), "returns": (40, 2), "revenue": (100.5, 2),
    }  # fmt: skip


def test_returns_alone_are_a_revenue_below_zero(asked):
    write_events([order(30, "order.returned"), order(50, when="2026-02-10")])

    result = asked("revenue", by=["month"], since="2026-02", until="2026-03")

    assert [answer.counts["revenue"] for answer in result.answers] == [50, -30]


def test_revenue_in_another_currency_is_told_apart(asked):
    write_events([order(100), order(7, currency="EUR"), order(2, "order.returned", currency="EUR")])

    found = asked("revenue", by=["currency"], **MARCH).answers

    assert [(each.group("currency"), float(each.value)) for each in found] == [("EUR", 5), ("TRY", 100)]
