"""Read what customers say as it comes onto the timeline, whatever way it came: once, and again when it is altered."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, close_old_connections, connection, transaction

from nabiz.themes.learning import forget_what_was_learned, learn_if_due
from nabiz.themes.models import Reading, Verbatim
from nabiz.themes.sources import heard_kinds, is_in_conversation, matter_of, text_of, titles
from nabiz.themes.understanding import Understood, understand
from nabiz.timeline.texts import complete_until, events_named, last_removal, written_since

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nabiz.timeline.models import Event

log = logging.getLogger(__name__)
EVERY = 1.0
AT_ONCE = 1_000
_LOCK = 0x6E61_7465


def run(stop: threading.Event) -> None:
    """Keep up with the timeline until told to stop."""
    pause = EVERY
    while not stop.wait(pause):
        try:
            close_old_connections()
            read_timeline(stop)
            pause = EVERY
        except OperationalError as error:
            pause = min(pause * 2, 60)
            log.warning("Themes wait for the database, %s s: %s", pause, str(error).splitlines()[0])
        except Exception:
            log.exception("Comments could not be read; trying again in %s s.", pause * 2)
            pause = min(pause * 2, 60)
    connection.close()


def read_timeline(stop: threading.Event | None = None) -> int:
    """Read everything that is new or altered, forget what is gone; returns how many texts were read.

    Transactions may end in another order than they began. So what is there is read at once, and read over again from
    the oldest transaction that still runs, until that has ended too.
    """
    with _reader() as is_mine:
        if not is_mine:
            return 0
        place, _ = Reading.objects.get_or_create(pk=1)
        until, removal = complete_until(), last_removal()
        if place.watermark > until:  # the database moved to another server, whose transactions count anew
            place.watermark = 0
        if removal != place.removal:
            drop_what_is_gone()
        read, is_whole = _read_since(place.watermark, stop)
        if is_whole:
            place.watermark, place.removal = until, removal
            place.save()
            learn_if_due()
        return read


def drop_what_is_gone() -> int:
    """Forget the verbatims whose events were deleted."""
    gone: list[int] = []
    after = 0
    while several := list(
        Verbatim.objects.filter(event_id__gt=after).order_by("event_id").values_list("event_id", flat=True)[:20_000]
    ):
        gone += set(several) - set(events_named(several))
        after = several[-1]
    deleted, _ = Verbatim.objects.filter(event_id__in=gone).delete()
    if deleted and not Verbatim.objects.exists():
        forget_what_was_learned()
    return deleted


def _read_since(watermark: int, stop: threading.Event | None) -> tuple[int, bool]:
    """How many texts were read, and whether all of them."""
    kinds, after, read = heard_kinds(), 0, 0
    while rows := written_since(kinds, watermark, after=after, limit=AT_ONCE):
        if stop and stop.is_set():
            return read, False
        known = dict(Verbatim.objects.filter(event_id__in=[pk for pk, _ in rows]).values_list("event_id", "xid"))
        fresh = [pk for pk, xid in rows if known.get(pk, -1) < xid]
        read += read_events(list(events_named(fresh).values()))
        after = rows[-1][0]
    return read, True


@transaction.atomic
def read_events(events: Sequence[Event]) -> int:
    """Understand the words of these events and keep what was understood; returns how many had words."""
    said = {matter_of(event) for event in events if event.kind not in titles()}  # here no title is needed any more
    wanted = [event for event in events if event.kind not in titles() or matter_of(event) not in said]
    spoken = [(event, text) for event in sorted(wanted, key=lambda each: each.pk) if (text := text_of(event))]
    if not spoken:
        return 0
    found = understand([text for _, text in spoken])
    rows = [_verbatim(event, its) for (event, _), its in zip(spoken, found, strict=True)]
    Verbatim.objects.bulk_create(rows, update_conflicts=True, unique_fields=["event_id"], update_fields=_UPDATED)
    _retire({row.matter for row in rows if row.matter and not is_in_conversation(row.kind)})
    _settle_titles({row.matter for row in rows if is_in_conversation(row.kind)})
    return len(rows)


_UPDATED = [field.name for field in Verbatim._meta.concrete_fields if field.name not in ("id", "event_id")]
_MEASURES = 20


def _verbatim(event: Event, its: Understood) -> Verbatim:
    score, judged = event.facts.get("score"), its.judgement
    return Verbatim(
        event_id=event.pk,
        xid=event.xid,
        customer_id=event.customer_id,
        account_id=event.account_id,
        at=event.happened_at,
        kind=event.kind,
        channel=event.channel,
        touchpoint=event.touchpoint,
        stage=event.stage,
        survey=_word(event.facts.get("survey")),
        language=judged.language,
        label=judged.label,
        negative=judged.negative,
        neutral=judged.neutral,
        positive=judged.positive,
        intensity=judged.intensity,
        theme_id=its.theme,
        closeness=its.closeness,
        is_corrected=its.is_corrected,
        aspects=its.aspects,
        signs=list(its.signs),
        digest=its.digest,
        measure=_word(event.facts.get("measure"))[:_MEASURES],
        score=score if isinstance(score, int) and not isinstance(score, bool) and 0 <= score <= 10 else None,
        response=_word(event.facts.get("response")),
        matter=matter_of(event),
    )


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _retire(matters: set[str]) -> None:
    """Of what was said about one matter only the last counts."""
    if not matters:
        return
    newest = Verbatim.objects.filter(matter__in=matters).order_by("matter", "-at", "-event_id").distinct("matter")
    last = list(newest.values_list("pk", flat=True))
    Verbatim.objects.filter(matter__in=matters).exclude(pk__in=last).update(is_current=False)
    Verbatim.objects.filter(pk__in=last).update(is_current=True)


def _settle_titles(conversations: set[str]) -> None:
    rows = Verbatim.objects.filter(matter__in=conversations)
    said = set(rows.exclude(kind__in=titles()).values_list("matter", flat=True))
    headed = rows.filter(kind__in=titles())
    headed.filter(matter__in=said).update(is_current=False)
    headed.exclude(matter__in=said).update(is_current=True)


@contextmanager
def _reader() -> Iterator[bool]:
    """One process at a time reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
