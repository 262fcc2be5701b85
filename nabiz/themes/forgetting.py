"""Forget a person here too: what was understood of their words. Corrections know texts only by their digest."""

from collections.abc import Sequence

from django.db.models import Q

from nabiz.themes.learning import grow_themes
from nabiz.themes.models import Correction, Model, Theme, Verbatim
from nabiz.themes.wording import forget_wordings


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    said = Verbatim.objects.filter(customer_id__in=customer_ids)
    others = Verbatim.objects.exclude(customer_id__in=customer_ids)
    corrected = set(said.filter(is_corrected=True).values_list("digest", flat=True))
    shared = set(others.filter(digest__in=corrected).values_list("digest", flat=True))
    Correction.objects.filter(digest__in=corrected - shared).delete()
    forget_wordings(set(said.values_list("event_id", flat=True)), needles)
    said.delete()
    for needle in needles:
        Theme.objects.filter(name__icontains=needle).update(name="")
    _learn_without(needles)


def _learn_without(needles: Sequence[str]) -> None:
    """The words of a model may hold a name; then it is learned again from what is left, and older versions go."""
    named = Q(pk=None)
    for needle in needles:
        named |= Q(written__icontains=needle)
    known = list(Model.objects.filter(named).values_list("pk", flat=True))
    if known:
        grow_themes()
        Model.objects.filter(pk__in=known).delete()
