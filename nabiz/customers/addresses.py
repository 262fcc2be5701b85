"""Customers as those see them who write to them: by number and by address."""

from collections.abc import Iterable
from datetime import datetime

from nabiz.customers.models import Customer, Identity

EMAIL, PHONE, USER_ID = Identity.Kind.EMAIL.value, Identity.Kind.PHONE.value, Identity.Kind.USER_ID.value


def roots_of(customer_ids: Iterable[int]) -> dict[int, int]:
    """Whom each of these customers stands as today; who is gone is left out."""
    found = Customer.objects.filter(pk__in=list(customer_ids)).values_list("pk", "merged_into")
    return {number: into or number for number, into in found}


def addresses_of(customer_ids: Iterable[int], kind: str) -> list[tuple[int, str]]:
    """Customer and address, verified ones first, then as they came in."""
    found = Identity.objects.filter(customer_id__in=list(customer_ids), kind=kind).order_by("-is_verified", "pk")
    return list(found.values_list("customer_id", "value"))


def known_by(values: Iterable[str]) -> dict[str, int]:
    """Whom each address or id, written as identities are, stands for today."""
    found = Identity.objects.filter(value__in=set(values)).order_by("pk")
    return {
        value: into or number for value, number, into in found.values_list("value", "customer", "customer__merged_into")
    }


def known_as(kind: str, value: str) -> int | None:
    """The number of the customer who has this one identity, as they stand today."""
    found = Identity.objects.filter(kind=kind, value=value).values_list("customer", "customer__merged_into").first()
    return (found[1] or found[0]) if found else None


def standing_as(customer_id: int) -> Customer | None:
    """The customer as they are known today; None for one who is gone."""
    found = Customer.objects.filter(pk=customer_id).select_related("merged_into").first()
    return found.merged_into or found if found else None


def lock_customer(customer_id: int) -> None:
    """Keep others from writing about this customer until the transaction ends. DoesNotExist for one who is gone."""
    Customer.objects.select_for_update().get(pk=customer_id)


def since_of(customer_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when each of these is a customer; who is gone is left out."""
    return dict(Customer.objects.filter(pk__in=list(customer_ids)).order_by("pk").values_list("pk", "since"))
