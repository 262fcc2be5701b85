"""Orders: from looking around to the parcel at the door, and sometimes back."""

import math
from dataclasses import dataclass
from typing import Any, Final

from nabiz.demo.calendar import DAY, HOUR, MINUTE, Month, date_of, day_of
from nabiz.demo.goods import PRODUCTS, Product
from nabiz.demo.helping import Ticket
from nabiz.demo.person import Person
from nabiz.demo.surveys import AFTER_DELIVERY, AT_CHECKOUT, Question
from nabiz.demo.truths import BAD_WEEK, STAGE_THAT_HURTS
from nabiz.demo.world import World

HOME_DOORS: Final = (("web", 0.62), ("app", 0.20), ("store", 0.13), ("phone", 0.05))
VENUE_DOORS: Final = (("web", 0.45), ("phone", 0.30), ("email", 0.15), ("store", 0.10))
CARRIERS: Final = (("road", 0.70), ("courier", 0.20), ("air", 0.10))
TRANSIT_DAYS: Final = {"road": (2, 4), "courier": (1, 1), "air": (1, 2)}
DEFECTIVE, SENT_BACK, UNPAID = 0.05, 0.03, 0.03
UNWANTED: Final = ("not_as_expected", "changed_my_mind", "too_late")


@dataclass(slots=True)
class Delivered:
    """The parcel is at the door. Waiting for it is a burden even on time."""

    days_late: int

    def come(self, person: Person, at: int, world: World) -> None:
        hurts, late = STAGE_THAT_HURTS, min(self.days_late, STAGE_THAT_HURTS.worst_days)
        person.feel(
            at, hurts.mood + hurts.mood_per_day_late * late, hurts.effort + hurts.effort_per_day_late * late, "delivery"
        )
        person.received_at = at
        quality = hurts.csat + hurts.csat_per_day_late * late
        burden = hurts.burden + hurts.burden_per_day_late * late
        world.expect(
            person, at + int(DAY * (0.7 + 1.5 * world.rng.random())), Question(AFTER_DELIVERY, quality, burden)
        )


@dataclass(slots=True)
class Pleased:
    """The thing is out of its box and works."""

    def come(self, person: Person, at: int, world: World) -> None:
        person.feel(at, 0.35 if world.chance(0.8) else -0.2, -0.1, "product")


def shop(person: Person, month: Month, world: World) -> None:
    """The orders of a month, besides the first. The content buy more, those who left buy less."""
    since = max(month.first, day_of(person.joined) + 7)
    if since >= month.last or person.payer is not person:
        return
    is_active = person.subscription is not None and person.subscription.runs_at(month.start)
    heat = world.calendar.heat("order", since, month.last) * (month.last - since) / 30.4
    person.settle(month.start)
    expected = person.persona.orders * heat * math.exp(0.3 * person.mood) * (1.0 if is_active else 0.35)
    for _ in range(world.times(expected)):
        day = world.calendar.pick("order", since, month.last, world.rng)
        order(person, world.hour_on(day, (9, 24)), world)


def look_around(person: Person, at: int, world: World) -> None:
    """Pages that were looked at before anything was bought."""
    turkish = person.profile.language == "tr"
    pages = (
        ("/", "Karaoke Evi"),
        ("/mikrofonlar/", "Mikrofonlar" if turkish else "Microphones"),
        ("/fiyatlar/", "Fiyatlar" if turkish else "Pricing"),
        ("/blog/evde-karaoke/", "Evde karaoke gecesi" if turkish else "A karaoke night at home"),
    )
    for path, title in pages[: world.rng.randint(1, 4)]:
        place = {"/": "home page", "/fiyatlar/": "pricing page"}.get(path, "blog" if "blog" in path else "product page")
        referrer = person.profile.found_us if path == "/" else ""
        world.tell(
            at, "page.viewed", person, channel="web", touchpoint=place, stage="discover",
            path=path, title=title, referrer=referrer,
        )  # fmt: skip
        at += world.rng.randint(20, 300)


def order(person: Person, at: int, world: World) -> None:
    product = world.choose([(each, each.weight) for each in PRODUCTS if each.for_venues == person.persona.is_venue])
    quantity = world.rng.randint(1, 3) if person.persona.is_venue else 1
    value = product.price * quantity
    person.orders += 1
    number = f"S{person.index + 1:05}{person.orders:02}"
    channel = world.choose(VENUE_DOORS if person.persona.is_venue else HOME_DOORS)
    items = (f"{quantity} × " if quantity > 1 else "") + product.name(person.profile.language)
    touch: dict[str, Any] = {"channel": channel, "touchpoint": "checkout", "stage": "buy"}
    world.tell(at, "order.placed", person, **touch, value=value, order=number, items=items, quantity=quantity)
    if world.chance(UNPAID):
        return
    at += world.rng.randint(1, 20) * MINUTE
    margin = str(int(value * product.margin))
    world.tell(
        at, "order.paid", person, **touch, value=value, order=number, items=items, quantity=quantity, margin=margin
    )
    if channel != "store":
        world.expect(person, at + 5 * MINUTE, Question(AT_CHECKOUT, 0.15, 0.0))
        at = _deliver(person, at, number, product, world)
    _unpack(person, at, number, value, product, world)


def _deliver(person: Person, at: int, number: str, product: Product, world: World) -> int:
    carrier = world.choose(CARRIERS)
    shipped = world.calendar.business_after(at, HOUR * (2 + 10 * world.rng.random()))
    promised = day_of(shipped) + world.rng.randint(*TRANSIT_DAYS[carrier])
    late = _days_late(day_of(shipped), promised, carrier, world)
    delivered = world.hour_on(promised + late, (9.5, 20))
    touch: dict[str, Any] = {"channel": "courier", "touchpoint": "delivery", "stage": "receive"}
    world.tell(shipped, "order.shipped", person, **touch, order=number, carrier=carrier)
    promised_on = date_of(promised * DAY).isoformat()
    world.tell(delivered, "order.delivered", person, **touch, order=number, days_late=late, promised_on=promised_on)
    world.expect(person, delivered, Delivered(late))
    if late and world.chance(min(0.22 + 0.07 * late, 0.75)):
        asked = min(world.hour_on(promised + 1 + late // 3, (9, 21)), delivered - HOUR)
        _ask_for_help(person, "late", asked, number, product, world)
    return delivered


def _days_late(shipped: int, promised: int, carrier: str, world: World) -> int:
    if carrier == BAD_WEEK.carrier and any(world.calendar.is_struck(day) for day in range(shipped, promised + 1)):
        return world.rng.randint(*BAD_WEEK.days_late)
    if not world.chance(STAGE_THAT_HURTS.late_share * (1.0 if carrier == "road" else 0.5)):
        return 0
    return min(1 + world.times(0.9), STAGE_THAT_HURTS.worst_days)


def _unpack(person: Person, at: int, number: str, value: int, product: Product, world: World) -> None:
    opened = at + int(world.around(6, 0.8) * HOUR)
    if world.chance(DEFECTIVE):
        noticed = opened + int(world.rng.random() * 9 * DAY)
        _ask_for_help(person, "defect", noticed, number, product, world)
        if world.chance(0.35):
            _send_back(person, noticed + int((2 + 5 * world.rng.random()) * DAY), number, value, "defective", world)
    elif world.chance(SENT_BACK):
        back = opened + int((1 + 10 * world.rng.random()) * DAY)
        _send_back(person, back, number, value, world.rng.choice(UNWANTED), world)
        if world.chance(0.3):
            _ask_for_help(person, "return", back + 2 * DAY, number, product, world)
    else:
        world.expect(person, opened, Pleased())


def _send_back(person: Person, at: int, number: str, value: int, reason: str, world: World) -> None:
    """Money that goes back is negative, so that sums over orders are net."""
    world.tell(
        at, "order.returned", person, channel="courier", touchpoint="return", stage="receive",
        value=-value, order=number, reason=reason,
    )  # fmt: skip


def _ask_for_help(person: Person, topic: str, at: int, number: str, product: Product, world: World) -> None:
    word = product.word(person.profile.language)
    world.desk.take(
        Ticket(person, topic, at, world.choose(person.persona.channels), {"order": number, "product": word})
    )
