"""What a list shows beside each customer, asked for the whole page at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nabiz.customers.models import Customer, Identity
from nabiz.customers.queries import everybody_in
from nabiz.timeline.entries import Badge, badge_for
from nabiz.timeline.queries import last_moments_each, last_scores_each


@dataclass(frozen=True)
class CustomerRow:
    customer: Customer
    email: str
    nps: Badge | None
    csat: Badge | None
    last_at: datetime | None

    @property
    def name(self) -> str:
        return self.customer.name or self.email or str(self.customer)


def rows_of(customers: Sequence[Customer]) -> list[CustomerRow]:
    people = everybody_in([customer.pk for customer in customers])
    moments, scores, emails = last_moments_each(people), last_scores_each(people), _emails(people)
    badges = {
        pk: {each.measure: badge_for(each.measure, each.score, bare=True) for each in found}
        for pk, found in scores.items()
    }
    return [
        CustomerRow(
            customer=each,
            email=emails.get(each.pk, ""),
            nps=badges[each.pk].get("nps"),
            csat=badges[each.pk].get("csat"),
            last_at=moments.get(each.pk),
        )
        for each in customers
    ]


def _emails(people: dict[int, list[int]]) -> dict[int, str]:
    """One address for each, a verified one if there is any."""
    found = defaultdict(list)
    identities = Identity.objects.filter(customer_id__in=people, kind=Identity.Kind.EMAIL)
    for customer_id, value in identities.order_by("-is_verified", "id").values_list("customer_id", "value"):
        found[customer_id].append(value)
    return {pk: values[0] for pk, values in found.items()}
