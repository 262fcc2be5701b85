"""Tell the story of Karaoke Evi: month by month, person by person. No database is needed."""

from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter

from nabiz.demo.calendar import DAY, Month
from nabiz.demo.casting import cast_people
from nabiz.demo.person import Person
from nabiz.demo.reviewing import review
from nabiz.demo.shopping import look_around, order, shop
from nabiz.demo.singing import plan_sessions, sing
from nabiz.demo.story import Story
from nabiz.demo.subscribing import sign_up, start_trial
from nabiz.demo.surveys import PRODUCT_FIT, RELATIONSHIP, Question
from nabiz.demo.world import World

CUSTOMERS, MONTHS, SEED = 5_000, 24, 20_260
MONTH = 30.4375 * DAY
Progress = Callable[[float], None]


def simulate(
    customers: int = CUSTOMERS,
    months: int = MONTHS,
    seed: int = SEED,
    end: datetime | None = None,
    progress: Progress = lambda share: None,
) -> Story:
    """The same arguments always tell the same story. `progress` hears the share done, from 0 to 1."""
    until = int((end or datetime.now(UTC)).timestamp())
    world = World(Story(seed, int(until - months * MONTH), until))
    world.story.people = cast_people(customers, world)
    calendar_months = world.calendar.months()
    for number, month in enumerate(calendar_months, 1):
        _live_through(month, world)
        progress(number / len(calendar_months))
    world.story.happenings.sort(key=attrgetter("at"))
    return world.story


def _live_through(month: Month, world: World) -> None:
    """First what people set out to do, then what the desk makes of their problems, then how it all comes upon them."""
    present = [person for person in world.story.people if person.joined < month.end]
    for person in present:
        if person.joined >= month.start:
            _arrive(person, world)
        shop(person, month, world)
        plan_sessions(person, month, world)
    world.desk.work_until(month.end, world)
    for person in present:
        person.live_until(month.end, world)
    for person in present:
        sing(person, world)
        review(person, month, world)


def _arrive(person: Person, world: World) -> None:
    at, day = person.joined, DAY * world.rng.random()
    if person.payer is person:
        look_around(person, at, world)
        has_ordered = world.chance(person.persona.first_order)
        if has_ordered:
            order(person, at + 1800 + int(2 * day), world)
        if world.chance(person.persona.trial) or not has_ordered:
            start_trial(person, at + 3600 + int(6 * day), world)
    else:
        sign_up(person, at, world)
        world.tell(at, "user.signed_in", person, channel="app", touchpoint="sign-in", stage="start", device="phone")
    world.expect(person, at + int((14 + 20 * world.rng.random()) * DAY), Question(RELATIONSHIP))
    world.expect(person, at + int((60 + 120 * world.rng.random()) * DAY), Question(PRODUCT_FIT))
