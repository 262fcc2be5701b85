"""Who comes, when, and as what: people by themselves, or several of one firm."""

from nabiz.demo.calendar import DAY
from nabiz.demo.person import Firm, Person, Profile
from nabiz.demo.personas import PERSONAS, Persona
from nabiz.demo.truths import FEATURE_THAT_RETAINS, GROWING_PERSONA
from nabiz.demo.world import World

LAUNCH_DAYS, LAUNCH = 25, 4.0  # the first weeks bring those who had waited for the opening
COLLEAGUES_WITHIN = 200 * DAY
OTHER_FEATURES = ("key_change", "playlist", "kids_mode", "recording")


def cast_people(customers: int, world: World) -> list[Person]:
    """So many people in the order of their arrival."""
    people: list[Person] = []
    while len(people) < customers:
        joined = _arrival(world)
        persona = _persona_on(joined, world)
        people += _firm(persona, joined, world) if persona.is_venue else [_single(persona, joined, world)]
    # Of the last firm some may be one too many; the first of it, who pays, never is.
    people = sorted(people[:customers], key=lambda person: person.joined)
    for index, person in enumerate(people):
        person.index = index
    world.story.firms = _numbered(people)
    return people


def _numbered(people: list[Person]) -> list[Firm]:
    firms = [person.firm for person in people if person.firm and person.firm.contact is person]
    for index, firm in enumerate(firms):
        firm.index = index
    return firms


def _arrival(world: World) -> int:
    """A day of arrival: a rush at the opening, slow growth afterwards, and the seasons of buying."""
    calendar, rng = world.calendar, world.rng
    length = calendar.last - calendar.first
    while True:
        day = calendar.pick("order", calendar.first, calendar.last, rng)
        age = day - calendar.first
        weight = LAUNCH if age < LAUNCH_DAYS else 1 + 0.6 * age / length
        at = world.hour_on(day, (9, 23))
        if rng.random() * LAUNCH < weight and world.story.start <= at < world.story.end:
            return at


def _persona_on(joined: int, world: World) -> Persona:
    """Bars come ever more often; the others share what is left."""
    passed = (joined - world.story.start) / (world.story.end - world.story.start)
    growing = GROWING_PERSONA.first_share + (GROWING_PERSONA.last_share - GROWING_PERSONA.first_share) * passed
    if world.chance(growing):
        return next(persona for persona in PERSONAS if persona.key == GROWING_PERSONA.persona)
    return world.choose([(persona, persona.share) for persona in PERSONAS])


def _single(persona: Persona, joined: int, world: World) -> Person:
    language = "en" if world.chance(persona.english) else "tr"
    country = world.names.country(language)
    profile = world.names.profile(language, country, world.names.town(country))
    return _person(persona, profile, joined, None, world)


def _firm(persona: Persona, joined: int, world: World) -> list[Person]:
    """The one who pays comes first, colleagues follow within months, as far as the story goes."""
    language = "en" if world.chance(persona.english) else "tr"
    country = world.names.country(language)
    town = world.names.town(country)
    name, domain = world.names.venue(persona.key, language, town)
    firm = Firm(0, name, domain, town, country, persona, joined, world.rng.randint(*persona.rooms))
    colleagues = world.rng.randint(*persona.people) - 1
    arrivals = [joined + int(COLLEAGUES_WITHIN * world.rng.random() ** 2) for _ in range(colleagues)]
    people = []
    for at in [joined, *(at for at in arrivals if at < world.story.end)]:
        spoken = language if world.chance(0.85) else ("en" if language == "tr" else "tr")
        profile = world.names.profile(spoken, country, town, domain)
        people.append(_person(persona, profile, at, firm, world))
    firm.contact = people[0]
    return people


def _person(persona: Persona, profile: Profile, joined: int, firm: Firm | None, world: World) -> Person:
    warmth = persona.warmth + world.rng.gauss(0.0, 0.6)
    keen = world.around(1.0, 0.45)
    person = Person(0, persona, profile, joined, firm, warmth, keen, mood=warmth, felt_at=joined)
    person.features = _features(persona, world)
    return person


def _features(persona: Persona, world: World) -> tuple[str, ...]:
    """Whether someone takes to a feature is a matter of taste, not of contentment; so its effect can be told apart."""
    special = FEATURE_THAT_RETAINS.venue if persona.is_venue else FEATURE_THAT_RETAINS.home
    taken = [special] if world.chance(FEATURE_THAT_RETAINS.adoption) else []
    return (*taken, *(name for name in OTHER_FEATURES if world.chance(0.3)))
