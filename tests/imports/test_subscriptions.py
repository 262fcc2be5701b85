"""What billing systems export."""

import pytest

from nabiz.customers.models import Account, Customer

pytestmark = pytest.mark.shared
FIVE = ("feature_usage.csv.gz", "support_tickets.csv", "churn_events.csv", "subscriptions.csv.gz", "accounts.csv")
REASONS = {"features": 72, "support": 69, "budget": 59, "unknown": 58, "pricing": 57, "competitor": 56}


def test_telephone_company(bring, metric, journey, segment, undo):
    report = bring("telco_churn/telco_customer_churn.csv", mapping="telephone-company")

    day = {"since": "2020-01-01", "until": "2020-01-01"}
    assert report.counts() == {"rows": 7_043, "taken": 7_043, "bad": 0, "left_out": 0}
    assert report.notes() == ["Cells of “TotalCharges” that hold only spaces and count as blank: 11"]
    assert Customer.objects.filter(traits__has_key="total_charges").count() == 7_043 - 11
    assert metric("churn", read="n", **day) == 7_043
    assert metric("churn", **day) == pytest.approx(0.2654, abs=0.00005)
    plans = {"Month-to-month": 0.4271, "One year": 0.1127, "Two year": 0.0283}
    assert metric("churn", by="plan", **day) == pytest.approx(plans, abs=0.00005)
    assert metric("mrr", **day) == pytest.approx(316_985.75, abs=0.01)
    assert metric("churned_mrr", **day) == pytest.approx(139_130.85, abs=0.01)
    segment("by-the-month", "trait.contract = Month-to-month")
    check_how_long_they_stay(journey)
    assert bring.again().changed_nothing
    assert undo() == 0


def check_how_long_they_stay(journey):
    asked = ("staying", "subscription.started", "subscription.ended", "--since=2013", "--until=2020-01-01")
    everybody, by_the_month = (journey(*asked, **more) for more in ({}, {"segment": "by-the-month"}))
    shares = {row["month"]: row["share"] for row in everybody}
    expected = {12: 0.8432, 24: 0.7887, 36: 0.7485, 48: 0.7088, 60: 0.6644, 72: 0.5928}
    assert {month: shares[month] for month in expected} == pytest.approx(expected, abs=0.00005)
    shares = {row["month"]: row["share"] for row in by_the_month}
    assert [shares[month] for month in (12, 24, 48)] == pytest.approx([0.7031, 0.5859, 0.3973], abs=0.00005)
    months = sum(row["customers"] for row in everybody[1:])
    assert months / everybody[0]["customers"] == pytest.approx(32.37, abs=0.005)


@pytest.fixture
def five(bring):
    """All five tables with one command, no mapping named; the one that only looks up is named first."""
    return bring(*(f"saas_ravenstack/{name}" for name in FIVE))


def test_five_tables_that_belong_together(five, bring, told, undo):
    assert five.counts() == {"rows": 20_361, "taken": 20_361, "bad": 0, "left_out": 0}
    assert five.new() == (0, 313)
    assert five.code == 0
    assert five.notes() == [
        "Rows that happened before what “subscription_id” names began: 11,573",  # 75 %
        "Rows with the “usage_id” of another row, of which the last counts: 8",
    ]
    begun = len(told("subscription.started", "id")) + len(told("subscription.trial_started", "id"))
    assert begun - len(told("subscription.ended", "id")) == 2_773
    used = told("feature.used", "account_id")
    assert (len(used), None in used) == (15_350 - 8, False)

    assert bring.again().changed_nothing
    assert undo() == 0


def test_what_accounts_pay_and_who_left(five, metric, told):
    end = {"since": "2024-12-31", "until": "2024-12-31", "where": ["currency=GBP"]}
    assert metric("mrr", **end) == pytest.approx(6_269_212)
    begun = len(told("subscription.started", "id")) + len(told("subscription.trial_started", "id"))
    assert len(told("subscription.ended", "id")) / begun == pytest.approx(0.1003, abs=0.00005)
    churned = set(Account.objects.filter(traits__churned=True).values_list("pk", flat=True))
    assert len(churned) / Account.objects.count() == pytest.approx(0.2204, abs=0.00005)
    left = set(told("survey.answered", "account_id", touchpoint__in=REASONS))
    assert (len(left), len(churned), len(left & churned)) == (220, 69, 48)
    reasons = metric("answers", by="touchpoint", since="2023", until="2024")
    assert {reason: reasons[reason] for reason in REASONS} == REASONS


def test_tickets_of_accounts(five, metric):
    asked = {"since": "2023", "until": "2024"}
    assert metric("first_response", **asked) * 60 == pytest.approx(90, abs=1)
    assert metric("time_to_resolution", **asked) == pytest.approx(35, abs=0.5)
    assert metric("csat", read="n", **asked) == 730
    answers = metric("answers", by=("measure", "score"), **asked)
    scores = {int(score): n for (measure, score), n in answers.items() if measure == "csat"}
    assert (set(scores), sum(scores.values())) == ({3, 4, 5}, 1_245 - 515)
    assert sum(score * n for score, n in scores.items()) / 730 == pytest.approx(4.0, abs=0.05)
    assert metric("transfer_rate", **asked) == pytest.approx(0.053, abs=0.0005)
