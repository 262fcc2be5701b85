"""What one customer's account brings, at the moment somebody asks."""

from decimal import Decimal

from django.db import connection

from nabiz.customers.models import Customer
from nabiz.customers.segmenting.figures import FIGURES, at_home


def mrr_of(customer: Customer) -> Decimal:
    """Current MRR of the customer's account, or of the customer who has none: the figure of segments, for one of them.

    Only the events of these people are read, so it is quick however large the timeline is.
    """
    people = Customer.objects.filter(account_id=customer.account_id) if customer.account_id else None
    several = list(people.values_list("pk", flat=True)) if people else [customer.pk]
    absorbed = Customer.objects.filter(merged_into__in=several).values_list("pk", flat=True)
    everybody = sorted({*several, *absorbed})
    with connection.cursor() as cursor:
        figure = FIGURES["mrr"].query(at_home(), only=everybody)
        cursor.execute(f"SELECT sum(value) FROM ({figure}) AS figure")  # noqa: S608  numbers, the clock, a currency
        (total,) = cursor.fetchone()
    return Decimal(total or 0)
