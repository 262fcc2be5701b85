"""What short messages cost."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils import timezone

from nabiz.sms.gateways import gateway, written
from nabiz.sms.models import Text
from nabiz.team.queries import company, home_zone


@dataclass(frozen=True)
class Spent:
    messages: int
    parts: int
    money: Decimal
    currency: str


def spent_this_month() -> Spent:
    """By the company's calendar, at today's price."""
    now = timezone.now().astimezone(home_zone())
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = Text.objects.filter(state=Text.State.SENT, sent_at__gte=first).order_by()
    counted = found.aggregate(messages=Count("pk"), parts=Sum("parts"))
    return _cost(counted["messages"], counted["parts"] or 0)


def cost_of(people: int, parts: int) -> Spent:
    """Of sending a message of so many parts to so many people."""
    return _cost(people, parts * people)


def parts_of(body: str) -> int:
    """Of a text, as the gateway of today would have it."""
    return written(body, gateway())[1].parts


def _cost(messages: int, parts: int) -> Spent:
    its, house = gateway(), company()
    return Spent(messages, parts, parts * (its.price if its else Decimal(0)), house.currency if house else "")
