"""The clocks of a ticket: first response, resolution, waiting on either side, reopens, transfers.

After Zendesk's definitions, save that a clock of opening hours always uses the hours in force at each moment. Measured
from columns of changes, for any number of tickets at once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.business_hours import OpenTime, Pauses, seconds_between
from nabiz.statistics.columns import Array, BoolArray, FloatArray
from nabiz.statistics.runs import IntArray, begins, codes, ends, moments, ordered


class Status(IntEnum):
    """In the order of a ticket's life: the first two are open, the last two settled.

    Pending waits for the customer, on hold for a third party; a closed ticket is a solved one locked away.
    """

    NEW = 0
    OPEN = 1
    PENDING = 2
    ON_HOLD = 3
    SOLVED = 4
    CLOSED = 5


WAITS_FOR_US = (Status.NEW, Status.OPEN, Status.ON_HOLD)
NOBODY = -1


class Changes(NamedTuple):
    """Columns sorted by ticket and moment: the ticket (its position), when, and what it became."""

    ticket: npt.ArrayLike
    at: npt.ArrayLike
    became: npt.ArrayLike


class Replies(NamedTuple):
    """Columns sorted by ticket and moment, of public replies by agents alone: no bots, no notes, no customers."""

    ticket: npt.ArrayLike
    at: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class TicketMetrics:
    """One element per ticket. Seconds on the clock that was asked for; NaN is "not (yet)".

    `full_resolution` is the last time it was solved, if it still is. `observed` is how long it was watched until then
    or until now, for `survival.kaplan_meier`. `time_in` has a column per `Status`.
    """

    first_response: FloatArray
    first_resolution: FloatArray
    full_resolution: FloatArray
    time_in: FloatArray
    reopens: IntArray
    transfers: IntArray
    agent_replies: IntArray
    observed: FloatArray

    @property
    def requester_wait(self) -> FloatArray:
        """The customer waited for us: new, open and on hold."""
        waited: FloatArray = self.time_in[:, WAITS_FOR_US].sum(axis=1)
        return waited

    @property
    def agent_wait(self) -> FloatArray:
        """We waited for the customer: pending."""
        return self.time_in[:, Status.PENDING]

    @property
    def on_hold(self) -> FloatArray:
        return self.time_in[:, Status.ON_HOLD]

    @property
    def censored(self) -> BoolArray:
        """Still open."""
        return np.isnan(self.full_resolution)

    @property
    def one_touch(self) -> BoolArray:
        """Solved by one reply and never reopened."""
        one_touch: BoolArray = ~self.censored & (self.agent_replies == 1) & (self.reopens == 0)
        return one_touch


def ticket_metrics(
    created: npt.ArrayLike,
    *,
    replies: Replies,
    statuses: Changes,
    assignments: Changes,
    as_of: int,
    hours: OpenTime | None = None,
    pause_on: Collection[Status] = (),
) -> TicketMetrics:
    """Measure tickets up to `as_of`; what came later is not known yet. Moments in microseconds (or datetime64).

    `statuses` become a `Status`, `assignments` an agent's code or `NOBODY`. Without `hours` the clock always runs. The
    clocks of response and resolution, not the waits, rest while a ticket is in one of `pause_on`. A reopen goes from
    solved to open or new; a transfer goes to somebody else than the last agent it had. ValueError for unsorted columns
    or a ticket created after `as_of`.
    """
    start = moments(created)
    if start.size and start.max() > as_of:
        raise ValueError("a ticket cannot be measured before it was created")
    stretches = _stretches(start, statuses, as_of)
    clock = _Clock(start, hours, _pauses(stretches, pause_on))
    answered, answered_at = _by(as_of, *replies)
    solving = stretches.ticket[stretches.solves], stretches.since[stretches.solves]
    is_settled = stretches.is_settled[ends(stretches.ticket)]
    full = np.where(is_settled, clock.until_each(*solving, ends), np.nan)
    return TicketMetrics(
        first_response=clock.until_each(answered, answered_at, begins),
        first_resolution=clock.until_each(*solving, begins),
        full_resolution=full,
        time_in=_time_in_status(stretches, start.size, hours),
        reopens=np.bincount(stretches.ticket[stretches.reopens], minlength=start.size),
        transfers=_transfers(assignments, start.size, as_of),
        agent_replies=np.bincount(answered, minlength=start.size),
        observed=np.where(is_settled, full, clock.until(np.full_like(start, as_of))),
    )


@dataclass(frozen=True, slots=True)
class _Stretches:
    """The statuses of the tickets, one after another, each with its stretch of time; NEW from the creation on."""

    ticket: IntArray
    since: IntArray
    until: IntArray
    status: Array
    is_settled: BoolArray
    was_settled: BoolArray

    @property
    def solves(self) -> BoolArray:
        return self.is_settled & ~self.was_settled

    @property
    def reopens(self) -> BoolArray:
        return self.was_settled & (self.status <= Status.OPEN)


@dataclass(frozen=True, slots=True)
class _Clock:
    created: IntArray
    hours: OpenTime | None
    pauses: Pauses | None

    def until(self, moment: IntArray) -> FloatArray:
        return seconds_between(self.created, moment, hours=self.hours, pauses=self.pauses)

    def until_each(self, ticket: IntArray, at: IntArray, pick: Callable[[Array], BoolArray]) -> FloatArray:
        """Seconds from each creation to the first or last row of the ticket; NaN for a ticket without rows."""
        picked = pick(ticket)
        moment, is_known = self.created.copy(), np.zeros(self.created.size, dtype=bool)
        moment[ticket[picked]], is_known[ticket[picked]] = at[picked], True
        return np.where(is_known, self.until(moment), np.nan)


def _by(as_of: int, ticket: npt.ArrayLike, at: npt.ArrayLike, *more: npt.ArrayLike) -> tuple[Array, ...]:
    """The rows that had come by then."""
    rows, times = ordered(ticket, at)
    is_known = times <= as_of
    return rows[is_known], times[is_known], *(codes(column)[is_known] for column in more)


def _stretches(created: IntArray, statuses: Changes, as_of: int) -> _Stretches:
    changed, changed_at, became = _by(as_of, *statuses)
    # Both sides are sorted, so that each row's place among the others is a count.
    place = np.arange(changed.size) + changed + 1
    birth = np.arange(created.size) + np.searchsorted(changed, np.arange(created.size))
    ticket, since, status = np.empty((3, created.size + changed.size), dtype=np.int64)
    ticket[birth], ticket[place] = np.arange(created.size), changed
    since[birth], since[place] = created, changed_at
    status[birth], status[place] = Status.NEW, became
    until = np.where(ends(ticket), as_of, np.roll(since, -1))
    is_settled = status >= Status.SOLVED
    was_settled = np.roll(is_settled, 1) & ~begins(ticket)
    return _Stretches(ticket, since, until, status, is_settled, was_settled)


def _pauses(stretches: _Stretches, pause_on: Collection[Status]) -> Pauses | None:
    if not pause_on:
        return None
    rests = np.isin(stretches.status, list(pause_on))
    return Pauses(stretches.ticket[rests], stretches.since[rests], stretches.until[rests])


def _time_in_status(stretches: _Stretches, tickets: int, hours: OpenTime | None) -> FloatArray:
    """Seconds, one row per ticket and one column per status."""
    seconds = seconds_between(stretches.since, stretches.until, hours=hours)
    cell = stretches.ticket * len(Status) + stretches.status
    sums = np.bincount(cell, seconds, tickets * len(Status))
    return np.asarray(sums, dtype=np.float64).reshape(tickets, len(Status))


def _transfers(assignments: Changes, tickets: int, as_of: int) -> IntArray:
    ticket, _, agent = _by(as_of, *assignments)
    somebody = agent != NOBODY
    ticket, agent = ticket[somebody], agent[somebody]
    moved = (ticket[1:] == ticket[:-1]) & (agent[1:] != agent[:-1])
    return np.bincount(ticket[1:][moved], minlength=tickets)
