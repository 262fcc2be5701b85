"""Conversations: problems come in, wait for their turn, are settled, and sometimes come back."""

import heapq
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from nabiz.demo.calendar import DAY, HOUR, Calendar
from nabiz.demo.person import Person
from nabiz.demo.surveys import AFTER_SUPPORT, Question
from nabiz.demo.truths import CHANNELS, PASSED_AROUND, SLOW_RESOLUTION
from nabiz.demo.working import ANSWERED_BY_MACHINE, QUEUES, Hands, promises

if TYPE_CHECKING:
    from nabiz.demo.world import World

FIRST_ANSWER: Final = dict(CHANNELS.first_answer_hours)
CHANNEL_CSAT: Final = dict(CHANNELS.csat)
SORE: Final = {
    "late": "delivery",
    "return": "delivery",
    "defect": "product",
    "missing_song": "songs",
    "plan": "price",
    "billing": "price",
}
TROUBLE: Final = {
    "defect": -0.30,
    "missing_song": -0.2,
    "app": -0.2,
    "billing": -0.2,
    "setup": -0.1,
    "late": 0.0,
    "return": 0.0,
}
HARD: Final = {
    "defect": 0.34, "late": 0.18, "missing_song": 0.20, "return": 0.26,
    "billing": 0.10, "app": 0.16, "setup": 0.05, "plan": 0.08,
}  # fmt: skip
HANDLING_HOURS, HARD_HOURS, STUCK_HOURS = 0.5, 20.0, 110.0  # medians, in opening hours
STUCK = 0.12  # of the hard ones: a part that is not in stock, a right that is not granted
RECENT_DAYS, USUAL_DAYS = 4, 60
STEADY = 4.0  # pulls the load of a small company towards the usual, so that three tickets are no rush hour
QUICK_HOURS, SLOW_DAYS = 6, 2.5
COMES_BACK = {True: 0.13, False: 0.06}
ANOTHER_WAY = 0.4  # of those who come back open a new conversation, and mostly elsewhere
AGENT_BREAK = 10 * 60


@dataclass(slots=True)
class Ticket:
    """A person's problem on its way to the desk."""

    person: Person
    topic: str
    opened_at: int
    channel: str
    known: dict[str, str] = field(default_factory=dict)
    number: str = ""

    @property
    def issue(self) -> str:
        return "-".join((self.topic, *filter(None, [self.known.get("order")])))


@dataclass(slots=True)
class Trouble:
    """The problem itself is felt when it appears, whatever the desk makes of it."""

    topic: str

    def come(self, person: Person, at: int, world: "World") -> None:
        person.feel(at, TROUBLE.get(self.topic, 0.0), 0.1, SORE.get(self.topic, self.topic))
        person.sore = SORE.get(self.topic, self.topic)


@dataclass(slots=True)
class Helped:
    """The matter is settled: quickly, slowly, or at the second attempt, and perhaps by many hands."""

    channel: str
    days: float
    came_back: bool
    handovers: int
    questions: int

    def come(self, person: Person, at: int, world: "World") -> None:
        is_quick = self.days * 24 < QUICK_HOURS
        effort = 0.04 * min(self.days, 10) + 0.8 * self.came_back
        around = PASSED_AROUND
        effort += around.effort_per_handover * self.handovers + around.effort_per_question * self.questions
        person.feel(at, 0.2 if is_quick else 0.0, effort, "support")
        if self.days > SLOW_DAYS:
            person.sore = "support"
        person.helped_at = at
        slow, days = SLOW_RESOLUTION, min(self.days, SLOW_RESOLUTION.worst_days)
        quality = CHANNEL_CSAT[self.channel] + 0.3 * is_quick + slow.csat_per_day * days - 0.6 * self.came_back
        quality += around.csat_at_once + around.csat_per_handover * self.handovers
        burden = around.burden_at_once + slow.burden_per_day * days + 1.0 * self.came_back
        burden += around.burden_per_handover * self.handovers + around.burden_per_question * self.questions
        world.expect(
            person,
            at + int(HOUR * (1 + 20 * world.rng.random())),
            Question(AFTER_SUPPORT, quality, burden, self.channel),
        )


class Desk:
    """The people who help, as one queue: the busier the last days beside the usual, the longer everybody waits."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._waiting: list[tuple[int, int, Ticket]] = []
        self._order = count()
        self._numbers = count(1)
        self._taken: deque[int] = deque()

    def take(self, ticket: Ticket) -> None:
        heapq.heappush(self._waiting, (ticket.opened_at, next(self._order), ticket))

    def work_until(self, until: int, world: "World") -> None:
        """Settle in their order all that was asked before `until`."""
        while self._waiting and self._waiting[0][0] < until:
            ticket = heapq.heappop(self._waiting)[2]
            ticket.number = self.number()
            Talk(ticket, self._load(ticket.opened_at), world).hold()

    def number(self) -> str:
        return f"T{next(self._numbers):05}"

    def _load(self, at: int) -> float:
        self._taken.append(at)
        while self._taken[0] < at - USUAL_DAYS * DAY:
            self._taken.popleft()
        recent = sum(1 for taken in self._taken if taken > at - RECENT_DAYS * DAY)
        span = min(USUAL_DAYS, max((at - self._calendar.start) / DAY, RECENT_DAYS))
        usual = len(self._taken) * RECENT_DAYS / span
        return min((recent + STEADY) / (usual + STEADY), 5.0)


class Talk:
    """One conversation from the first word to the last."""

    def __init__(self, ticket: Ticket, load: float, world: "World") -> None:
        self._ticket, self._load, self._world = ticket, load, world
        self._person, self._language = ticket.person, ticket.person.profile.language
        self._subject = world.phrases.subject(self._language, ticket.topic, **ticket.known)
        self._hands = Hands(ticket.topic, ticket.channel, self._tell, world)

    def hold(self) -> None:
        ticket, world = self._ticket, self._world
        is_hard = world.chance(HARD[ticket.topic])
        world.expect(self._person, ticket.opened_at, Trouble(ticket.topic))
        self._open(world.phrases.ask(self._language, ticket.topic, **ticket.known))
        opened = ticket.opened_at
        answered, resolved = self._settled(is_hard)
        self._answer(answered, world.phrases.say(self._language, "first"))
        self._hands.work(answered, resolved, is_hard=is_hard)
        if resolved - opened > SLOW_DAYS * DAY:
            self._remind(answered, resolved)
        self._resolve(resolved, world.phrases.solve(self._language, ticket.topic))
        waited = [(opened, resolved)]
        if world.chance(COMES_BACK[is_hard]):
            waited.append(self._come_back(resolved))
        self._conclude(waited)

    def _open(self, text: str) -> None:
        ticket = self._ticket
        self._tell(
            ticket.opened_at, "conversation.opened", "support request", subject=self._subject, issue=ticket.issue,
            queue=QUEUES[ticket.topic], **promises(ticket.channel, ticket.opened_at, self._world.calendar),
        )  # fmt: skip
        self._hear(ticket.opened_at, text)
        if ticket.channel in ANSWERED_BY_MACHINE:
            received = self._world.phrases.say(self._language, "received")
            self._tell(
                ticket.opened_at + 9, "message.sent", "support reply", text=received, is_public=True, is_automatic=True
            )

    def _settled(self, is_hard: bool) -> tuple[int, int]:
        """When the first answer goes out, and when the matter is settled."""
        world, ticket = self._world, self._ticket
        first = world.around(FIRST_ANSWER[ticket.channel], 0.7) * self._load**2
        handling = world.around(HANDLING_HOURS, 0.9) * self._load**2
        if is_hard:
            handling += world.around(STUCK_HOURS if world.chance(STUCK) else HARD_HOURS, 0.6) * self._load
        answered = world.calendar.business_after(ticket.opened_at, first * HOUR)
        return answered, max(world.calendar.business_after(answered, handling * HOUR), answered + AGENT_BREAK)

    def _remind(self, answered: int, resolved: int) -> None:
        asked = answered + int((resolved - answered) * (0.3 + 0.5 * self._world.rng.random()))
        days = str(max((asked - self._ticket.opened_at) // DAY, 2))
        self._hear(asked, self._world.phrases.say(self._language, "nudge", days=days))

    def _come_back(self, resolved: int) -> tuple[int, int]:
        world = self._world
        again = resolved + int((0.2 + 2.5 * world.rng.random()) * DAY)
        settled = world.calendar.business_after(again, world.around(8.0, 0.7) * self._load * HOUR) + AGENT_BREAK
        text = world.phrases.say(self._language, "again")
        if world.chance(ANOTHER_WAY):
            channel = world.choose(self._person.persona.channels)
            self._ticket = replace(self._ticket, opened_at=again, channel=channel, number=world.desk.number())
            self._open(text)
            self._answer(again + (settled - again) // 4, world.phrases.say(self._language, "first"))
        else:
            self._hear(again, text)
            self._tell(again, "conversation.reopened", "support request", subject=self._subject)
        self._hands.take_up_again(self._ticket.channel, again, settled)
        self._resolve(settled, world.phrases.say(self._language, "settled_again"))
        return again, settled

    def _conclude(self, waited: list[tuple[int, int]]) -> None:
        """Who waited remembers it, and so does the one who pays."""
        for who in {id(one): one for one in (self._person, self._person.payer)}.values():
            who.waits += waited
        days = sum(until - since for since, until in waited) / DAY
        hands = self._hands
        settled = Helped(self._ticket.channel, days, len(waited) > 1, hands.handovers, hands.questions)
        self._world.expect(self._person, waited[-1][1], settled)

    def _resolve(self, at: int, text: str) -> None:
        self._answer(at - 60, text)
        seconds = at - self._ticket.opened_at
        self._tell(at, "conversation.resolved", "support reply", subject=self._subject, seconds_open=seconds)

    def _hear(self, at: int, text: str) -> None:
        self._tell(at, "message.received", "support request", text=text)

    def _answer(self, at: int, text: str) -> None:
        self._tell(at, "message.sent", "support reply", text=text, is_public=True)

    def _tell(self, at: int, kind: str, touchpoint: str, **facts: Any) -> None:
        self._world.tell(
            at, kind, self._person, channel=self._ticket.channel, touchpoint=touchpoint, stage="support",
            conversation=self._ticket.number, **facts,
        )  # fmt: skip
