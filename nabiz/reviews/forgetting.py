"""Forget a person here too: what we answered to their reviews, and answers that name them."""

from collections.abc import Sequence

from nabiz.reviews.events import ReviewEdited, ReviewPosted
from nabiz.reviews.models import Reply
from nabiz.timeline.matters import of_each

KINDS = (ReviewPosted, ReviewEdited)


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    answered = list(Reply.objects.values_list("review", flat=True))
    theirs = of_each(*KINDS, by="review", among=answered).filter(customer_id__in=customer_ids)
    Reply.objects.filter(review__in=[event.facts["review"] for event in theirs]).delete()
    for needle in needles:
        Reply.objects.filter(text__icontains=needle).delete()
