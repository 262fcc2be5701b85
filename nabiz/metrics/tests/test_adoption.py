import numpy as np
import pytest

from nabiz.metrics.tests.mirrors import event, subscription, write_events, write_segments

MARCH = {"since": "2026-03", "until": "2026-03"}
BEFORE = "2026-01-10"


def payers(*numbers, **more):
    return [row | more for n in numbers for row in subscription(f"s{n}", ("started", BEFORE, 100), customer=n)]


def used(customer, feature, count, when="2026-03-10", **more):
    return event("feature.used", when, customer, feature=feature, count=count, **more)


def by_feature(result):
    return {answer.group("feature"): (answer.value, answer.n) for answer in result.answers}


def test_adoption_is_the_share_of_opening_payers_with_three_uses(asked):
    write_events(payers(*range(1, 11)) + [used(n, "duet", 3) for n in (1, 2)] + [used(3, "duet", 2)])
    write_events([used(99, "duet", 9), used(4, "duet", 1), used(4, "duet", 2), used(5, "duet", 9, "2026-04-02")])

    answer = asked("adoption", **MARCH).only

    assert (answer.value, answer.n) == (3 / 10, 10)


def test_three_uses_of_different_features_are_not_adoption(asked):
    write_events(payers(*range(1, 11)) + [used(1, name, 1) for name in ("duet", "queue", "keys")])

    assert asked("adoption", **MARCH).only.value == 0


def test_adoption_by_feature_counts_everyone_who_pays(asked):
    write_events([*payers(*range(1, 11)), used(1, "duet", 3), used(1, "queue", 5), used(2, "queue", 5)])

    assert by_feature(asked("adoption", by=["feature"], **MARCH)) == {"duet": (0.1, 10), "queue": (0.2, 10)}
    assert asked("adoption", where={"feature": "duet"}, **MARCH).only.value == 0.1


def test_a_feature_that_nobody_used_in_a_month_is_at_zero(asked):
    write_events([*payers(*range(1, 11)), used(1, "duet", 3, "2026-02-10"), used(1, "queue", 3)])

    result = asked("adoption", by=["month", "feature"], since="2026-02", until="2026-03")

    assert [(a.group("month"), a.group("feature"), a.value) for a in result.answers] == [
        ("2026-02", "duet", 0.1), ("2026-02", "queue", 0), ("2026-03", "duet", 0), ("2026-03", "queue", 0.1),
    ]  # fmt: skip


def test_what_the_people_of_an_account_use_is_added_up(asked):
    write_events(payers(*range(1, 10)) + payers(10, account_id=7))
    write_events([used(n, "duet", 1, account_id=7) for n in (10, 11, 12)])

    assert asked("adoption", **MARCH).only.value == 0.1


def test_adoption_by_feature_in_a_segment(asked):
    write_events(payers(*range(1, 21)) + [used(n, "duet", 4) for n in (1, 2, 15)])
    write_segments(venues=range(1, 11), homes=range(11, 21))

    found = asked("adoption", by=["segment", "feature"], **MARCH).answers

    assert [(a.group("segment"), a.value, a.n) for a in found] == [("homes", 0.1, 10), ("venues", 0.2, 10)]


def test_depth_is_the_median_use_of_those_who_adopted(asked):
    counts = [3, 4, 5, 6, 7, 8, 20, 30, 40, 50, 60, 70]
    write_events(payers(*range(1, 21)) + [used(n, "duet", count) for n, count in enumerate(counts, 1)])
    write_events([used(15, "duet", 2)])

    answer = asked("adoption_depth", **MARCH).only

    assert (answer.value, answer.n) == (np.median(counts), 12)
    assert 4 < answer.low < 14 < answer.high < 60


def test_depth_by_feature(asked):
    write_events(payers(*range(1, 21)) + [used(n, "duet", 5) for n in range(1, 13)] + [used(1, "queue", 9)])

    found = by_feature(asked("adoption_depth", by=["feature"], **MARCH))

    assert found == {"duet": (5, 12), "queue": (None, 1)}


def test_rows_behind_adoption_are_the_customers_who_paid(asked):
    from nabiz.metrics.queries import rows

    write_events([*payers(*range(1, 11)), used(1, "duet", 3)])

    behind = rows(asked("adoption", **MARCH).question)

    assert behind.total == 10
    assert sum(row["is_adopter"] for row in behind.rows) == 1


@pytest.mark.parametrize("name", ["stickiness", "activation", "repeat_purchase", "trial_conversion", "cross_sell"])
def test_rows_behind_can_be_read(asked, name):
    from nabiz.metrics.queries import rows

    write_events([*payers(1), used(1, "duet", 3), event("order.paid", "2026-03-10", 1, value=9)])

    assert rows(asked(name, **MARCH).question).total >= 0
