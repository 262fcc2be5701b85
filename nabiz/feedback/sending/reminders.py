"""One reminder, some days later and with the same link, to who has not answered: within the same limits, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.feedback.commands import mark
from nabiz.feedback.models import Invitation, Response, Step, Survey
from nabiz.feedback.sending.caps import hold, judge
from nabiz.feedback.sending.models import Reminder, Trigger, Turn
from nabiz.feedback.sending.ways import send_invitations
from nabiz.privacy.queries import quiet_until
from nabiz.team.boxes import Unreadable, locked, opened

PURPOSE = "nabiz.feedback.reminder"
AT_ONCE = 200
TIME_TO_ANSWER = timedelta(days=1)  # a link that runs out sooner is not sent again


def plan_reminders(trigger: Trigger, invitations: Sequence[Invitation]) -> None:
    """The link is kept encrypted until the reminder is decided: of an invitation itself there is only a hash."""
    if trigger.remind_after_days:
        after = timedelta(days=trigger.remind_after_days)
        links = ((each, each.invited_at + after, locked(each.token, PURPOSE)) for each in invitations)
        Reminder.objects.bulk_create(
            [Reminder(trigger=trigger, invitation=each, due_at=due, link=link) for each, due, link in links]
        )


def plan_anew(trigger: Trigger) -> None:
    """The days were changed: those that wait move with them, and with none there is nothing to wait for."""
    waiting = trigger.reminders.filter(state=Turn.State.WAITING)
    if not trigger.remind_after_days:
        waiting.delete()
    for each in waiting.select_related("invitation"):
        each.due_at = each.invitation.invited_at + timedelta(days=trigger.remind_after_days)
        each.save(update_fields=["due_at"])


def take_reminders(now: datetime | None = None) -> int:
    """Until none is due; returns how many were decided. Those of a survey or trigger that rests wait."""
    decided, at = 0, now or timezone.now()
    live = Trigger.objects.filter(paused_at=None, removed_at=None).filter(
        survey__status=Survey.Status.LIVE, survey__removed_at=None, reminders__state=Turn.State.WAITING
    )
    for trigger in live.select_related("survey__brand").distinct():
        while taken := _take_some(trigger, at):
            decided += taken
    return decided


@transaction.atomic
def _take_some(trigger: Trigger, now: datetime) -> int:
    """A part of them, in one transaction: what a crash leaves behind waits."""
    due = Reminder.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.select_related("invitation__survey__brand", "invitation__customer")
    rows = list(due.filter(trigger=trigger, state=Turn.State.WAITING, due_at__lte=now).order_by("due_at")[:AT_ONCE])
    if rows and (quiet := quiet_until(trigger.survey.purpose, trigger.channel, at=now)):
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=quiet)
        return len(rows)
    silent = _without_answered(rows)
    people = [row.invitation.customer_id for row in silent if row.invitation.customer_id]
    hold(people)
    asked = [row.invitation_id for row in silent]
    judged = judge(trigger.survey, trigger.channel, people, follows_event=True, apart_from=asked)
    came_back = Step.objects.filter(kind=Step.Kind.BOUNCED, invitation__in=asked)
    bounced = set(came_back.values_list("invitation", flat=True))
    for row in silent:
        number = row.invitation.customer_id or 0
        reason = Turn.Reason.NO_ADDRESS if row.invitation_id in bounced else judged.held.get(number, "")
        _decide(row, judged.addresses.get(number, ""), reason, now)
    _remind(trigger, [(row, judged.addresses[row.invitation.customer_id or 0]) for row in silent if not row.reason])
    Reminder.objects.bulk_update(silent, ["state", "reason", "link"])
    return len(rows)


def _without_answered(rows: Sequence[Reminder]) -> list[Reminder]:
    """Who has begun to answer needs no reminder, and leaves none behind."""
    answered = set(
        Response.objects.filter(invitation__in=[row.invitation_id for row in rows]).values_list("invitation", flat=True)
    )
    Reminder.objects.filter(invitation__in=answered).delete()
    return [row for row in rows if row.invitation_id not in answered]


def _decide(row: Reminder, address: str, reason: str, now: datetime) -> None:
    is_late = row.invitation.expires_at < now + TIME_TO_ANSWER
    token = _token_of(row)
    if reason or is_late or not address or not token:
        row.state, row.reason = Turn.State.HELD, reason or Turn.Reason.ASKED_NOTHING
    else:
        row.invitation.token, row.state = token, Turn.State.SENT
    row.link = ""


def _remind(trigger: Trigger, rows: Sequence[tuple[Reminder, str]]) -> None:
    send_invitations(trigger.channel, [(row.invitation, address) for row, address in rows], say=_say)
    mark(Step.Kind.REMINDED, *(row.invitation for row, _address in rows))


def _token_of(row: Reminder) -> str:
    """Empty where the installation has another key by now: one that cannot be read must not hold up the others."""
    try:
        return opened(row.link, PURPOSE)
    except Unreadable:
        return ""


def _say(title: str) -> tuple[str, str]:
    subject = _("Reminder: %(subject)s") % {"subject": title}
    return subject, _("We asked you some days ago and would still like to hear from you. This is the last time we ask.")
