"""Open a follow-up, hand it on, write down what was done, close it, ask again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from nabiz.followups.events import FollowUpAssigned, FollowUpClosed, FollowUpOpened, FollowUpReopened, RuleChanged
from nabiz.followups.matching import Answer, Said, due_after
from nabiz.followups.models import Closure, Deed, FollowUp, Reask, Rule, Snooze
from nabiz.followups.tasks import tell_owner
from nabiz.timeline.commands import Actor, announce

if TYPE_CHECKING:
    from nabiz.customers.models import Customer
    from nabiz.team.models import Member


@transaction.atomic
def open_follow_up(rule: Rule, event: Answer, said: Said, customer: "Customer", *, asks_again: bool = True) -> FollowUp:
    """One for each answer, however often it is told."""
    now = timezone.now()
    due_at = due_after(now, rule.due_hours, skips_weekends=rule.skips_weekends)
    can_ask = asks_again and said.measure != Rule.Measure.REVIEW and said.score is not None
    fields = {
        "rule": rule,
        "customer": customer,
        "measure": said.measure,
        "score": said.score,
        "survey": said.survey,
        "owner": owner_under(rule, customer),
        "opened_at": now,
        "due_at": due_at,
        "reask_days": rule.reask_days if can_ask else None,
    }
    follow_up, is_new = FollowUp.objects.get_or_create(answer=event.pk, defaults=fields)
    if is_new:
        opened = FollowUpOpened(
            follow_up=follow_up.pk,
            measure=said.measure,
            score=said.score,
            due_hours=rule.due_hours,
            touchpoint=event.touchpoint,
            stage=event.stage,
        )
        announce(opened, about=customer)
        if follow_up.owner:
            tell_owner.defer(owner=follow_up.owner.pk, follow_ups=[follow_up.pk])
    return follow_up


def owner_under(rule: Rule, customer: "Customer") -> "Member | None":
    """Whom the rule names; where there is none, the other owner, then the member of the rule, then nobody."""
    account = customer.account.owner if customer.account else None
    ordered = {
        Rule.Owner.ACCOUNT: (account, customer.owner, rule.member),
        Rule.Owner.CUSTOMER: (customer.owner, account, rule.member),
        Rule.Owner.MEMBER: (rule.member, account, customer.owner),
    }[Rule.Owner(rule.owner_is)]
    return next((each for each in ordered if each and each.can("answer")), None)


@transaction.atomic
def assign_follow_ups(follow_ups: Iterable[FollowUp], owner: "Member", *, by: Actor) -> list[FollowUp]:
    """The new owner hears of those that were not theirs, in one mail, unless they took them."""
    numbers = [each.pk for each in follow_ups]
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("customer", "owner")
    held = list(rows.filter(pk__in=numbers).order_by("pk"))
    new = [each for each in held if each.owner_id != owner.pk]
    for each in new:
        each.owner = owner
        each.save(update_fields=["owner"])
        announce(FollowUpAssigned(follow_up=each.pk, owner=str(owner)), about=each.customer, by=by)
    if new and owner.pk != by.pk:
        tell_owner.defer(owner=owner.pk, follow_ups=[each.pk for each in new])
    return held


@transaction.atomic
def note_deed(follow_up: FollowUp, kind: str, text: str, *, by: "Member") -> Deed:
    return Deed.objects.create(follow_up=follow_up, kind=Deed.Kind(kind), text=text.strip(), by=by)


@transaction.atomic
def close_follow_up(follow_up: FollowUp, outcome: str, *, by: "Member", text: str = "") -> Closure:
    """Closing again changes nothing. The same question is asked again after the days that the rule says."""
    now = timezone.now()
    fields = {"outcome": Closure.Outcome(outcome), "by": by, "closed_at": now}
    closure, is_new = Closure.objects.get_or_create(follow_up=follow_up, defaults=fields)
    if not is_new:
        return closure
    if text.strip():
        note_deed(follow_up, Deed.Kind.NOTE, text, by=by)
    Snooze.objects.filter(follow_up=follow_up).delete()
    if follow_up.reask_days is not None:
        due = now + timedelta(days=follow_up.reask_days)
        Reask.objects.get_or_create(follow_up=follow_up, defaults={"due_at": due})
    closed = FollowUpClosed(
        follow_up=follow_up.pk,
        outcome=outcome,
        seconds_open=int((now - follow_up.opened_at).total_seconds()),
        was_on_time=now <= follow_up.due_at,
    )
    announce(closed, about=follow_up.customer, by=by)
    return closure


@transaction.atomic
def reopen_follow_up(follow_up: FollowUp, *, by: Actor) -> FollowUp:
    """Who was not asked again yet is not asked now; after the next closing they are."""
    deleted, _each = Closure.objects.filter(follow_up=follow_up).delete()
    if deleted:
        Reask.objects.filter(follow_up=follow_up, asked_at=None, why_not="").delete()
        announce(FollowUpReopened(follow_up=follow_up.pk), about=follow_up.customer, by=by)
    return FollowUp.objects.get(pk=follow_up.pk)


@transaction.atomic
def snooze_follow_up(follow_up: FollowUp, until: datetime, *, by: "Member") -> Snooze:
    snooze, _new = Snooze.objects.update_or_create(follow_up=follow_up, defaults={"until": until, "by": by})
    return snooze


@transaction.atomic
def wake_follow_up(follow_up: FollowUp) -> None:
    Snooze.objects.filter(follow_up=follow_up).delete()


@transaction.atomic
def save_rule(rule: Rule, fields: dict[str, Any], *, by: Actor) -> Rule:
    """A new rule or a changed one; it counts for answers from now on."""
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.save()
    announce(RuleChanged(rule=str(rule)), by=by)
    return rule


@transaction.atomic
def remove_rule(rule: Rule, *, by: Actor) -> None:
    """What it has opened stays."""
    announce(RuleChanged(rule=str(rule)), by=by)
    rule.delete()


DEFAULTS: tuple[dict[str, Any], ...] = (
    {"measure": "nps", "score": 6, "due_hours": 24},
    {"measure": "csat", "score": 2, "due_hours": 24},
    {"measure": "review", "score": 2, "due_hours": 48, "reask_days": None},
)


@transaction.atomic
def make_default_rules(member_id: int | None = None) -> None:
    """The rules that a new company begins with; the member steps in where a customer has no owner.

    Where there is any rule, nothing is added.
    """
    if not Rule.objects.exists():
        Rule.objects.bulk_create([Rule(member_id=member_id, **each) for each in DEFAULTS])
