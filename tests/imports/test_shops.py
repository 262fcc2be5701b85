"""What shops export: orders, returns, clicks."""

import pytest

pytestmark = pytest.mark.shared
RETAIL, CDNOW = "online_retail/online_retail_part.parquet", "cdnow/cdnow_sample_transactions.csv"
CLICKS = "clickstream_ecom/ecom_events.csv.gz"


def test_online_retail(bring, metric, undo):
    report = bring(RETAIL, mapping="online-retail")

    years = {"since": "2010", "until": "2011"}
    assert report.counts() == {"rows": 328_991, "taken": 247_370, "bad": 0, "left_out": 81_621}
    assert report.new() == (2_597, 0)
    assert report.notes()[:5] == [
        "Rows left out because “CustomerID” is blank: 81,621",
        "Rows that tell of no event because “UnitPrice” is not more than 0: 30",
        "Rows that repeat another one word for word and count all the same: 3,184",
        "Negative numbers in “Quantity”: 6,482, the first in row 88: -1",
        "Negative numbers in “UnitPrice”: 2, the first in row 184,345: -11062.06",
    ]
    assert "Order returned, rows that tell of it: 5,525" in report.text  # of 5,680; nobody is named in the others
    orders, average = (metric("average_order_value", read=name, **years) for name in ("n", "value"))
    assert orders * average == pytest.approx(5_932_401.82, abs=0.01)
    assert metric("repeat_purchase", **years) == pytest.approx(0.6618, abs=0.00005)

    assert "nothing changed" in bring(RETAIL, mapping="online-retail").text
    assert undo() == 0


def test_cdnow(bring, metric, undo):
    report = bring(CDNOW, mapping="cdnow")

    assert report.counts() == {"rows": 6_919, "taken": 6_919, "bad": 0, "left_out": 0}
    assert report.new() == (2_357, 0)
    asked = {"since": "1997", "until": "1998-06-30", "where": ["currency=USD"]}
    orders, average = (metric("average_order_value", read=name, **asked) for name in ("n", "value"))
    assert orders * average == pytest.approx(244_091.94, abs=0.01)
    assert metric("repeat_purchase", since="1997", until="1998-06-30", read="n") == 2_357

    assert "nothing changed" in bring(CDNOW, mapping="cdnow").text
    assert undo() == 0


def test_clicks_are_known_by_their_headers(bring, metric, undo):
    assert bring(CLICKS).counts()["taken"] == 18_810

    assert metric("active_customers", since="2024-01-07", until="2024-06-29") == 363
    assert undo() == 0


def test_steps_that_a_visit_took(bring, metric, undo):
    bring(CLICKS, mapping="clickstream-sessions")

    time = {"since": "2024-01-07", "until": "2024-06-29"}
    assert metric("active_customers", **time) == 2_153
    steps = metric("active_customers", by="touchpoint", **time)
    expected = {"product_view": 1_725, "add_to_cart": 735, "cart": 627, "shipping_details": 496, "payment_details": 405}
    assert expected | {"purchase": 300} == {name: steps[name] for name in [*expected, "purchase"]}
    assert undo() == 0
