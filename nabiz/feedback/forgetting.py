"""Forget a person here too: their invitations and answers, and whatever names them in an answer without a name."""

from collections.abc import Sequence

from django.db.models import Q

from nabiz.feedback.models import Answer, Invitation, Response
from nabiz.feedback.sending.models import Turn


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    Turn.objects.filter(customer_id__in=customer_ids).delete()
    Response.objects.filter(Q(customer_id__in=customer_ids) | _named("hidden", needles)).delete()
    Invitation.objects.filter(Q(customer_id__in=customer_ids) | _named("hidden", needles)).delete()
    if needles:
        Answer.objects.filter(_named("value", needles)).delete()


def _named(field: str, needles: Sequence[str]) -> Q:
    found = Q(pk=None)
    for needle in needles:
        found |= Q(**{f"{field}__icontains": needle})
    return found
