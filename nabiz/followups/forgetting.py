"""Forget a person here too: what was done for them, and whatever names them in the words of a member."""

from collections.abc import Sequence

from django.db.models import Q

from nabiz.followups.heard.models import LANGUAGES, Letter, Publication, Story
from nabiz.followups.models import Cause, Deed, FollowUp


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    FollowUp.objects.filter(customer_id__in=customer_ids).delete()
    Letter.objects.filter(customer_id__in=customer_ids).delete()
    for needle in needles:
        _forget_in_stories(needle)
        Deed.objects.filter(text__icontains=needle).delete()
        Cause.objects.filter(action__icontains=needle).update(action="")


def _forget_in_stories(needle: str) -> None:
    """A story that names the person is no longer read by anybody until somebody writes it anew."""
    for language in LANGUAGES:
        named = Q(**{f"title_{language}__icontains": needle}) | Q(**{f"text_{language}__icontains": needle})
        found = list(Story.objects.filter(named).values_list("pk", flat=True))
        Publication.objects.filter(story__in=found).delete()
        Story.objects.filter(pk__in=found).update(**{f"title_{language}": "", f"text_{language}": ""})
