"""Take turns: ask everybody whose turn it is and who may be asked, and write down why the others were not."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nabiz.customers.queries import in_segment
from nabiz.feedback.commands import NotAsked, invite, note_step
from nabiz.feedback.models import Step, Survey
from nabiz.feedback.sending.caps import hold, judge
from nabiz.feedback.sending.models import Trigger, Turn
from nabiz.feedback.sending.reminders import plan_reminder
from nabiz.feedback.sending.ways import send_invitation
from nabiz.privacy.queries import quiet_until
from nabiz.timeline.queries import event_numbered

AT_ONCE = 200


def take_turns(now: datetime | None = None) -> int:
    """Until nobody is left whose turn it is; returns how many were decided. Turns of a survey that is not live wait."""
    decided = 0
    live = Trigger.objects.filter(
        paused_at=None, removed_at=None, survey__removed_at=None, survey__status=Survey.Status.LIVE
    )
    for trigger in live.select_related("survey__brand"):
        while taken := _take_some(trigger, now or timezone.now()):
            decided += taken
    return decided


@transaction.atomic
def _take_some(trigger: Trigger, now: datetime) -> int:
    """A part of a trigger's turns, in one transaction: a crash leaves those that it had not committed waiting."""
    due = Turn.objects.select_for_update(skip_locked=True, of=("self",)).select_related("customer")
    turns = list(
        due.filter(trigger=trigger, state=Turn.State.WAITING, due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE]
    )
    if not turns:
        return 0
    if quiet := quiet_until(trigger.survey.purpose, trigger.channel, at=now):
        Turn.objects.filter(pk__in=[turn.pk for turn in turns]).update(due_at=quiet)
        return len(turns)
    once = {turn.customer_id: turn for turn in reversed(turns)}
    hold(once)
    outside = _left_segment(trigger, once)
    follows = bool(trigger.kind)
    judged = judge(trigger.survey, trigger.channel, [e for e in once if e not in outside], follows_event=follows)
    for turn in turns:
        _decide(trigger, turn, judged.addresses, judged.held | outside)
    _write_down(turns)
    return len(turns)


def _decide(trigger: Trigger, turn: Turn, addresses: dict[int, str], held: dict[int, str]) -> None:
    """Whoever was just asked by an earlier turn is not asked by a later one of the same part."""
    address = addresses.pop(turn.customer_id, "")
    if not address:
        turn.state, turn.reason = Turn.State.HELD, held.get(turn.customer_id, Turn.Reason.CAPPED)
    else:
        _ask(trigger, turn, address)


def _write_down(turns: Sequence[Turn]) -> None:
    """Those that were held back in one statement for each reason; most of a large round are."""
    held = defaultdict(list)
    for turn in turns:
        if turn.state == Turn.State.HELD:
            held[turn.reason].append(turn.pk)
        else:
            turn.save(update_fields=["state", "invitation"])
    for reason, numbers in held.items():
        Turn.objects.filter(pk__in=numbers).update(state=Turn.State.HELD, reason=reason)


def _ask(trigger: Trigger, turn: Turn, address: str) -> None:
    event = event_numbered(turn.event_id) if turn.event_id else None
    about: dict[str, Any] = (
        {} if event is None else {"value": event.value, "currency": event.currency, "touchpoint": event.touchpoint}
    )
    about |= {"channel": trigger.channel, "is_short": trigger.channel == Trigger.Channel.SMS}
    try:
        invitation = invite(trigger.survey, turn.customer, hidden=event.facts if event else None, **about)
    except NotAsked:
        turn.state, turn.reason = Turn.State.HELD, Turn.Reason.ASKED_NOTHING
        return
    send_invitation(invitation, address)
    note_step(invitation, Step.Kind.SENT)
    plan_reminder(trigger, invitation)
    turn.state, turn.invitation = Turn.State.SENT, invitation


def _left_segment(trigger: Trigger, customer_ids: dict[int, Turn]) -> dict[int, str]:
    if not trigger.segment:
        return {}
    inside = set(in_segment(trigger.segment).filter(pk__in=list(customer_ids)).order_by().values_list("pk", flat=True))
    return dict.fromkeys((each for each in customer_ids if each not in inside), str(Turn.Reason.ELSEWHERE))
