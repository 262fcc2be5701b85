"""What billing systems export."""

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
