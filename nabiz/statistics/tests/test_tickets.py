from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.business_hours import Calendar, Opening, unroll
from nabiz.statistics.tickets import NOBODY, Changes, Replies, Status, ticket_metrics

from .strategies import relaxed

SECOND, HOUR = 1_000_000, 3_600_000_000
NEVER = Changes([], [], [])
SILENCE = Replies([], [])
status = st.tuples(st.integers(0, 4), st.integers(0, 40), st.sampled_from(list(Status)))
reply = st.tuples(st.integers(0, 4), st.integers(0, 40))
assignment = st.tuples(st.integers(0, 4), st.integers(0, 40), st.integers(-1, 2))


def measure(created, statuses=(), replies=(), assignments=(), as_of=30, **options):
    columns = ([[row[i] for row in rows] for i in range(width)] for rows, width in ((statuses, 3), (assignments, 3)))
    changed, assigned = (Changes(column[0], seconds(column[1]), column[2]) for column in columns)
    answers = Replies([row[0] for row in replies], seconds([row[1] for row in replies]))
    moments = {"statuses": changed, "assignments": assigned, "replies": answers, "as_of": as_of * SECOND}
    return ticket_metrics(seconds(created), **moments, **options)


def seconds(values):
    return np.asarray(values, dtype=np.int64) * SECOND


def told(ticket, created, statuses, replies, assignments, as_of):
    """One ticket, followed event by event."""
    now, since, waits, solved, reopens = Status.NEW, created, dict.fromkeys(Status, 0), [], 0
    for _, at, became in [row for row in statuses if row[0] == ticket and row[1] <= as_of]:
        waits[now] += at - since
        solved += [at] * (became >= Status.SOLVED > now)
        reopens += now >= Status.SOLVED and became in (Status.NEW, Status.OPEN)
        now, since = became, at
    waits[now] += as_of - since
    agents = [row[2] for row in assignments if row[0] == ticket and row[1] <= as_of and row[2] != NOBODY]
    answers = [row[1] for row in replies if row[0] == ticket and row[1] <= as_of]
    return {
        "first_response": answers[0] - created if answers else np.nan,
        "first_resolution": solved[0] - created if solved else np.nan,
        "full_resolution": solved[-1] - created if now >= Status.SOLVED else np.nan,
        "requester_wait": waits[Status.NEW] + waits[Status.OPEN] + waits[Status.ON_HOLD],
        "agent_wait": waits[Status.PENDING],
        "on_hold": waits[Status.ON_HOLD],
        "reopens": reopens,
        "transfers": sum(a != b for a, b in pairwise(agents)),
        "one_touch": now >= Status.SOLVED and len(answers) == 1 and not reopens,
        "observed": (solved[-1] if now >= Status.SOLVED else as_of) - created,
    }


@relaxed
@given(st.lists(status, max_size=25), st.lists(reply, max_size=8), st.lists(assignment, max_size=10))
def test_all_tickets_at_once_are_measured_as_each_is_told(statuses, replies, assignments):
    rows = [sorted(rows, key=lambda row: row[:2]) for rows in (statuses, replies, assignments)]

    found = measure([0] * 5, *rows)

    for ticket in range(5):
        for key, value in told(ticket, 0, *rows, as_of=30).items():
            assert getattr(found, key)[ticket] == pytest.approx(value, nan_ok=True), key


def test_a_clock_of_opening_hours_rests_at_night():
    hours = unroll(Calendar("UTC", [[Opening(9 * 3600, 17 * 3600)]] * 7), 0, 72 * HOUR)
    solved = Changes([0], [34 * HOUR], [Status.SOLVED])

    found = ticket_metrics(
        [16 * HOUR], replies=Replies([0], [20 * HOUR]), statuses=solved, assignments=NEVER, as_of=72 * HOUR, hours=hours
    )

    assert [found.first_response[0], found.full_resolution[0], found.requester_wait[0]] == [3600, 7200, 7200]


def test_resolution_may_rest_while_the_customer_is_waited_for():
    statuses = [(0, 2, Status.PENDING), (0, 7, Status.OPEN), (0, 9, Status.SOLVED)]

    found = measure([0], statuses, pause_on=[Status.PENDING])

    assert (found.full_resolution[0], found.observed[0], found.agent_wait[0]) == (4, 4, 5)


def test_a_ticket_that_was_closed_after_it_was_solved_is_solved_once():
    found = measure([0], [(0, 5, Status.SOLVED), (0, 9, Status.CLOSED)])

    assert (found.full_resolution[0], found.reopens[0], found.censored[0]) == (5, 0, False)


def test_no_tickets_are_no_trouble():
    found = ticket_metrics([], replies=SILENCE, statuses=NEVER, assignments=NEVER, as_of=0)

    assert found.observed.size == 0


def test_a_ticket_of_the_future_is_refused():
    with pytest.raises(ValueError):
        measure([40])
