"""When customers were last written to or asked, whatever it was: between two contacts lie the days of the cap.

A package above that writes to customers of its own accord registers when it did, and asks when it may.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from nabiz.customers.addresses import roots_of
from nabiz.customers.queries import everybody_in
from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.models import Caps

Written = Callable[[Collection[int]], Iterable[tuple[int, datetime]]]
_others: dict[str, Written] = {}


def register(name: str, written: Written) -> None:
    """`written` gives, for numbers of customers, those who were written to and when; called in `AppConfig.ready`."""
    _others[name] = written


def free_from(customer_ids: Iterable[int], now: datetime | None = None) -> dict[int, datetime]:
    """Of these customers those who were asked or written to too recently, each with when they may be again."""
    pause = timedelta(days=(Caps.objects.first() or Caps()).days_any)
    edge = (now or timezone.now()) - pause
    people = everybody_in(set(roots_of(customer_ids).values()))
    side_of = {record: root for root, records in people.items() for record in records}
    invited = Invitation.objects.of_people().filter(customer_id__in=list(side_of), invited_at__gt=edge).order_by()
    contacts = [*invited.values_list("customer_id", "invited_at"), *written_to(side_of)]
    free: dict[int, datetime] = {}
    for customer_id, at in contacts:
        if customer_id in side_of and at > edge:
            free[side_of[customer_id]] = max(free.get(side_of[customer_id], at), at)
    return {root: at + pause for root, at in free.items()}


def written_to(customer_ids: Collection[int]) -> list[tuple[int, datetime]]:
    """What packages above have written to these customers."""
    return [each for written in _others.values() for each in written(customer_ids)]
