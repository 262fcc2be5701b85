"""Turn what was written down into events. Runs in the worker, one at a time, and picks up where it was stopped."""

import logging
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction

from nabiz.customers.events import CustomerIdentified
from nabiz.customers.identities import resolve
from nabiz.intake.judging import judge, stamp
from nabiz.intake.models import TRIES, Delivery, Source
from nabiz.intake.reading import read
from nabiz.intake.translating import Sending
from nabiz.intake.verdicts import Line, write_verdicts
from nabiz.kernel.garbage import without_garbage_search
from nabiz.team.queries import company
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.queries import messages_known

log = logging.getLogger(__name__)

EVENTS_AT_ONCE = 10_000
DELIVERIES_AT_ONCE = 2_000
PAUSE = 0.1  # seconds between two looks, so that a trickle of requests becomes one transaction and not fifty
BUSY = 90  # deliveries in one go that tell of a queue, which is worked off without a pause
LONGEST_PAUSE = 5.0
GIVE_WAY = 10  # of 19
LOCK = 0x6E61_6269_7A01  # "nabiz", 1: of all workers one drains at a time
PASSING = frozenset({"08", "25", "40", "53", "55", "57", "58"})  # SQLSTATE classes that no delivery is to blame for


@dataclass(slots=True)
class Taken:
    pk: int
    source_id: int
    call: str
    received_at: datetime
    body: bytes


def run(stop: threading.Event) -> None:
    """Drain until told to stop. Trouble with the database is waited out."""
    _give_way()
    pause = PAUSE
    while not stop.is_set():
        try:
            drained = drain_once()
            pause = PAUSE
        except Exception:
            log.exception("Draining stumbled; trying again in %.1f s", pause)
            drained, pause = 0, min(LONGEST_PAUSE, pause * 2)
            close_old_connections()
        if drained < BUSY:
            stop.wait(pause)
    connection.close()


def drain_once() -> int:
    """Drain what waits, up to a sensible amount, and return how many deliveries; none where another worker drains.

    A delivery that fails takes nobody with it: each of the batch is then tried alone, and the one at fault is parked
    after some tries.
    """
    try:
        with transaction.atomic(), without_garbage_search():
            taken = _take(DELIVERIES_AT_ONCE)
            _drain(taken)
            return len(taken)
    except Exception as error:
        if _is_passing(error):
            raise
        log.warning("A batch could not be drained whole: %s", type(error).__name__)
        return _drain_one_by_one()


def _give_way() -> None:
    """Answering comes before draining: on a busy machine this thread takes what the web server leaves."""
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVE_WAY)


def _drain_one_by_one() -> int:
    with transaction.atomic():
        waiting = [taken.pk for taken in _take(DELIVERIES_AT_ONCE)]
    for pk in waiting:
        try:
            with transaction.atomic():
                _drain(_take(1, only=pk))
        except Exception as error:
            if _is_passing(error):
                raise
            _note_failure(pk, error)
    return len(waiting)


def _note_failure(pk: int, error: Exception) -> None:
    problem = f"{type(error).__name__}: {error}".replace("\0", "")[:500]
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(pk=pk).first()
        if delivery:
            delivery.attempts, delivery.problem = delivery.attempts + 1, problem
            delivery.save(update_fields=["attempts", "problem"])


def _is_passing(error: Exception) -> bool:
    """A restart, a full disk, a deadlock: the same delivery may well go through in a moment."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError | InterfaceError)
    return state[:2] in PASSING


def _take(most: int, only: int | None = None) -> list[Taken]:
    """The oldest deliveries that wait, locked; none where another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(
            "SELECT id, source_id, call, received_at, body FROM intake_delivery WHERE id IN ("
            " SELECT id FROM (SELECT id, sum(events) OVER (ORDER BY id) - events AS before FROM ("
            "  SELECT id, events FROM intake_delivery WHERE attempts < %s AND id = coalesce(%s, id)"
            "  ORDER BY id LIMIT %s) AS waiting) AS counted"
            " WHERE before < %s) ORDER BY id FOR UPDATE SKIP LOCKED",
            [TRIES, only, most, EVENTS_AT_ONCE],
        )
        return [Taken(pk, source, call, at, bytes(body)) for pk, source, call, at, body in cursor.fetchall()]


def _drain(taken: Sequence[Taken]) -> None:
    if not taken:
        return
    lines = _judged(taken)
    _mark_told_before(lines)
    new = append_events(_drafts([line for line in lines if line.judged.claim and not line.is_repeated]))
    write_verdicts(lines, new)
    Delivery.objects.filter(pk__in=[each.pk for each in taken]).delete()


def _judged(taken: Sequence[Taken]) -> list[Line]:
    home = company()
    sendings = {
        source.pk: Sending(
            source.name, source.is_trusted, frozenset(source.allowed_events), home.currency if home else ""
        )
        for source in Source.objects.filter(pk__in={each.source_id for each in taken})
    }
    lines = []
    for each in taken:
        sending = sendings[each.source_id]
        parcel = read(each.body, each.call)
        for index, event in enumerate(parcel.events):
            judged = judge(event, parcel, each.call, sending, each.received_at, f"made-{each.pk}-{index}")
            lines.append(Line(each.source_id, sending.source, each.received_at, judged))
    return lines


def _mark_told_before(lines: Sequence[Line]) -> None:
    """An identify call that comes again must not undo what a later one told, so the repeated are left out."""
    telling = [line for line in lines if line.judged.claim and line.judged.draft is None]
    if not telling:
        return
    known = messages_known({line.source for line in telling}, {line.judged.message_id for line in telling})
    for line in telling:
        key = (line.source, line.judged.message_id)
        line.is_repeated = key in known
        known.add(key)


def _drafts(lines: Sequence[Line]) -> list[Draft]:
    """Events with the customers that they are about. A call that told something new about one becomes an event too."""
    drafts = []
    for line, who in zip(lines, resolve([line.judged.claim for line in lines if line.judged.claim]), strict=True):
        judged, line.customer_id = line.judged, who.customer_id
        if judged.draft is None and who.news:
            facts = {"told": ", ".join(who.news)[:300]}
            judged.draft = Draft(CustomerIdentified.kind.name, line.received_at, facts=facts, source=line.source)
            stamp(judged)
        if judged.draft:
            judged.draft.customer_id, judged.draft.account_id = who.customer_id, who.account_id
            drafts.append(judged.draft)
        elif not judged.reason:
            judged.note("no_news")
    return drafts
