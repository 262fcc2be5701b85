"""Handing a message to the gateway. Whether the person may be written to is looked at once more right before."""

from django.db import transaction
from django.utils import timezone

from nabiz.customers.addresses import standing_as
from nabiz.privacy.commands import Proof, record_consent, suppress
from nabiz.privacy.purposes import Blocked, Purpose, Source, Way
from nabiz.privacy.queries import may_contact, quiet_until
from nabiz.sms.gateways import gateway, hand_over
from nabiz.sms.models import Gateway, Text
from nabiz.sms.outbox import tell_refused
from nabiz.sms.providers import Outcome
from nabiz.sms.tasks import deliver


class NotNow(RuntimeError):
    """The gateway cannot take it just now; the worker tries again."""


def deliver_text(number: int) -> None:
    """Send one message, once. Raises NotNow after noting it, so that the worker tries again."""
    with transaction.atomic():
        text = Text.objects.waiting().select_for_update(skip_locked=True).filter(pk=number).first()
        its = gateway()
        if text is None or its is None or _must_wait(text) or _is_forbidden(text):
            return
        outcome = _send(its, text)
    if outcome.state == "later":
        raise NotNow(outcome.detail)


def _must_wait(text: Text) -> bool:
    """In quiet hours nothing rings."""
    until = quiet_until(text.purpose, Way.SMS) if text.customer_id else None
    if until:
        deliver.configure(schedule_at=until).defer(text=text.pk)
    return until is not None


def _is_forbidden(text: Text) -> bool:
    """Somebody may have said no while it waited."""
    person = standing_as(text.customer_id) if text.customer_id else None
    if person is None:
        return False
    decision = may_contact(person, text.purpose, Way.SMS, address=text.to)
    if not decision.allowed:
        text.state, text.problem = Text.State.DROPPED, decision.reason
        text.save(update_fields=["state", "problem"])
    return not decision.allowed


def _send(its: Gateway, text: Text) -> Outcome:
    outcome = hand_over(its, text.to, text.body, purpose=text.purpose, number=text.pk)
    text.problem, text.external_id = outcome.detail[:500], outcome.external_id[:80]
    if outcome.state == "sent":
        text.state, text.sent_at, text.problem = Text.State.SENT, timezone.now(), ""
    elif outcome.state == "refused":
        text.state = Text.State.REFUSED
        _take_note(text, outcome)
    text.save(update_fields=["state", "sent_at", "problem", "external_id"])
    return outcome


def _take_note(text: Text, outcome: Outcome) -> None:
    """A number that is none takes nothing more; who opted out at the gateway has withdrawn here too."""
    if outcome.is_dead:
        suppress(Way.SMS, text.to, Blocked.BOUNCE)
    person = standing_as(text.customer_id) if text.customer_id else None
    if outcome.opted_out and person:
        proof = Proof(text=outcome.detail)
        for purpose in (Purpose.RESEARCH, Purpose.MARKETING):
            record_consent(person, purpose, Way.SMS, is_given=False, source=Source.MESSAGE, proof=proof)
    tell_refused(text.reference)
