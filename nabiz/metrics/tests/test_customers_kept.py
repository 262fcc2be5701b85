import pytest

from nabiz.metrics.tests.mirrors import at, event, subscription, write_customers, write_events, write_segments

MARCH = {"since": "2026-03", "until": "2026-03"}
BEFORE, WITHIN, AFTER = "2026-01-10", "2026-03-15", "2026-04-02"


def payers(count, *steps, start=1):
    """So many customers with one subscription each that takes the same steps."""
    numbers = range(start, start + count)
    return [row for n in numbers for row in subscription(f"s{n}", ("started", BEFORE, 100), *steps, customer=n)]


def test_retention_and_churn_follow_those_who_paid_at_the_start(asked):
    write_events(payers(16) + payers(4, ("ended", WITHIN, 0), start=17))
    write_events(subscription("new", ("started", WITHIN, 100), customer=99))

    kept, lost = (asked(name, **MARCH).only for name in ("retention", "churn"))

    assert (kept.value, kept.n) == (pytest.approx(16 / 20), 20)
    assert (lost.value, lost.n) == (pytest.approx(4 / 20), 20)
    assert kept.low == pytest.approx(1 - lost.high)


def test_end_after_the_period_is_not_yet_lost(asked):
    write_events(payers(12, ("ended", AFTER, 0)))

    assert asked("churn", **MARCH).only.value == 0


@pytest.mark.every_engine
def test_end_at_the_very_end_of_the_period_is_lost_in_it(asked):
    midnight = at("2026-04-01T00:00:00+03:00")
    rows = payers(12)
    write_events(rows + [event("subscription.ended", midnight, n, subscription=f"s{n}") for n in range(1, 13)])

    result = asked("churn", by=["month"], since="2026-03", until="2026-04")

    assert [(answer.value, answer.n) for answer in result.answers] == [(1, 12), (None, 0)]


def test_start_at_the_very_start_of_the_period_is_in_its_base(asked):
    midnight = at("2026-03-01T00:00:00+03:00")
    write_events([event("subscription.started", midnight, n, subscription=f"s{n}", mrr=5) for n in range(1, 13)])

    assert asked("retention", **MARCH).only.n == 12


@pytest.mark.every_engine
def test_lost_trial_is_churn_only_where_trials_count(asked):
    write_events(payers(12))
    trials = [("trial_started", "2026-02-20", 0), ("ended", "2026-03-06", 0)]
    write_events([row for n in range(50, 58) for row in subscription(f"t{n}", *trials, customer=n)])

    assert asked("churn", **MARCH).only.value == 0
    assert asked("churn_with_trials", **MARCH).only.value == pytest.approx(8 / 20)


def test_trial_that_is_paid_in_the_period_is_new_and_not_kept(asked):
    write_events(payers(12))
    write_events(subscription("t", ("trial_started", "2026-02-20", 0), ("started", "2026-03-06", 90), customer=50))

    assert asked("retention", **MARCH).only.n == 12
    assert asked("mrr", **MARCH).only.n == 13


def test_return_within_the_period_is_kept(asked):
    write_events(payers(12, ("ended", "2026-03-10", 0), ("started", "2026-03-20", 100)))

    assert asked("retention", **MARCH).only.value == 1


def test_account_with_two_subscriptions_is_one_customer(asked):
    rows = payers(11)
    rows += subscription("x1", ("started", BEFORE, 50), ("ended", WITHIN, 0), customer=20, account=7)
    write_events(rows + subscription("x2", ("started", BEFORE, 50), customer=21, account=7))

    answer = asked("retention", **MARCH).only

    assert (answer.value, answer.n) == (1, 12)


def test_account_that_became_known_later_owns_the_subscription_from_its_start(asked):
    rows = payers(10) + subscription("x", ("started", BEFORE, 50), customer=20)
    write_events(rows + subscription("x", ("ended", WITHIN, 0), customer=20, account=7))

    answer = asked("churn", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(1 / 11), 11)


@pytest.mark.every_engine
def test_nrr_counts_upgrades_and_losses_of_the_opening_customers_only(asked):
    write_events(payers(58) + payers(1, ("changed", WITHIN, 250), start=59) + payers(1, ("ended", WITHIN, 0), start=60))
    write_events(subscription("new", ("started", WITHIN, 999), customer=99))

    answer = asked("nrr", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx((5800 + 250) / 6000), 60)
    assert answer.low < answer.value < answer.high


def test_money_in_another_currency_is_left_out(asked):
    foreign = [row | {"currency": "EUR"} for row in subscription("x", ("started", BEFORE, 9), customer=20)]
    write_events(payers(12) + foreign)

    answer = asked("mrr", **MARCH).only

    assert (answer.value, answer.low, answer.high, answer.n) == (1200, 1200, 1200, 13)


@pytest.mark.every_engine
def test_mrr_is_that_of_the_end_of_each_month(asked):
    write_events(payers(2, ("changed", WITHIN, 150)))

    result = asked("mrr", by=["month"], since="2026-01", until="2026-03")

    assert [answer.value for answer in result.answers] == [200, 200, 300]


def test_segment_of_any_person_of_an_account_is_the_accounts(asked):
    write_events(
        [r for n in range(1, 13) for r in subscription(f"s{n}", ("started", BEFORE, 10), customer=n, account=n)]
    )
    write_segments(venues=range(1, 11), all=range(1, 13))

    result = asked("retention", by=["segment"], **MARCH)

    assert [(answer.group("segment"), answer.n) for answer in result.answers] == [("all", 12), ("venues", 10)]


@pytest.mark.every_engine
def test_plan_is_that_of_the_start(asked):
    write_events(
        [
            r
            for n in range(1, 12)
            for r in subscription(
                f"s{n}", ("started", BEFORE, 10, "home"), ("changed", WITHIN, 30, "venue"), customer=n
            )
        ]
    )

    result = asked("retention", by=["plan"], **MARCH)

    assert [(answer.group("plan"), answer.n, answer.value) for answer in result.answers] == [("home", 11, 1)]
    assert asked("retention", where={"plan": "venue"}, **MARCH).only.n == 0


@pytest.mark.every_engine
def test_active_customers_are_counted_once_and_not_for_signing_in(asked):
    write_customers((1, 1, None, "", ""), (2, 1, None, "", ""))
    uses = [event("feature.used", WITHIN, n) for n in (1, 1, 2, 3)] + [event("page.viewed", WITHIN, 4)]
    write_events([*uses, event("user.signed_in", WITHIN, 5), event("page.viewed", WITHIN, None)])

    answer = asked("active_customers", **MARCH).only

    assert (answer.value, answer.low, answer.high, answer.status) == (3, 3, 3, "ok")
