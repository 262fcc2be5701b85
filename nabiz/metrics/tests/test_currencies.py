import pytest

from nabiz.metrics.parsing import BadQuestion
from nabiz.metrics.tests.mirrors import event, subscription, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture
def two_currencies(asked):
    rows = [row for n in range(1, 4) for row in subscription(f"s{n}", ("started", "2026-01-10", 100), customer=n)]
    euros = [row | {"currency": "EUR"} for row in subscription("e", ("started", "2026-03-10", 7), customer=9)]
    write_events(rows + euros + [event("order.paid", "2026-03-10", n, value=n, currency="EUR") for n in range(1, 61)])
    return asked


def test_only_the_company_s_currency_is_counted_unless_asked(two_currencies):
    assert two_currencies("mrr", **MARCH).only.value == 300
    assert two_currencies("mrr", where={"currency": "eur"}, **MARCH).only.value == 7
    assert two_currencies("mrr", where={"currency": "TRY"}, **MARCH).only.value == 300


def test_each_currency_stands_for_itself_where_it_is_a_group(two_currencies):
    found = two_currencies("new_mrr", by=["currency"], **MARCH).answers

    assert {answer.group("currency"): answer.value for answer in found} == {"EUR": 7, "TRY": 0}


def test_orders_of_another_currency_are_left_out_unless_asked(two_currencies):
    assert two_currencies("average_order_value", **MARCH).only.n == 0
    assert two_currencies("average_order_value", where={"currency": "EUR"}, **MARCH).only.value == 30.5


def test_money_of_several_currencies_is_refused(two_currencies):
    with pytest.raises(BadQuestion, match="Ask for one of EUR, TRY, or group by currency"):
        two_currencies("mrr", where={"currency": "EUR,TRY"}, **MARCH)

    assert two_currencies("retention", where={"currency": "EUR,TRY"}, **MARCH).only.n == 3
    assert len(two_currencies("mrr", by=["currency"], where={"currency": "EUR,TRY"}, **MARCH).answers) == 2


def test_currency_that_nothing_was_paid_in_is_refused(two_currencies):
    with pytest.raises(BadQuestion, match=r"“USD” is no value of “currency”. There are: EUR, TRY"):
        two_currencies("mrr", where={"currency": "USD"}, **MARCH)
