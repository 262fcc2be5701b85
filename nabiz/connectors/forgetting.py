"""Forget a person here too: deliveries hold what was sent, and moments name whose subscription it is."""

from collections.abc import Sequence

from nabiz.connectors.models import Delivery, Moment


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. A delivery that names the person goes as a whole."""
    Moment.objects.filter(customer__in=needles).delete()
    wanted = [needle.casefold().encode() for needle in _all_spellings(needles)]
    gone = [
        delivery.pk
        for delivery in Delivery.objects.only("body").iterator(chunk_size=200)
        if any(needle in bytes(delivery.body).lower() for needle in wanted)
    ]
    Delivery.objects.filter(pk__in=gone).delete()


def _all_spellings(needles: Sequence[str]) -> set[str]:
    """As JSON may escape it; and `stripe:cus_…` stands there without what we put in front of it."""
    bare = {needle.removeprefix("stripe:") for needle in needles} | set(needles)
    return {spelling for needle in bare for spelling in (needle, needle.encode("unicode_escape").decode())}
