"""Who stands for whom, after merges."""

from collections.abc import Iterable

from nabiz.customers.models import Customer


def standing_for(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """For each id the customer who stands for it now, with account and owners at hand; erased ones are left out."""
    rows = Customer.objects.filter(pk__in=list(customer_ids))
    with_owners = rows.select_related("owner", "account__owner", "merged_into__owner", "merged_into__account__owner")
    return {row.pk: row.merged_into or row for row in with_owners}
