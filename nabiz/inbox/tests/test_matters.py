from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from nabiz.inbox.tests.talks import MARCH, asked_again, reopened, resolved, talk, transferred
from nabiz.metrics.tests.mirrors import at, write_customers, write_events

# Customer, matter, opened, whether it was settled: the worked example of the methods, seen on 20 March.
EXAMPLE = """
1 bill 2026-03-01T10:00 yes
1 bill 2026-03-04T09:00 yes
2 login 2026-03-02T10:00 yes
3 bill 2026-03-02T12:00 no
4 ship 2026-03-03T10:00 yes
4 bill 2026-03-05T10:00 yes
5 ship 2026-03-01T08:00 yes
5 ship 2026-03-09T08:00 yes
6 ship 2026-03-18T08:00 yes
7 login 2026-03-17T08:00 yes
7 login 2026-03-18T08:00 no
"""


def alike(n, *told, **more):
    """So many customers, each with one conversation that went the same way."""
    return [row for who in range(1, n + 1) for row in talk(f"c{who}", "2026-03-05", *told, customer=who, **more)]


def counts_of(answer):
    return {name: int(count) for name, count in answer.counts.items()}


def test_first_contact_resolution_of_the_worked_example(asked):
    shift = timezone.now() - datetime.fromisoformat("2026-03-20T00:00+00:00")
    lines = [line.split() for line in EXAMPLE.split("\n") if line]
    for number, (who, matter, when, is_settled) in enumerate(lines):
        end = [resolved(1)] if is_settled == "yes" else []
        opened = datetime.fromisoformat(when + "+00:00") + shift
        write_events(talk(f"c{number}", opened, *end, customer=int(who), issue=matter))

    assert counts_of(asked("first_contact_resolution").only) == {"n": 7, "at_once": 5}


def test_share_settled_at_once_with_its_bounds(asked):
    write_events(alike(5, resolved(2), issue="bill"))
    write_events([row for n in range(6, 11) for row in talk(f"c{n}", "2026-03-05", customer=n, issue="bill")])

    answer = asked("first_contact_resolution", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (0.5, 10, "wilson")


@pytest.mark.parametrize(("hours", "share"), [(7 * 24, 0), (7 * 24 + 1, 1)])
def test_a_reopening_within_a_week_is_a_second_contact(asked, hours, share):
    write_events(alike(10, resolved(2), reopened(hours), resolved(hours + 2)))

    answer = asked("first_contact_resolution", **MARCH).only

    assert (answer.value, answer.n) == (share, 10)


def test_what_took_longer_than_a_week_was_not_settled_at_once(asked):
    write_events(alike(10, resolved(24 * 7 + 1)))

    assert asked("first_contact_resolution", **MARCH).only.value == 0


def test_without_a_key_the_subject_tells_the_matter_in_whatever_letters(asked):
    for who in range(1, 11):
        write_events(talk(f"a{who}", "2026-03-05", resolved(1), customer=who, subject="Şarkı ışığı YANMIYOR"))
        write_events(talk(f"b{who}", "2026-03-07", resolved(1), customer=who, subject=" şarkı ışığı yanmıyor"))

    assert counts_of(asked("first_contact_resolution", **MARCH).only) == {"n": 10, "at_once": 0}


def test_other_matters_and_other_people_are_no_repeat(asked):
    write_events(alike(10, resolved(1), subject="No sound", queue="songs"))
    for who in range(1, 11):
        write_events(talk(f"d{who}", "2026-03-06", resolved(1), customer=who, subject="Refund", queue="songs"))

    assert counts_of(asked("first_contact_resolution", **MARCH).only) == {"n": 20, "at_once": 20}


def test_nobody_known_is_not_one_person(asked):
    nameless = [talk(f"c{n}", "2026-03-05", resolved(1), customer=None, issue="bill") for n in range(10)]
    write_events([row for each in nameless for row in each])

    assert counts_of(asked("first_contact_resolution", **MARCH).only) == {"n": 10, "at_once": 10}


def test_a_contact_of_the_month_before_is_seen(asked):
    for who in range(1, 11):
        write_events(talk(f"a{who}", "2026-02-26", resolved(1), customer=who, issue="bill"))
        write_events(talk(f"b{who}", "2026-03-03", resolved(1), customer=who, issue="bill"))

    found = asked("first_contact_resolution", by=["month"], since="2026-02", until="2026-03")

    assert [(a.n, a.value) for a in found.answers] == [(10, 0), (0, None)]
    # In London March begins with a month of the mirror, in Istanbul three hours before it.
    assert asked("first_contact_resolution", zone="Europe/London", **MARCH).only.n == 0


@pytest.mark.parametrize(("hours", "n"), [(7 * 24, 10), (7 * 24 + 1, 20)])
def test_another_opening_begins_a_new_matter_after_more_than_a_week(asked, hours, n):
    for who in range(1, 11):
        write_events(talk(f"c{who}", "2026-03-05", resolved(1), customer=who, issue="bill"))
        second = at("2026-03-05") + timedelta(hours=hours)
        write_events(talk(f"d{who}", second, resolved(1), customer=who, issue="bill"))

    assert asked("first_contact_resolution", **MARCH).only.n == n


def test_merged_customers_are_one_person(asked):
    write_events(talk("a", "2026-03-05", resolved(1), customer=1, issue="bill"))
    write_events(talk("b", "2026-03-06", resolved(1), customer=2, issue="bill"))
    write_customers((1, 1, None, "", ""), (2, 1, None, "", ""))

    assert counts_of(asked("first_contact_resolution", **MARCH).only) == {"n": 1, "at_once": 0}


def test_the_last_four_weeks_hold_matters_though_the_last_days_are_left_out(asked):
    now = timezone.now()
    for who in range(1, 15):
        write_events(talk(f"c{who}", now - timedelta(days=who, hours=1), resolved(1), customer=who))

    assert asked("first_contact_resolution").only.n == 8


def test_effort_of_the_worked_example(asked):
    """Three contacts, by web and twice by phone, three handovers, asked again twice: 16 of 22."""
    for who in range(1, 51):
        start = {"customer": who, "issue": "bill"}
        write_events(talk(f"a{who}", "2026-03-05", resolved(3), channel="web", **start))
        second = [transferred(1), transferred(2), asked_again(2)]
        write_events(talk(f"b{who}", "2026-03-07", *second, channel="phone", **start))
        third = [transferred(1), asked_again(2), resolved(3)]
        write_events(talk(f"c{who}", "2026-03-12", *third, channel="phone", **start))

    answer = asked("effort_index", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (pytest.approx(72.72727273), 50, "hall")
    assert answer.counts["total"] == 800


def test_matter_settled_at_once_took_no_effort(asked):
    write_events(alike(30, resolved(2)) + [row for n in range(31, 61) for row in hard(n)])

    answer = asked("effort_index", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(100 / 2), 60)
    assert 0 <= answer.low < 50 < answer.high


def hard(who):
    """As hard as it gets, and then some that no longer counts."""
    many = [transferred(n) for n in range(1, 6)] + [asked_again(n) for n in range(1, 6)]
    back = [reopened(24 * day, channel=("phone", "web")[day % 2]) for day in (1, 2, 3, 4)]
    return talk(f"c{who}", "2026-03-05", *many, *back, customer=who, channel="phone")


def test_effort_after_two_weeks_is_no_longer_of_this_matter(asked):
    write_events(alike(50, resolved(2), reopened(24 * 15), transferred(24 * 15)))

    assert asked("effort_index", **MARCH).only.value == 0


def test_matters_of_the_last_two_weeks_are_left_out(asked):
    now = timezone.now()
    for who in range(1, 25):
        write_events(talk(f"c{who}", now - timedelta(days=who, hours=1), resolved(1), customer=who))

    assert asked("effort_index").only.n == 11


def test_effort_is_told_by_the_channel_of_the_first_contact(asked):
    write_events(alike(50, transferred(1), reopened(30, channel="phone"), channel="email"))

    result = asked("effort_index", by=["channel"], **MARCH)

    assert [(a.group("channel"), a.value) for a in result.answers] == [("email", pytest.approx(100 * 7 / 22))]
