"""Take turns: ask everybody whose turn it is and who may be asked, and write down why the others were not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from nabiz.customers.queries import in_segment
from nabiz.feedback.commands import Asked, NotAsked, invite_all, mark
from nabiz.feedback.models import Step, Survey
from nabiz.feedback.sending.caps import hold, judge
from nabiz.feedback.sending.models import Trigger, Turn
from nabiz.feedback.sending.reminders import plan_reminders
from nabiz.feedback.sending.ways import send_invitations
from nabiz.privacy.queries import quiet_until
from nabiz.timeline.queries import events_numbered

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

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
    asked = [turn for turn in turns if once[turn.customer_id] is turn and turn.customer_id in judged.addresses]
    for turn in turns:  # whoever has an earlier turn in this part is not asked by a later one
        turn.state, turn.reason = Turn.State.HELD, (judged.held | outside).get(turn.customer_id, Turn.Reason.CAPPED)
    _ask(trigger, asked, judged.addresses)
    _write_down(turns)
    return len(turns)


def _write_down(turns: Sequence[Turn]) -> None:
    """Those that were held back in one statement for each reason; most of a large round are."""
    held = defaultdict(list)
    for turn in turns:
        if turn.state == Turn.State.HELD:
            held[turn.reason].append(turn.pk)
    for reason, numbers in held.items():
        Turn.objects.filter(pk__in=numbers).update(state=Turn.State.HELD, reason=reason)
    sent = [turn for turn in turns if turn.state == Turn.State.SENT]
    Turn.objects.bulk_update(sent, ["state", "invitation"])


def _ask(trigger: Trigger, turns: Sequence[Turn], addresses: Mapping[int, str]) -> None:
    events = events_numbered(turn.event_id for turn in turns if turn.event_id)
    people = [_asked(turn, events.get(turn.event_id or 0)) for turn in turns]
    try:
        invitations = invite_all(trigger.survey, people, channel=trigger.channel)
    except NotAsked:
        for turn in turns:
            turn.reason = Turn.Reason.ASKED_NOTHING
        return
    for turn, invitation in zip(turns, invitations, strict=True):
        turn.state, turn.reason, turn.invitation = Turn.State.SENT, "", invitation
    send_invitations(trigger.channel, [(each, addresses[each.customer_id or 0]) for each in invitations])
    mark(Step.Kind.SENT, *invitations)
    plan_reminders(trigger, invitations)


def _asked(turn: Turn, event: "Event | None") -> Asked:
    if event is None:
        return Asked(turn.customer)
    known: dict[str, Any] = {"value": event.value, "currency": event.currency, "touchpoint": event.touchpoint}
    return Asked(turn.customer, hidden=event.facts, **known)


def _left_segment(trigger: Trigger, customer_ids: dict[int, Turn]) -> dict[int, str]:
    if not trigger.segment:
        return {}
    inside = set(in_segment(trigger.segment).filter(pk__in=list(customer_ids)).order_by().values_list("pk", flat=True))
    return dict.fromkeys((each for each in customer_ids if each not in inside), str(Turn.Reason.ELSEWHERE))
