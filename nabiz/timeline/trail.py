"""What happened in the house itself, for the audit trail."""

from django.db.models import Q, QuerySet

from nabiz.timeline.facts import declared_kinds
from nabiz.timeline.models import Event


def trail(*, member: int | None = None, kind: str = "") -> QuerySet[Event]:
    """Events of the house and of every member; `member` keeps what that member did or what was done to them."""
    house = [each.name for each in declared_kinds() if each.family == "house"]
    events = Event.objects.filter(Q(kind__in=house) | Q(member_id__isnull=False))
    if member is not None:
        events = events.filter(Q(member_id=member) | Q(kind__in=house, facts__member=member))
    return events.filter(kind=kind) if kind else events
