"""The rows under the numbers of support: stretches of work, waits, matters, served customers."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

import ibis

from nabiz.inbox.events import (
    ContactHandled,
    ConversationOpened,
    ConversationReopened,
    ConversationResolved,
    ConversationTransferred,
    DetailsAskedAgain,
    MessageSent,
)
from nabiz.metrics.definitions import Reach, Rows
from nabiz.metrics.kept import WHERE, kept
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import ON_EVENTS, EventRows
from nabiz.metrics.tables import Scope
from nabiz.timeline.facts import Fact, Family

RETURNS_WITHIN = timedelta(days=7)
MATTER_LASTS = timedelta(days=14)
STILL_RUNNING = timedelta(0)
ON_QUEUES = ON_EVENTS | {"queue"}
ENVELOPE: Final = ("customer_id", "account_id", "channel", "touchpoint", "stage", "kind")
STEPS: Final = ("repeats", "switches", "transfers", "asked_again")
# Engines lower these letters each in their own way, so that they are made plain first.
LETTERS, PLAIN = "İIıŞşĞğÜüÖöÇç", "iiissgguuoocc"


def stretches(scope: Scope) -> Rows:
    """Each stretch of a conversation from opening (or reopening) to the resolution, or to now while it is open."""
    begun = scope.with_now(told_stretches(scope))
    return begun.mutate(seconds=_seconds(begun.happened_at, begun.resolved_at.coalesce(begun.now)))


@kept(*WHERE, "resolved_at", "resolve_within")
def told_stretches(scope: Scope) -> Rows:
    rows = _told_of(scope, ConversationOpened, ConversationReopened, ConversationResolved)
    is_resolution = _is(rows, ConversationResolved)
    order = _in_order(rows, rows.conversation)
    rows = rows.mutate(
        was_open=(~is_resolution).lag().over(**order).fill_null(False),
        resolved_at=is_resolution.ifelse(rows.happened_at, None).min().over(**order, rows=(1, None)),
    )
    return rows.filter(~is_resolution & ~rows.was_open)


def waits(scope: Scope) -> Rows:
    """Each conversation from its opening to the first reply that a person wrote in public.

    Without one the wait has lasted until the conversation was resolved, or until now.
    """
    opened = scope.with_now(told_waits(scope))
    return opened.mutate(seconds=_seconds(opened.happened_at, opened.waited_until.coalesce(opened.now)))


@kept(*WHERE, "queue", "was_answered", "waited_until", "answer_within")
def told_waits(scope: Scope) -> Rows:
    rows = _told_of(scope, ConversationOpened, MessageSent, ConversationResolved)
    is_opening, is_resolution = _is(rows, ConversationOpened), _is(rows, ConversationResolved)
    is_reply = _is(rows, MessageSent) & rows.is_public.fill_null(True) & ~rows.is_automatic.fill_null(False)
    order = _in_order(rows, rows.conversation)
    rows = rows.mutate(
        openings_before=is_opening.sum().over(**order, rows=(None, -1)).fill_null(0),
        replied_at=is_reply.ifelse(rows.happened_at, None).min().over(**order, rows=(1, None)),
        resolved_at=is_resolution.ifelse(rows.happened_at, None).min().over(**order, rows=(1, None)),
    )
    opened = rows.filter(is_opening & (rows.openings_before == 0))
    was_answered = opened.replied_at.notnull() & (
        opened.resolved_at.isnull() | (opened.replied_at <= opened.resolved_at)
    )
    waited_until = was_answered.ifelse(opened.replied_at, opened.resolved_at)
    return opened.mutate(was_answered=was_answered, waited_until=waited_until)


def resolutions(scope: Scope) -> Rows:
    """Each resolution that is a week old, and whether the conversation was opened again within that week."""
    rows = scope.with_now(told_resolutions(scope))
    return rows.filter(_passed(rows.happened_at, rows.now) >= _size(RETURNS_WITHIN))


@kept(*WHERE, "was_reopened")
def told_resolutions(scope: Scope) -> Rows:
    rows = _told_of(scope, ConversationReopened, ConversationResolved)
    is_resolution = _is(rows, ConversationResolved)
    order = _in_order(rows, rows.conversation)
    rows = rows.mutate(
        was_resolved=is_resolution.lag().over(**order).fill_null(False),
        reopened_at=(~is_resolution).ifelse(rows.happened_at, None).lead().over(**order),
    )
    rows = rows.filter(is_resolution & ~rows.was_resolved)
    is_back = _passed(rows.happened_at, rows.reopened_at) <= _size(RETURNS_WITHIN)
    return rows.mutate(was_reopened=is_back.fill_null(False))


@kept(*WHERE, "handovers")
def first_resolutions(scope: Scope) -> Rows:
    """Each conversation when it was first settled, with how often it had been handed over by then."""
    rows = _told_of(scope, ConversationTransferred, ConversationResolved)
    is_resolution, is_handover = _is(rows, ConversationResolved), _is(rows, ConversationTransferred)
    order = _in_order(rows, rows.conversation)
    rows = rows.mutate(
        resolved_before=is_resolution.sum().over(**order, rows=(None, -1)).fill_null(0),
        handovers=is_handover.sum().over(**order, rows=(None, 0)).fill_null(0),
    )
    return rows.filter(is_resolution & (rows.resolved_before == 0))


def matters(scope: Scope) -> Rows:
    """Each matter of a customer, at its first contact, with what it took.

    Contacts are openings and reopenings. A matter begins with an opening that no contact of the same customer about
    the same thing preceded within a week.
    """
    found = scope.with_now(told_matters(scope))
    waited = _passed(found.happened_at, found.now)
    return found.mutate(is_judged=waited >= _size(RETURNS_WITHIN), is_over=waited >= _size(MATTER_LASTS))


@kept(*WHERE, "was_resolved", "came_back", *STEPS)
def told_matters(scope: Scope) -> Rows:
    rows = _threaded(scope)
    began = rows.begins.ifelse(rows.happened_at, None).max()
    rows = rows.mutate(began_at=began.over(**_in_order(rows, rows.person, rows.matter), rows=(None, 0)))
    rows = rows.filter(rows.began_at.notnull())
    age = _passed(rows.began_at, rows.happened_at)
    in_time, soon = age <= _size(MATTER_LASTS), age <= _size(RETURNS_WITHIN)
    is_return = rows.is_contact & ~rows.begins
    found = rows.group_by("person", "matter", "began_at").aggregate(
        **{name: rows[name].max(where=rows.begins) for name in ("id", *ENVELOPE, "conversation")},
        was_resolved=(_is(rows, ConversationResolved) & soon).any(),
        came_back=(is_return & soon).any(),
        repeats=(is_return & in_time).sum(),
        switches=(is_return & in_time & (rows.channel != rows.previous_channel)).sum(),
        transfers=(_is(rows, ConversationTransferred) & in_time).sum(),
        asked_again=(_is(rows, DetailsAskedAgain) & in_time).sum(),
    )
    return found.mutate(happened_at=found.began_at)


waited = EventRows(waits, ("support",), reach="onward", watches_clock=True, groups=ON_QUEUES)
handled_contacts = EventRows(lambda scope: scope.events(ContactHandled), ("support",), groups=ON_EVENTS | {"agent"})


@dataclass(frozen=True)
class ServedCustomers:
    """One row per customer with handled contacts in the window: what they cost, in the currency of the question."""

    families: tuple[Family, ...] = ("support",)
    reach: Reach = "within"
    watches_clock: bool = False
    groups: frozenset[str] = ON_EVENTS

    def table(self, scope: Scope, question: Question) -> Rows:
        handled = EventRows(partial(_costed, currency=question.currency), self.families).table(scope, question)
        keys = [name for name in handled.columns if name == "period" or name.startswith("by_")]
        latest = {name: handled[name].max() for name in ("id", "happened_at", *ENVELOPE) if name != "customer_id"}
        return handled.group_by(*keys, "customer_id").aggregate(
            **latest, cost=handled.value.sum(), contacts=handled.count()
        )


def _costed(scope: Scope, *, currency: str) -> Rows:
    rows = scope.events(ContactHandled)
    ours = rows.currency.fill_null("").isin(["", currency])
    return rows.filter(rows.customer_id.notnull(), rows.value.notnull(), ours)


def _threaded(scope: Scope) -> Rows:
    """What was told of conversations, each with its person and matter, and whether a matter begins with it."""
    kinds = (ConversationReopened, ConversationTransferred, DetailsAskedAgain, ConversationResolved)
    rows = _told_of(scope, ConversationOpened, *kinds)
    rows = rows.join(_wholes(rows), "conversation")
    rows = rows.mutate(
        # Who is unknown is nobody else: each such conversation is a person of its own.
        person=rows.any_person.coalesce(ibis.literal("c") + rows.conversation),
        matter=ibis.coalesce(rows.any_issue, rows.any_subject, rows.any_queue, ""),
        is_contact=_is(rows, ConversationOpened) | _is(rows, ConversationReopened),
    )
    order = _in_order(rows, rows.person, rows.matter, rows.is_contact)
    rows = rows.mutate(
        previous_at=rows.happened_at.lag().over(**order), previous_channel=rows.channel.lag().over(**order)
    )
    is_new = rows.previous_at.isnull() | (_passed(rows.previous_at, rows.happened_at) > _size(RETURNS_WITHIN))
    return rows.mutate(begins=_is(rows, ConversationOpened) & is_new)


def _wholes(rows: Rows) -> Rows:
    """What is known of each conversation by any of its events. Grouped and joined: a window would sort them by name."""
    return rows.group_by("conversation").aggregate(
        any_person=rows.customer_id.cast("string").max(),
        any_issue=rows.issue.nullif("").max(),
        any_subject=_folded(rows.subject).nullif("").max(),
        any_queue=_folded(rows.queue).nullif("").max(),
    )


def _told_of(scope: Scope, *kinds: type[Fact]) -> Rows:
    rows = scope.events(*kinds)
    return rows.filter(rows.conversation.notnull() & (rows.conversation != ""))


def _is(rows: Rows, kind: type[Fact]) -> Any:
    return rows.kind == kind.kind.name


def _in_order(rows: Rows, *apart: Any) -> dict[str, Any]:
    return {"group_by": list(apart), "order_by": [rows.happened_at, rows.id]}


def _folded(text: Any) -> Any:
    return text.translate(LETTERS, PLAIN).lower().strip()


def _passed(since: Any, until: Any) -> Any:
    """Whole seconds from clock second to clock second: engines keep different fractions."""
    first, last = (moment.epoch_seconds().floor().cast("int64") for moment in (since, until))
    return last - first


def _seconds(since: Any, until: Any) -> Any:
    return ibis.greatest(_passed(since, until), 0)


def _size(span: timedelta) -> int:
    return int(span.total_seconds())
