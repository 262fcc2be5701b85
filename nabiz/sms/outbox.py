"""Every short message is written down first, and leaves only where a gateway is set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from procrastinate.types import JSONDict

from nabiz.sms.gateways import gateway, written
from nabiz.sms.models import Text, TextQuerySet
from nabiz.sms.tasks import deliver

if TYPE_CHECKING:
    from nabiz.sms.models import Gateway
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


@dataclass(frozen=True)
class Draft:
    """A message to one number, for the gateway to take as it can."""

    to: str
    body: str
    about: "About | None" = None
    reference: str = ""


def write(to: str, body: str, *, purpose: str, about: "About | None" = None, reference: str = "") -> Text:
    return write_all([Draft(to, body, about, reference)], purpose=purpose)[0]


@transaction.atomic
def write_all(drafts: Sequence[Draft], *, purpose: str) -> list[Text]:
    """Keep messages; the worker hands each to the gateway once the transaction has committed."""
    its = gateway()
    texts = Text.objects.bulk_create([_text(each, its, purpose) for each in drafts])
    if its and texts:
        jobs: list[JSONDict] = [{"text": text.pk} for text in texts]
        deliver.batch_defer(*jobs)
    return texts


def _text(draft: Draft, its: "Gateway | None", purpose: str) -> Text:
    wording, length = written(draft.body, its)
    about = draft.about.pk if draft.about else None
    return Text(
        to=draft.to, body=wording, purpose=purpose, reference=draft.reference, parts=length.parts, customer_id=about
    )


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
