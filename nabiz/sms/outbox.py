"""Every short message is written down first, and leaves only where a gateway is set."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from nabiz.sms.gateways import gateway, written
from nabiz.sms.models import Text, TextQuerySet
from nabiz.sms.tasks import deliver

if TYPE_CHECKING:
    from nabiz.team.models import Member
    from nabiz.timeline.commands import About

Hearer = Callable[[str], None]
_hearers: list[Hearer] = []


def on_refused(hear: Hearer) -> Hearer:
    """Call the function with the reference of each message that could not be delivered, in the same transaction."""
    _hearers.append(hear)
    return hear


def tell_refused(reference: str) -> None:
    for hear in _hearers:
        hear(reference)


@transaction.atomic
def write(to: str, body: str, *, purpose: str, about: "About | None" = None, reference: str = "") -> Text:
    """Keep a message; the worker hands it to the gateway once the transaction has committed."""
    its = gateway()
    wording, length = written(body, its)
    text = Text.objects.create(
        to=to, body=wording, purpose=purpose, reference=reference, parts=length.parts,
        customer_id=about.pk if about else None,
    )  # fmt: skip
    if its:
        deliver.defer(text=text.pk)
    return text


@transaction.atomic
def send_again(text: Text) -> None:
    """Try the gateway once more. A message that has left is not sent twice."""
    if gateway() and Text.objects.filter(pk=text.pk).exclude(state=Text.State.SENT).update(state=Text.State.WAITING):
        deliver.defer(text=text.pk)


def visible_texts(member: "Member") -> TextQuerySet:
    return Text.objects.all() if member.can("connect") else Text.objects.none()


def forget_texts(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Drop every message to these customers, or that names them."""
    about = Q(customer_id__in=list(customer_ids))
    for needle in needles:
        about |= Q(to__icontains=needle) | Q(body__icontains=needle)
    Text.objects.filter(about).delete()


def old_texts(before: datetime) -> TextQuerySet:
    return Text.objects.filter(written_at__lt=before)
