"""Usage: evenings on which people sing, and what goes wrong on them."""

import math
from dataclasses import dataclass
from typing import Final

from nabiz.demo.calendar import DAY, MINUTE, Month, day_of
from nabiz.demo.helping import Ticket
from nabiz.demo.person import Person
from nabiz.demo.surveys import FIRST_SONG, IN_USE, Question
from nabiz.demo.truths import FEATURE_THAT_RETAINS
from nabiz.demo.world import World

DEVICES: Final = (("tv", 0.45), ("phone", 0.35), ("tablet", 0.20))
SIGNS_IN, LOOKS, APP_TROUBLE, SETUP_TROUBLE = 0.42, 0.22, 0.0065, 0.16
COLLEAGUE = 0.55  # of the evenings of the one who pays
TOUCHPOINTS: Final = {
    "duet_scoring": "duet scoring", "phone_requests": "song requests", "playlist": "song library",
    "kids_mode": "song library", "key_change": "stage", "recording": "stage",
}  # fmt: skip
SCREENS: Final = {
    "tr": ("Şarkı arama", "Listem", "Yeni gelenler", "Ayarlar"),
    "en": ("Song search", "My list", "New songs", "Settings"),
}
SPECIAL: Final = {FEATURE_THAT_RETAINS.home, FEATURE_THAT_RETAINS.venue}


@dataclass(slots=True)
class FirstSong:
    """The first song at home: usually a good moment."""

    def come(self, person: Person, at: int, world: World) -> None:
        person.feel(at, 0.25, 0.05, "setup")
        world.expect(person, at + 30 * MINUTE, Question(FIRST_SONG, 0.1, 0.15))


def plan_sessions(person: Person, month: Month, world: World) -> None:
    """The evenings of a month and the problems they will bring, as if the subscription went on."""
    person.sessions = []
    subscription = person.payer.subscription
    if subscription is None or subscription.ended_at is not None:
        return
    since = max(month.first, day_of(subscription.since), day_of(person.joined))
    if since >= month.last:
        return
    person.settle(month.start)
    persona, heat = person.persona, world.calendar.heat(person.persona.rhythm, since, month.last)
    expected = (
        persona.sessions
        * person.keen
        * heat
        * (month.last - since)
        / 30.4
        * math.exp(0.25 * (person.mood - person.warmth))
    )
    expected *= 1.0 if person.payer is person else COLLEAGUE
    days = (world.calendar.pick(persona.rhythm, since, month.last, world.rng) for _ in range(world.times(expected)))
    starts = sorted(world.hour_on(day, persona.hours) for day in days)
    person.sessions = [at for at in starts if at >= max(subscription.since, person.joined)]
    _meet_problems(person, world)
    if person.sessions:
        world.expect(person, world.rng.choice(person.sessions) + 20 * MINUTE, Question(IN_USE, 0.1, 0.1))


def sing(person: Person, world: World) -> None:
    """Write down the evenings that came about."""
    subscription = person.payer.subscription
    if subscription is None:
        return
    for at in person.sessions:
        if subscription.runs_at(at):
            _session(person, at, world)
    person.sung_at = person.sung_at[-40:]


def _meet_problems(person: Person, world: World) -> None:
    if person.sessions and not person.sung_at:
        world.expect(person, person.sessions[0] + 5 * MINUTE, FirstSong())
        if person.payer is person and world.chance(SETUP_TROUBLE):
            _ask_for_help(person, "setup", person.sessions[0], world)
    for at in person.sessions:
        if world.chance(person.persona.misses_songs):
            _ask_for_help(person, "missing_song", at, world)
        elif world.chance(APP_TROUBLE):
            _ask_for_help(person, "app", at, world)


def _ask_for_help(person: Person, topic: str, at: int, world: World) -> None:
    if world.chance(0.35):
        written = at + world.rng.randint(5, 40) * MINUTE
    else:
        written = max(world.hour_on(day_of(at) + 1, (9, 22)), at + 5 * MINUTE)
    world.desk.take(Ticket(person, topic, written, world.choose(person.persona.channels)))


def _session(person: Person, at: int, world: World) -> None:
    is_first = not person.sung_at
    person.sung_at.append(at)
    stage = "start" if at - person.joined < 30 * DAY else "use"
    if is_first or world.chance(SIGNS_IN):
        world.tell(
            at - 60,
            "user.signed_in",
            person,
            channel="app",
            touchpoint="sign-in",
            stage=stage,
            device=world.choose(DEVICES),
        )
    songs = world.rng.randint(*person.persona.songs)
    place = "first song" if is_first else "stage"
    world.tell(at, "feature.used", person, channel="app", touchpoint=place, stage=stage, feature="sing", count=songs)
    for feature in person.features:
        if world.chance(0.6 if feature in SPECIAL else 0.15):
            count = 1 + int(songs * world.rng.random() * 0.5)
            world.tell(
                at + 15 * MINUTE, "feature.used", person, channel="app", touchpoint=TOUCHPOINTS[feature], stage=stage,
                feature=feature, count=count,
            )  # fmt: skip
    if world.chance(LOOKS):
        title = world.rng.choice(SCREENS[person.profile.language])
        world.tell(
            at + 3 * MINUTE, "screen.viewed", person, channel="app", touchpoint="song library", stage=stage, title=title
        )
