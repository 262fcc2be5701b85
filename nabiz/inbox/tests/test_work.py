import pytest

from nabiz.inbox.tests.talks import MARCH, contact
from nabiz.metrics.parsing import parse_question
from nabiz.metrics.queries import rows
from nabiz.metrics.tests.mirrors import write_events, write_segments


def test_handling_time_is_pooled_over_all_contacts(asked):
    """As in the methods: 40, 10 and 55 contacts of three agents last 314.76 seconds on average, not 376.67."""
    for agent, n, talk, hold, after in (("a", 40, 240, 20, 60), ("b", 10, 420, 30, 90), ("c", 55, 200, 10, 60)):
        times = {"talk_seconds": talk, "hold_seconds": hold, "after_seconds": after}
        write_events([contact(each, agent=agent, **times) for each in range(n)])

    answer = asked("handling_time", **MARCH).only

    assert (answer.value, answer.n, answer.unit) == (pytest.approx(314.7619048 / 60), 105, "minutes")
    assert answer.low < answer.value < answer.high


def test_contacts_without_any_time_are_left_out(asked):
    write_events([contact(n, after_seconds=60) for n in range(10)] + [contact(n) for n in range(10, 15)])
    write_events([contact(20, talk_seconds=0, hold_seconds=0, after_seconds=0)])

    answer = asked("handling_time", **MARCH).only

    assert (answer.value, answer.n) == (1, 10)


def test_cost_to_serve_is_per_customer_and_not_per_contact(asked):
    write_events([contact(n, value=100) for n in range(1, 11)] + [contact(1, value=50), contact(1, value=50)])

    answer = asked("cost_to_serve", **MARCH).only

    assert (answer.value, answer.n, answer.counts["contacts"]) == (110, 10, 12)
    assert answer.low < 110 < answer.high


def test_foreign_money_and_unknown_costs_and_customers_are_left_out(asked):
    write_events([contact(n, value=80, currency="TRY") for n in range(1, 11)])
    write_events([contact(1, value=9, currency="EUR"), contact(None, value=9), contact(77), contact(2, value=0)])

    answer = asked("cost_to_serve", **MARCH).only

    assert (answer.value, answer.n) == (80, 10)


def test_each_period_and_segment_has_its_own_customers(asked):
    write_events([contact(n, month, value=10) for month in ("2026-02-03", "2026-03-03") for n in range(1, 13)])
    write_segments(all=range(1, 13), few=[1, 2])

    result = asked("cost_to_serve", by=["month", "segment"], since="2026-02", until="2026-03")

    assert [(a.group("month"), a.group("segment"), a.n) for a in result.answers] == [
        ("2026-02", "all", 12), ("2026-02", "few", 2), ("2026-03", "all", 12), ("2026-03", "few", 2),
    ]  # fmt: skip


def test_a_segment_and_a_channel_are_filters_too(asked):
    write_events([contact(n, value=10, channel="phone") for n in range(1, 13)] + [contact(1, value=5, channel="chat")])
    write_segments(few=range(1, 11))

    answer = asked("cost_to_serve", where={"segment": "few", "channel": "phone"}, **MARCH).only

    assert (answer.value, answer.n) == (10, 10)


def test_behind_the_cost_stand_the_customers(asked, company):
    write_events([contact(1, value=10), contact(1, value=5), contact(2, value=1)])

    behind = rows(parse_question("cost_to_serve", company, **MARCH))

    assert behind.total == 2
    assert sorted((row["customer_id"], row["cost"], row["contacts"]) for row in behind.rows) == [(1, 15, 2), (2, 1, 1)]


@pytest.mark.parametrize("name", ["first_response", "first_contact_resolution", "reopen_rate", "sla_attainment"])
def test_rows_behind_can_be_seen(mirror, company, name):
    assert rows(parse_question(name, company, **MARCH)).total == 0
