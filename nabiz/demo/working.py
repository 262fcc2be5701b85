"""The work on a conversation: what was promised, who has it in hand for how long, at what cost, and who is next."""

from typing import TYPE_CHECKING, Any, Final, Protocol

from nabiz.demo.calendar import HOUR, MINUTE, Calendar
from nabiz.demo.truths import PASSED_AROUND

if TYPE_CHECKING:
    from nabiz.demo.world import World

AGENTS: Final = ("Elif", "Onur", "Derya", "Barış", "Gül", "Cem")
# First answer and resolution, in opening hours.
PROMISES: Final = {"phone": (0.25, 12), "chat": (1, 12), "app": (3, 18), "email": (4, 18)}
ANSWERED_BY_MACHINE: Final = ("app", "email")
# Medians in seconds: talking or writing, on hold, and what is to be noted down afterwards.
WORK: Final = {"phone": (230, 25, 70), "chat": (330, 0, 35), "app": (210, 0, 25), "email": (260, 0, 30)}
LIRA_PER_MINUTE: Final = 11
FEES: Final = {"phone": 6, "chat": 1, "app": 1, "email": 1}
QUEUES: Final = {
    "late": "orders", "return": "orders", "defect": "technical", "setup": "technical", "app": "technical",
    "missing_song": "songs", "billing": "billing", "plan": "billing",
}  # fmt: skip
DETAILS: Final = {
    "late": "order", "return": "order", "defect": "device", "setup": "device", "app": "device",
    "missing_song": "song", "billing": "account", "plan": "account",
}  # fmt: skip


def promises(channel: str, at: int, calendar: Calendar) -> dict[str, int]:
    """What is promised to who asks now, in seconds by the clock: closing hours lengthen it."""
    until = (calendar.business_after(at, hours * HOUR) - at for hours in PROMISES[channel])
    return dict(zip(("answer_within", "resolve_within"), until, strict=True))


class Tell(Protocol):
    def __call__(self, at: int, kind: str, touchpoint: str, **facts: Any) -> None: ...


class Hands:
    """Whoever has the matter in hand, one after the other; counts what that costs the customer."""

    def __init__(self, topic: str, channel: str, tell: Tell, world: "World") -> None:
        self._topic, self._channel, self._tell, self._world = topic, channel, tell, world
        self._queue = QUEUES[topic]
        self._agent = world.rng.choice(AGENTS)
        self.handovers = self.questions = 0

    def work(self, since: int, until: int, *, is_hard: bool) -> None:
        """From the first answer to the last: what is easy is done in one go, what is hard is passed on."""
        handovers = self._handovers(is_hard)
        for number in range(1, handovers + 1):
            at = since + (until - since) * number // (handovers + 1)
            self._handle(max(at - MINUTE, since))
            self._pass_on(at)
        if is_hard and not handovers:
            self._handle(since + MINUTE)
        self._ask_again(until - 2 * MINUTE, PASSED_AROUND.asked_anyway)
        self._handle(until)

    def take_up_again(self, channel: str, since: int, until: int) -> None:
        """The matter came back, perhaps another way and to somebody else."""
        self._channel = channel
        self._agent = self._world.rng.choice(AGENTS)
        self._ask_again(since + MINUTE, PASSED_AROUND.asked_when_back)
        self._handle(until)

    def _handovers(self, is_hard: bool) -> int:
        share = PASSED_AROUND.hard_share if is_hard else PASSED_AROUND.easy_share
        if not self._world.chance(share):
            return 0
        return 2 if self._world.chance(PASSED_AROUND.twice) else 1

    def _pass_on(self, at: int) -> None:
        choose = self._world.rng.choice
        self._queue = choose([queue for queue in sorted(set(QUEUES.values())) if queue != self._queue])
        self._agent = choose([agent for agent in AGENTS if agent != self._agent])
        self._tell(at, "conversation.transferred", "support request", to=self._queue)
        self.handovers += 1
        self._ask_again(at + MINUTE, PASSED_AROUND.asked_after_handover)

    def _ask_again(self, at: int, share: float) -> None:
        if self._world.chance(share):
            self._tell(at, "details.asked_again", "support request", details=DETAILS[self._topic])
            self.questions += 1

    def _handle(self, at: int) -> None:
        talk, hold, after = (int(self._world.around(median, 0.5)) for median in WORK[self._channel])
        cost = round((talk + hold + after) / MINUTE * LIRA_PER_MINUTE) + FEES[self._channel]
        self._tell(
            at, "contact.handled", "support reply", value=cost, agent=self._agent,
            talk_seconds=talk, hold_seconds=hold, after_seconds=after,
        )  # fmt: skip
