"""The world that people live in: its chance, its calendar, its words, and the one way to say what happened."""

import math
from collections.abc import Sequence
from itertools import count
from random import Random
from typing import Any, TypeVar

from nabiz.demo.calendar import DAY, HOUR, Calendar, start_of
from nabiz.demo.helping import Desk
from nabiz.demo.names import Namebook
from nabiz.demo.person import Person
from nabiz.demo.phrasebook import Phrasebook
from nabiz.demo.story import Happening, Story
from nabiz.demo.truths import PRICE_CHANGE

T = TypeVar("T")


class World:
    """Shared by everyone in one story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.rng = Random(story.seed)
        # What only adds to a story and changes nobody's course has chance of its own.
        self.luck = Random(story.seed + 1)
        self.calendar = Calendar(story.start, story.end)
        self.phrases = Phrasebook(self.rng)
        self.mind = Random(story.seed + 2)  # of those who write a review
        self.asides = Phrasebook(self.mind)
        self.names = Namebook(self.rng)
        self.dearer_from = story.end - PRICE_CHANGE.days_before_end * DAY
        self.desk = Desk(self.calendar)
        self.order = count()

    def tell(
        self, at: int, kind: str, person: Person, *, channel: str = "", touchpoint: str = "", stage: str = "",
        value: int | None = None, **facts: Any,
    ) -> None:  # fmt: skip
        """Write down what happened, unless it has not happened yet."""
        if at < self.story.end:
            self.story.happenings.append(Happening(at, kind, person.index, channel, touchpoint, stage, value, facts))

    def expect(self, person: Person, at: int, moment: Any) -> None:
        person.expect(at, next(self.order), moment)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def choose(self, weighted: Sequence[tuple[T, float]]) -> T:
        """One of (what, weight) pairs."""
        left = self.rng.random() * sum(weight for _, weight in weighted)
        for what, weight in weighted:
            left -= weight
            if left < 0:
                return what
        return weighted[-1][0]

    def times(self, expected: float) -> int:
        """How often something happens that is expected so often (Poisson)."""
        limit, product, happened = math.exp(-expected), self.rng.random(), 0
        while product > limit:
            product *= self.rng.random()
            happened += 1
        return happened

    def hour_on(self, day: int, hours: tuple[float, float]) -> int:
        """An instant on a local day between two hours; hours past 24 belong to the night that began on it."""
        low, high = hours
        return start_of(day) + int((low + (high - low) * self.rng.random()) * HOUR)

    def around(self, median: float, spread: float) -> float:
        """A positive number around a median, skewed as durations are."""
        return median * math.exp(self.rng.gauss(0.0, spread))


def odds(probability: float) -> float:
    """Log-odds."""
    return math.log(probability / (1 - probability))


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
