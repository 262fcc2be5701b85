"""What billing systems export."""

from collections import Counter

import pytest

from nabiz.customers.models import Customer

pytestmark = pytest.mark.shared


def test_telephone_company(bring, metric, undo):
    report = bring("telco_churn/telco_customer_churn.csv", mapping="telephone-company")

    day = {"since": "2020-01-01", "until": "2020-01-01"}
    assert report.counts() == {"rows": 7_043, "taken": 7_043, "bad": 0, "left_out": 0}
    assert "sampled cells hold only spaces; they count as blank." in report.text
    assert Customer.objects.filter(traits__has_key="total_charges").count() == 7_043 - 11
    assert metric("churn", read="n", **day) == 7_043
    assert metric("churn", **day) == pytest.approx(0.2654, abs=0.00005)
    plans = {"Month-to-month": 0.4271, "One year": 0.1127, "Two year": 0.0283}
    assert metric("churn", by="plan", **day) == pytest.approx(plans, abs=0.00005)
    assert metric("mrr", **day) == pytest.approx(316_985.75, abs=0.01)
    assert metric("churned_mrr", **day) == pytest.approx(139_130.85, abs=0.01)
    assert undo() == 0


def test_accounts_and_their_subscriptions(bring, metric, undo):
    report = bring("saas_ravenstack/accounts.csv", "saas_ravenstack/subscriptions.csv.gz")

    end = {"since": "2024-12-31", "until": "2024-12-31"}
    assert report.counts() == {"rows": 3_395, "taken": 3_395, "bad": 0, "left_out": 0}
    assert report.new() == (0, 313)
    assert metric("mrr", where=["currency=GBP"], **end) == pytest.approx(6_269_212)

    assert "nothing changed" in bring("saas_ravenstack/accounts.csv").text
    assert undo() == 0


def test_tickets_of_accounts(bring, metric, told, undo):
    bring("saas_ravenstack/support_tickets.csv", mapping="ravenstack-tickets")

    asked = {"since": "2023", "until": "2024"}
    assert metric("first_response", **asked) * 60 == pytest.approx(90, abs=1)
    assert metric("time_to_resolution", **asked) == pytest.approx(35, abs=0.5)
    assert metric("csat", read="n", **asked) == 730
    scores = told("survey.answered", "facts__score")
    assert sum(scores) / len(scores) == pytest.approx(4.0, abs=0.05)
    assert len(told("conversation.transferred", "id")) / 1_245 == pytest.approx(0.053, abs=0.0005)
    assert undo() == 0


def test_why_accounts_left(bring, told, undo):
    assert bring("saas_ravenstack/churn_events.csv", mapping="ravenstack-farewells").counts()["taken"] == 371

    reasons = {"features": 72, "support": 69, "budget": 59, "unknown": 58, "pricing": 57, "competitor": 56}
    assert Counter(told("survey.answered", "touchpoint")) == reasons
    assert undo() == 0
