"""Forget a person here too: what was done for them, and whatever names them in the words of a member."""

from collections.abc import Sequence

from nabiz.followups.models import Cause, Deed, FollowUp


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    FollowUp.objects.filter(customer_id__in=customer_ids).delete()
    for needle in needles:
        Deed.objects.filter(text__icontains=needle).delete()
        Cause.objects.filter(action__icontains=needle).update(action="")
