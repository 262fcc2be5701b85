"""What members see of sending: each trigger in words, and who was asked, waits or was held back."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.feedback.models import Step, Survey
from nabiz.feedback.sending.forms import kind_label
from nabiz.feedback.sending.models import Reminder, Trigger, Turn
from nabiz.feedback.sending.phrases import asked_phrase, held_phrase, waiting_phrase
from nabiz.feedback.sending.triggers import active_triggers, waiting_reminders
from nabiz.ui.channels import channel_named

SHOWN = 100


@dataclass(frozen=True)
class Line:
    """`asked` says who was asked and who waits; `to_hasten` how many can be reminded before their day."""

    trigger: Trigger
    words: str
    asked: str
    bounced: int
    reminded: int
    to_remind: int
    to_hasten: int
    not_reminded: list[tuple[str, int]]
    held: list[tuple[str, str]]


def trigger_lines(survey: Survey) -> list[Line]:
    triggers = active_triggers(survey)
    counted: dict[int, Counter[tuple[str, str]]] = {each.pk: Counter() for each in triggers}
    rows = Turn.objects.filter(trigger__in=triggers).order_by().values_list("trigger", "state", "reason")
    for number, state, reason, n in rows.annotate(n=Count("pk")):
        counted[number][state, reason] += n
    bounced = Step.objects.filter(kind=Step.Kind.BOUNCED, invitation__turn__trigger__in=triggers).order_by()
    undelivered = dict(bounced.values_list("invitation__turn__trigger").annotate(n=Count("pk")))
    reminders = {each.pk: Counter[tuple[str, str]]() for each in triggers}
    found = Reminder.objects.filter(trigger__in=triggers).order_by().values_list("trigger", "state", "reason")
    for number, state, reason, n in found.annotate(n=Count("pk")):
        reminders[number][state, reason] += n
    return [_line(each, counted[each.pk], reminders[each.pk], undelivered.get(each.pk, 0)) for each in triggers]


def in_words(trigger: Trigger) -> str:
    """A sentence a member would say."""
    days = trigger.delay_hours // 24
    share = "" if trigger.percent == 100 else _("%(percent)s%% of them") % {"percent": trigger.percent}
    event = _("“%(event)s”") % {"event": kind_label(trigger.kind)} if trigger.kind else ""
    if trigger.nth:
        event = _("%(event)s number %(n)s") % {"event": event, "n": trigger.nth}
    when = _("When you send it")
    if event and days:
        when = ngettext("%(n)s day after %(event)s", "%(n)s days after %(event)s", days) % {"n": days, "event": event}
    elif event:
        when = _("After %(event)s") % {"event": event}
    elif trigger.every_days:
        when = _("Each once in %(n)s days, a slice a day") % {"n": trigger.every_days}
    facts = [_("by %(channel)s") % {"channel": channel_named(trigger.on_channel).label}] if trigger.on_channel else []
    facts += [f"{name} = {value}" for name, value in trigger.facts.items()]
    whom = _("to “%(segment)s”") % {"segment": trigger.segment} if trigger.segment else ""
    if not trigger.segment and not trigger.kind:
        whom = _("to everybody")
    way, reminder = _WAYS[trigger.channel](), _reminder(trigger.remind_after_days)
    return ", ".join(filter(None, [when, *facts, whom, share, way, reminder]))


_WAYS = {"email": lambda: _("by e-mail"), "sms": lambda: _("by SMS")}


def _reminder(days: int) -> str:
    words = ngettext("with a reminder after %(n)s day", "with a reminder after %(n)s days", days)
    return words % {"n": days} if days else ""


def reason_label(reason: str) -> str:
    return str(Turn.Reason(reason).label) if reason in Turn.Reason.values else reason


def held_turns(trigger: Trigger, reason: str) -> QuerySet[Turn]:
    """Who was held back for this reason, the newest first."""
    return trigger.turns.filter(state=Turn.State.HELD, reason=reason).select_related("customer").order_by("-pk")


Counted = Counter[tuple[str, str]]


def _line(trigger: Trigger, counted: Counted, reminders: Counted, bounced: int) -> Line:
    held = [(reason, held_phrase(reason, n)) for (state, reason), n in counted.most_common() if state == "held"]
    not_reminded = [(reason_label(reason), n) for (state, reason), n in reminders.most_common() if state == "held"]
    sent, waiting = counted["sent", ""], counted["waiting", ""]
    return Line(
        trigger,
        in_words(trigger),
        f"{asked_phrase(sent)}, {waiting_phrase(waiting)}",
        bounced,
        reminders["sent", ""],
        reminders["waiting", ""],
        waiting_reminders(trigger, timezone.now()).count() if reminders["waiting", ""] else 0,
        not_reminded,
        held,
    )
