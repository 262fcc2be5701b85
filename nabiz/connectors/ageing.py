"""What connectors keep, by its age."""

from datetime import datetime

from django.db.models import QuerySet

from nabiz.connectors.models import Delivery


def old_deliveries(before: datetime) -> "QuerySet[Delivery]":
    """Bodies that came before a moment and about which nothing is left to decide."""
    undecided = (Delivery.State.WAITING, Delivery.State.PARKED)
    return Delivery.objects.filter(received_at__lt=before).exclude(state__in=undecided)
