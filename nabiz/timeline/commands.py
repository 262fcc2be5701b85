"""The only doors to the event table: announce one fact, or append many that came from outside."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import orjson
from django.db import connection
from django.utils import timezone

from nabiz.timeline.facts import ENVELOPE, Fact
from nabiz.timeline.models import Event, Gone


class About(Protocol):
    """Whom an event is about: a customer, who may belong to an account."""

    pk: Any
    account_id: int | None


class Actor(Protocol):
    pk: Any


Handler = Callable[[Event], None]
H = TypeVar("H", bound=Handler)
_handlers: dict[str, list[Handler]] = defaultdict(list)
_historians: dict[str, list[Handler]] = defaultdict(list)


class NotInTransaction(RuntimeError):
    """An event was announced outside the transaction of the change that it reports."""


@dataclass(slots=True)
class Draft:
    """An event from outside, ready to be appended."""

    kind: str
    happened_at: datetime
    customer_id: int | None = None
    account_id: int | None = None
    channel: str = ""
    touchpoint: str = ""
    stage: str = ""
    value: Decimal | None = None
    currency: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    message_id: str | None = None
    original_at: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None


def announce(
    happened: Fact, *, about: About | None = None, by: Actor | None = None, account_id: int | None = None
) -> Event:
    """Write down what happened, in the transaction of the change that it reports, and tell who subscribed.

    Raises NotInTransaction outside a transaction; the one that a test runner opens does not count.
    """
    _check_transaction(happened)
    event = _event(happened, about, by, account_id)
    event.save(force_insert=True)
    _tell([event])
    return event


def announce_all(happened: Sequence[tuple[Fact, About]]) -> None:
    """`announce` for many at once, each with whom it is about, in one statement."""
    for fact, _about in happened[:1]:
        _check_transaction(fact)
    _tell(Event.objects.bulk_create([_event(fact, about) for fact, about in happened]))


def subscribe(*facts: type[Fact], history: bool = False) -> Callable[[H], H]:
    """Call the function below, in the same transaction, with each event of these kinds, wherever it came from.

    It is to react to what happens now: send a survey, open a follow-up. So it does not hear of history, which is what
    a file brings, and of records what is older than a day. One that builds rows from events says `history=True` and
    hears of all of it, an event at a time. None hears of what is corrected or taken back later; that stands in
    `Withdrawal`.
    """

    def register(handler: H) -> H:
        for each in facts:
            (_historians if history else _handlers)[each.kind.name].append(handler)
        return handler

    return register


def append_events(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    """Append events from outside; what a source has sent before is left as it is.

    Returns the (source, message id) pairs that were new. Raises NotInTransaction like `announce`.
    """
    if not in_own_transaction():
        raise NotInTransaction("Events are appended inside a transaction only.")
    _copy_to_staging(drafts)
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO timeline_event ({columns}) SELECT {columns} FROM timeline_staging "  # noqa: S608  our own names
            "ON CONFLICT (source, message_id) DO NOTHING RETURNING id, source, message_id, kind"
        )
        written = cursor.fetchall()
    if wanted := [row[0] for row in written if row[3] in heard_of()]:
        _tell(Event.objects.filter(pk__in=wanted).order_by("pk"))
    return {(row[1], row[2]) for row in written}


def forget_customers(customer_ids: Sequence[int]) -> int:
    """Delete every event about these customers and keep the mirror from showing them; returns how many there were.

    Part of an erasure: call it inside its transaction.
    """
    deleted, _ = Event.objects.filter(customer_id__in=customer_ids).delete()
    Gone.objects.bulk_create([Gone(customer_id=each) for each in customer_ids], ignore_conflicts=True)
    return deleted


_COLUMNS = (
    "happened_at", "received_at", "kind", "customer_id", "account_id", "channel", "touchpoint", "stage", "value",
    "currency", "facts", "source", "message_id", "original_at", "sent_at",
)  # fmt: skip


def _copy_to_staging(drafts: Iterable[Draft]) -> None:
    """COPY cannot skip what is there already, so rows go through a table that lives as long as the transaction."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS timeline_staging (happened_at timestamptz, received_at timestamptz, "
            "kind text, customer_id bigint, account_id bigint, channel text, touchpoint text, stage text, "
            "value numeric, currency text, facts jsonb, source text, message_id text, original_at timestamptz, "
            "sent_at timestamptz) ON COMMIT DELETE ROWS"
        )
        cursor.execute("TRUNCATE timeline_staging")
        with cursor.copy(f"COPY timeline_staging ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for draft in drafts:
                copy.write_row(
                    (
                        draft.happened_at, draft.received_at or now, draft.kind, draft.customer_id, draft.account_id,
                        draft.channel, draft.touchpoint, draft.stage, draft.value, draft.currency,
                        orjson.dumps(draft.facts, default=_plain).decode(), draft.source, draft.message_id,
                        draft.original_at, draft.sent_at,
                    )
                )  # fmt: skip


def in_own_transaction() -> bool:
    """The test runner wraps each test in a transaction of its own, which proves nothing about the code."""
    blocks = connection.atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


def heard_of(*, history: bool = False) -> set[str]:
    """The kinds that somebody subscribed to; with `history` those that are of interest also where they are old."""
    return {kind for kind, told in _historians.items() if told} | (set() if history else {*_handlers})


def tell_of(ids: Sequence[int], *, history: bool) -> None:
    """Tell subscribers of events that were written in bulk."""
    _tell(Event.objects.filter(pk__in=ids).order_by("pk"), history=history)


def _tell(events: Iterable[Event], *, history: bool = False) -> None:
    for event in events:
        now = () if history else _handlers.get(event.kind, ())
        for handler in (*now, *_historians.get(event.kind, ())):
            handler(event)


def _check_transaction(happened: Fact) -> None:
    if not in_own_transaction():
        raise NotInTransaction(f"{happened.kind.name} was announced outside a transaction; use @transaction.atomic.")


def _event(happened: Fact, about: About | None, by: Actor | None = None, account_id: int | None = None) -> Event:
    return Event(
        kind=happened.kind.name,
        happened_at=happened.happened_at or timezone.now(),
        customer_id=about.pk if about else None,
        account_id=account_id or (about.account_id if about else None),
        member_id=by.pk if by else None,
        channel=happened.channel,
        touchpoint=happened.touchpoint,
        stage=happened.stage,
        value=happened.value,
        currency=happened.currency,
        facts=_facts(happened),
        source="nabiz",
    )


def _facts(happened: Fact) -> dict[str, Any]:
    own = {f.name: getattr(happened, f.name) for f in dataclasses.fields(happened) if f.name not in ENVELOPE}
    return {name: _plain(value) for name, value in own.items() if value is not None}


def _plain(value: Any) -> Any:
    """What JSON has no word for travels as text: money exactly, times as ISO 8601."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
