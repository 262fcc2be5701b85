"""Whose turn it is: after events that have just happened, or because a member sends to a segment."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.customers.queries import customers_matching, in_segment
from nabiz.feedback.events import SurveyChanged
from nabiz.feedback.models import Survey
from nabiz.feedback.sending.caps import judge
from nabiz.feedback.sending.models import Reminder, Trigger, Turn
from nabiz.feedback.sending.reminders import plan_anew
from nabiz.timeline.commands import Actor, announce

REST = timedelta(days=1)
RECENT = timedelta(days=3)  # what happened earlier came in as history, and asks nobody

# Who is in the sample depends on customer and survey alone: trying again draws nobody new.
_SAMPLED = "('x' || substr(md5(%(survey)s || ':' || {who}), 1, 8))::bit(32)::bigint %% 10000 < %(percent)s * 100"
_NEW_TURNS = f"""
INSERT INTO feedback_turn (trigger_id, customer_id, occasion, event_id, due_at, state, reason)
SELECT %(trigger)s, them.id, 'event:' || it.id, it.id, it.happened_at + make_interval(hours => %(delay)s), 'waiting', ''
FROM timeline_event it JOIN customers_customer them ON them.id = it.customer_id
WHERE it.kind = %(kind)s AND it.happened_at > %(after)s AND it.happened_at <= %(now)s AND it.facts @> %(facts)s::jsonb
  AND (%(on_channel)s = '' OR it.channel = %(on_channel)s)
  AND {_SAMPLED.format(who="it.customer_id")}
  AND NOT EXISTS (SELECT 1 FROM feedback_turn t WHERE t.trigger_id = %(trigger)s AND t.customer_id = it.customer_id
                  AND t.occasion = 'event:' || it.id)
  AND (%(nth)s = 0 OR (SELECT count(*) FROM timeline_event e WHERE e.kind = it.kind AND e.customer_id = it.customer_id
       AND (e.happened_at, e.id) <= (it.happened_at, it.id)) = %(nth)s)
ON CONFLICT DO NOTHING
"""  # noqa: S608  our own words


@dataclass(frozen=True)
class Forecast:
    """What sending to a segment would do now."""

    chosen: int
    eligible: int
    held: Counter[str] = field(default_factory=Counter)


def active_triggers(survey: Survey) -> list[Trigger]:
    return list(survey.triggers.filter(removed_at=None))


@transaction.atomic
def set_trigger(survey: Survey, *, by: Actor, **fields: Any) -> Trigger:
    """It follows what happens from now on, and nothing that happened before."""
    made = Trigger.objects.create(survey=survey, by_id=by.pk, **fields)
    _tell(made, "trigger set", by)
    return made


@transaction.atomic
def change_trigger(trigger: Trigger, *, by: Actor, **fields: Any) -> Trigger:
    """What waits keeps its day. Where it follows another event now, what happened before asks nobody."""
    held = Trigger.objects.select_for_update().get(pk=trigger.pk)
    changed = {name for name, value in fields.items() if getattr(held, name) != value}
    for name in changed:
        setattr(held, name, fields[name])
    if changed & {"kind", "on_channel", "facts", "nth"}:
        held.since = timezone.now()
    held.save()
    if changed:
        _tell(held, "trigger changed", by)
    if "remind_after_days" in changed:
        plan_anew(held)
    return held


@transaction.atomic
def pause_trigger(trigger: Trigger, *, by: Actor) -> None:
    if Trigger.objects.filter(pk=trigger.pk, paused_at=None).update(paused_at=timezone.now()):
        _tell(trigger, "trigger paused", by)


@transaction.atomic
def resume_trigger(trigger: Trigger, *, by: Actor) -> None:
    """What happened while it rested asks nobody."""
    resting = Trigger.objects.filter(pk=trigger.pk).exclude(paused_at=None)
    if resting.update(paused_at=None, since=timezone.now()):
        _tell(trigger, "trigger resumed", by)


@transaction.atomic
def remove_trigger(trigger: Trigger, *, by: Actor) -> None:
    """Turns and reminders that wait are dropped; what went out stays."""
    if Trigger.objects.filter(pk=trigger.pk, removed_at=None).update(removed_at=timezone.now()):
        _tell(trigger, "trigger removed", by)
    trigger.turns.filter(state=Turn.State.WAITING).delete()
    trigger.reminders.filter(state=Turn.State.WAITING).delete()


def follow_events(trigger: Trigger) -> int:
    """Give everybody their turn to whom the event has happened; returns how many are new. Repeating adds nobody."""
    after = max(trigger.since, timezone.now() - RECENT)
    facts = orjson.dumps(trigger.facts).decode()
    words: dict[str, Any] = {
        "trigger": trigger.pk,
        "kind": trigger.kind,
        "after": after,
        "facts": facts,
        "nth": trigger.nth,
        "on_channel": trigger.on_channel,
    }
    words |= {
        "now": timezone.now(),
        "survey": str(trigger.survey_id),
        "percent": trigger.percent,
        "delay": trigger.delay_hours,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEW_TURNS, words)
        return int(cursor.rowcount)


@transaction.atomic
def send_by_hand(trigger: Trigger, *, by: Actor) -> int:
    """Everybody in the segment has a turn today; returns how many are new. Twice on one day is once."""
    today = f"hand:{timezone.localdate():%Y-%m-%d}"
    now = timezone.now()
    turns = [Turn(trigger=trigger, customer_id=each, occasion=today, due_at=now) for each in chosen_by(trigger)]
    before = trigger.turns.count()
    Turn.objects.bulk_create(turns, ignore_conflicts=True, batch_size=2_000)
    if new := trigger.turns.count() - before:
        _tell(trigger, "sent by hand", by)
    return new


@transaction.atomic
def remind_by_hand(trigger: Trigger, *, by: Actor) -> int:
    """Those who have not answered are reminded today and not on their day; returns how many. Still only once."""
    now = timezone.now()
    moved = waiting_reminders(trigger, now).update(due_at=now)
    if moved:
        _tell(trigger, "reminded by hand", by)
    return moved


def waiting_reminders(trigger: Trigger, now: datetime) -> QuerySet[Reminder]:
    """Whoever was asked today is left in peace until tomorrow."""
    waiting = trigger.reminders.filter(state=Turn.State.WAITING, due_at__gt=now, invitation__response=None)
    return waiting.filter(invitation__invited_at__lte=now - REST)


def forecast(trigger: Trigger) -> Forecast:
    """Before anything is sent: how many would be asked, and how many would be held back for which reason."""
    chosen = chosen_by(trigger)
    judged = judge(trigger.survey, trigger.channel, chosen, follows_event=False)
    return Forecast(len(chosen), len(judged.addresses), judged.counts)


def uses_of_segment(slug: str) -> list[str]:
    found = Trigger.objects.filter(segment=slug, removed_at=None, survey__removed_at=None).select_related("survey")
    names = dict.fromkeys(trigger.survey.name for trigger in found)
    return [_("The survey “%(survey)s” is sent to this segment.") % {"survey": name} for name in names]


def chosen_by(trigger: Trigger) -> list[int]:
    """Who is in the trigger's segment, or everybody, and in its sample."""
    people = in_segment(trigger.segment) if trigger.segment else customers_matching("")
    ids = list(people.order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        sampled = _SAMPLED.format(who="id")
        words: dict[str, Any] = {"ids": ids, "survey": str(trigger.survey_id), "percent": trigger.percent}
        cursor.execute(f"SELECT id FROM unnest(%(ids)s::bigint[]) AS id WHERE {sampled}", words)  # noqa: S608
        return [number for (number,) in cursor.fetchall()]


def _tell(trigger: Trigger, what: str, by: Actor) -> None:
    announce(SurveyChanged(name=trigger.survey.name, what=what, trigger=trigger.pk), by=by)
