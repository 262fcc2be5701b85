import pytest

from nabiz.metrics.tests.mirrors import event, subscription, write_customers, write_events, write_segments

MARCH = {"since": "2026-03", "until": "2026-03"}


def use(customer, when="2026-03-10", feature="duet", **more):
    return event("feature.used", when, customer, feature=feature, **more)


def test_stickiness_is_the_mean_share_of_days(asked):
    write_events([use(n, f"2026-03-{day:02}") for n in range(1, 11) for day in range(1, n + 1)])
    write_events([event("user.signed_in", "2026-03-10", 99)])

    answer = asked("stickiness", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(5.5 / 31), 10)
    assert answer.low < answer.value < answer.high


def test_two_uses_of_one_local_day_are_one_day(asked):
    write_events(
        [use(n, when) for n in range(1, 11) for when in ("2026-03-09T21:30", "2026-03-10T20:30", "2026-03-10T21:30")]
    )

    assert asked("stickiness", **MARCH).only.value == pytest.approx(2 / 31)
    assert asked("stickiness", zone="UTC", **MARCH).only.value == pytest.approx(2 / 31)


def test_stickiness_of_a_month_in_which_the_clocks_change(asked):
    write_events([use(n, f"2026-{month}-10") for n in range(1, 11) for month in ("02", "03")])

    result = asked("stickiness", zone="Europe/Berlin", by=["month"], since="2026-02", until="2026-03")

    assert [answer.value for answer in result.answers] == pytest.approx([1 / 28, 1 / 31])


def test_newcomers_who_used_something_within_seven_days_are_activated(asked):
    write_events([event("user.signed_up", "2026-03-02T10:00", n) for n in range(1, 13)])
    write_events([use(n, "2026-03-09T09:00") for n in range(1, 7)] + [use(7, "2026-03-09T11:00")])

    answer = asked("activation", **MARCH).only

    assert (answer.value, answer.n) == (6 / 12, 12)


def test_a_newcomer_counts_when_the_seven_days_are_over(asked):
    write_events([event("user.signed_up", "2026-03-28", n) for n in range(1, 13)])

    result = asked("activation", by=["month"], since="2026-03", until="2026-04")

    assert [answer.n for answer in result.answers] == [0, 12]


def test_without_a_sign_up_the_first_subscription_tells(asked):
    rows = [row for n in range(1, 11) for row in subscription(f"s{n}", ("trial_started", "2026-03-02", 0), customer=n)]
    rows += [row for n in range(1, 11) for row in subscription(f"s{n}", ("started", "2026-03-16", 9), customer=n)]
    write_events([*rows, event("user.signed_up", "2026-01-10", 1), use(2, "2026-03-05")])

    answer = asked("activation", **MARCH).only

    assert (answer.value, answer.n, answer.status) == (None, 9, "not_enough_data")
    assert asked("activation", since="2026-01", until="2026-03").only.value == pytest.approx(1 / 10)


def test_who_was_merged_is_one_newcomer(asked):
    write_events([event("user.signed_up", "2026-03-02", n) for n in range(1, 13)] + [use(2, "2026-03-03")])
    write_customers(*[(n, 1 if n == 2 else n, None, "", "") for n in range(1, 13)])
    write_segments(chosen=[1])

    assert asked("activation", **MARCH).only.n == 11
    assert asked("activation", where={"segment": "chosen"}, **MARCH).only.n == 1
