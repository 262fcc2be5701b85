"""What shops export: orders, returns, clicks."""

import csv
from collections import Counter

import numpy as np
import pytest

from nabiz.statistics import bgnbd, bgnbd_forecast, gamma_gamma, rfm

pytestmark = pytest.mark.shared
RETAIL, CDNOW = "online_retail/online_retail_part.parquet", "cdnow/cdnow_sample_transactions.csv"
CLICKS = "clickstream_ecom/ecom_events.csv.gz"
CALIBRATED = np.datetime64("1997-09-30")


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
    sales, returns, revenue = (metric(name, **years) for name in ("sales", "returns", "revenue"))
    assert (sales, revenue) == (pytest.approx(5_932_401.82, abs=0.01), pytest.approx(sales - returns))
    assert metric("repeat_purchase", **years) == pytest.approx(0.6618, abs=0.00005)

    assert bring.again().changed_nothing
    assert undo() == 0


def test_invoices_of_online_retail(bring, metric):
    """Also those that nobody's name is on."""
    assert bring(RETAIL, mapping="online-retail-invoices").counts()["taken"] == 328_991

    years = {"since": "2010", "until": "2011"}
    paid, returned = (metric(name, by="touchpoint", read="n", **years) for name in ("sales", "returns"))
    assert len(paid.keys() | returned.keys()) == 32
    written_off = 1_286  # invoices of goods at no price, which bring nothing and take nothing back
    assert sum(paid.values()) + sum(returned.values()) == 15_689 - written_off


@pytest.fixture
def cdnow(bring):
    report = bring(CDNOW, mapping="cdnow")

    assert report.counts() == {"rows": 6_919, "taken": 6_919, "bad": 0, "left_out": 0}
    assert report.new() == (2_357, 0)
    return bring


def test_cdnow(cdnow, metric, undo):
    asked = {"since": "1997", "until": "1998-06-30"}
    in_dollars = {"where": ["currency=USD"]}
    assert metric("sales", **asked, **in_dollars) == pytest.approx(244_091.94, abs=0.001)
    assert metric("repeat_purchase", read="n", **asked) == 2_357
    assert metric("clv", read="n", since="1997", until="1997-09-30", **in_dollars) == 946  # who came back

    assert cdnow.again().changed_nothing
    assert undo() == 0


def test_what_was_published_about_cdnow_comes_out_of_what_was_brought_in(cdnow, exported, data):
    """The models take histories, which are no metric: they are made of what `nabiz export` writes."""
    orders = exported("cdnow")
    who = [each["customer_id"] for each in orders]
    days = np.array([each["happened_at"][:10] for each in orders], dtype="datetime64[D]")
    found = rfm.summarise(who, days, [float(each["value"]) for each in orders], end=CALIBRATED, unit="week")

    with (data / "cdnow/cdnow_sample_summary_39w.csv").open() as lines:
        published = [[float(row[name]) for name in ("frequency", "recency", "T")] for row in csv.DictReader(lines)]
    mine = np.column_stack([found.frequency, found.recency, found.age])
    assert np.array(sorted(mine.round(2).tolist())) == pytest.approx(np.array(sorted(published)), abs=0.011)
    model = bgnbd.fit(found.frequency, found.recency, found.age)
    assert model.parameters == pytest.approx((0.2426, 4.4136, 0.7929, 2.4259), abs=0.0001)
    assert model.loglik == pytest.approx(-9582.43, abs=0.005)
    spend = gamma_gamma.fit(found.frequency, found.monetary)
    assert spend.parameters == pytest.approx((6.2496, 3.7442, 15.4435), abs=0.002)
    one = bgnbd_forecast.expected_purchases(model.parameters, [2], [30.43], [38.86], 39)
    assert one[0] == pytest.approx(1.226, abs=0.0005)
    expected = bgnbd_forecast.expected_purchases(model.parameters, found.frequency, found.recency, found.age, 39)
    later = Counter(customer for customer, day in set(zip(who, days, strict=True)) if day > CALIBRATED)
    fact = np.array([later[customer] for customer in found.customers])
    assert (fact.sum(), expected.sum()) == (1_882, pytest.approx(1_653.4, abs=0.05))
    assert np.corrcoef(fact, expected)[0, 1] == pytest.approx(0.626, abs=0.0005)
    assert np.abs(fact - expected).mean() == pytest.approx(0.786, abs=0.001)


def test_clicks_are_known_by_their_headers(bring, metric, undo):
    assert bring(CLICKS).counts()["taken"] == 18_810

    assert metric("active_customers", since="2024-01-07", until="2024-06-29") == 363
    assert bring.again().changed_nothing
    assert undo() == 0


def test_steps_that_a_visit_took(bring, metric, undo):
    bring(CLICKS, mapping="clickstream-sessions")

    time = {"since": "2024-01-07", "until": "2024-06-29"}
    assert metric("active_customers", **time) == 2_153
    steps = metric("active_customers", by="touchpoint", **time)
    expected = {"product_view": 1_725, "add_to_cart": 735, "cart": 627, "shipping_details": 496, "payment_details": 405}
    assert expected | {"purchase": 300} == {name: steps[name] for name in [*expected, "purchase"]}
    assert undo() == 0
