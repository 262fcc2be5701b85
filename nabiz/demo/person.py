"""An individual: who they are, what they have been through, how they feel about it now."""

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from nabiz.demo.calendar import DAY
from nabiz.demo.personas import Persona
from nabiz.demo.truths import SLOW_RESOLUTION

if TYPE_CHECKING:
    from nabiz.demo.world import World

MOOD_FADES = 50 * DAY  # half-lives: a bad day is half forgotten after so long
EFFORT_FADES = 45 * DAY
STRONG = 0.3  # a change of mood that stays in memory as its cause
OF_A_COLLEAGUE = 0.5  # how much of a colleague's experience reaches the one who pays


class Moment(Protocol):
    """Something that is going to happen to a person at a certain time."""

    def come(self, person: "Person", at: int, world: "World") -> None: ...


@dataclass(slots=True, eq=False)
class Firm:
    """A venue, a chain, a school: several people, one of whom pays."""

    index: int
    name: str
    domain: str
    town: str
    country: str
    persona: Persona
    since: int
    rooms: int
    contact: "Person | None" = None


@dataclass(slots=True)
class Subscription:
    """What a person or a firm pays for. `paid_from` is None during the trial."""

    key: str
    plan: str
    seats: int
    since: int
    price: int
    trial_until: int
    paid_from: int | None = None
    ended_at: int | None = None
    met_new_price: bool = False

    @property
    def mrr(self) -> int:
        return self.price * self.seats

    def runs_at(self, at: int) -> bool:
        return self.since <= at and (self.ended_at is None or at < self.ended_at)


@dataclass(slots=True)
class Profile:
    """What the company knows about a person."""

    name: str
    language: str
    country: str
    town: str
    email: str
    phone: str
    found_us: str


@dataclass(slots=True, eq=False)
class Person:
    """`warmth` is where the mood returns to; `keen` scales how often they sing."""

    index: int
    persona: Persona
    profile: Profile
    joined: int
    firm: Firm | None
    warmth: float
    keen: float
    mood: float = 0.0
    effort: float = 0.0
    felt_at: int = 0
    sore: str = ""
    joy: str = ""
    features: tuple[str, ...] = ()
    subscription: Subscription | None = None
    lights: Subscription | None = None
    waits: list[tuple[int, int]] = field(default_factory=list)
    moments: list[tuple[int, int, Moment]] = field(default_factory=list)
    sessions: list[int] = field(default_factory=list)
    sung_at: list[int] = field(default_factory=list)
    asked_at: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    orders: int = 0
    received_at: int = 0
    helped_at: int = 0
    billed_anew_at: int = 0

    @property
    def payer(self) -> "Person":
        return (self.firm.contact or self) if self.firm else self

    def feel(self, at: int, mood: float, effort: float = 0.0, topic: str = "") -> None:
        """Live through something. What is felt strongly is remembered by its topic."""
        self.settle(at)
        self.mood += mood
        self.effort = max(self.effort + effort, 0.0)
        if topic and mood < -STRONG:
            self.sore = topic
        elif topic and mood > STRONG / 2:
            self.joy = topic
        if self.payer is not self:
            self.payer.feel(at, mood * OF_A_COLLEAGUE, effort * OF_A_COLLEAGUE, topic)

    def settle(self, at: int) -> None:
        """Time heals, and forgets: the mood returns to what it is by nature, effort fades."""
        passed = max(at - self.felt_at, 0)
        self.mood = self.warmth + (self.mood - self.warmth) * 0.5 ** (passed / MOOD_FADES)
        self.effort *= 0.5 ** (passed / EFFORT_FADES)
        self.felt_at = max(at, self.felt_at)

    def days_waited(self, at: int) -> float:
        """Days spent waiting in conversations that were open within the remembered time."""
        since = at - SLOW_RESOLUTION.remembered_days * DAY
        waited = sum(min(until, at) - begin for begin, until in self.waits if begin < at and until >= since)
        return min(waited / DAY, SLOW_RESOLUTION.worst_days)

    def satisfaction(self, at: int) -> float:
        """The latent satisfaction that answers come from: the mood, less what waiting does to it."""
        self.settle(at)
        return self.mood + SLOW_RESOLUTION.mood_per_day * self.days_waited(at) / self.persona.patience

    def expect(self, at: int, order: int, moment: Moment) -> None:
        heapq.heappush(self.moments, (at, order, moment))

    def live_until(self, until: int, world: "World") -> None:
        """Let everything come that was to come before `until`, in its order; it may bring more."""
        while self.moments and self.moments[0][0] < until:
            at, _, moment = heapq.heappop(self.moments)
            moment.come(self, at, world)
