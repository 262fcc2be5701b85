"""What some customers pay: orders in a period, and subscriptions a month."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

Money = dict[str, Decimal]  # by currency, the largest first

_PAID = """
SELECT currency, sum(value) FROM timeline_event
WHERE customer_id = ANY(%s) AND kind = 'order.paid' AND happened_at >= %s AND happened_at < %s AND value IS NOT NULL
GROUP BY 1
"""
# What the newest word about each subscription says that it brings a month; what is no number brings nothing.
_RECURRING = """
SELECT currency, sum(mrr) FROM (
  SELECT DISTINCT ON (facts ->> 'subscription') currency,
    CASE WHEN facts ->> 'mrr' ~ '^[0-9]{1,12}([.][0-9]{1,6})?$' THEN (facts ->> 'mrr')::numeric ELSE 0 END AS mrr
  FROM timeline_event WHERE customer_id = ANY(%s) AND kind LIKE 'subscription.%%' AND facts ? 'subscription'
  ORDER BY facts ->> 'subscription', happened_at DESC, id DESC
) AS newest GROUP BY 1
"""


def paid_by(customer_ids: Sequence[int], since: datetime, until: datetime) -> Money:
    """What these customers paid for orders between two instants, by currency."""
    return _sums(_PAID, [list(customer_ids), since, until])


def recurring_of(customer_ids: Sequence[int]) -> Money:
    """What the subscriptions of these customers bring a month now, by currency."""
    return _sums(_RECURRING, [list(customer_ids)])


def _sums(query: str, parameters: list[Any]) -> Money:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found = {str(currency): Decimal(amount) for currency, amount in cursor.fetchall() if currency and amount}
    return dict(sorted(found.items(), key=lambda item: -item[1]))
