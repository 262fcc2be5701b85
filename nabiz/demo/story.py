"""What a simulation leaves behind: people, firms, and everything that happened to them, without a database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from nabiz.demo.person import Firm, Person


@dataclass(slots=True)
class Happening:
    """One event to be. `at` is in seconds since 1970, `who` is the place of the person in `Story.people`."""

    at: int
    kind: str
    who: int
    channel: str
    touchpoint: str
    stage: str
    value: int | None
    facts: dict[str, Any]

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


@dataclass(slots=True)
class Story:
    """Happenings are in order of time once the simulation is through, and none of them lies after `end`."""

    seed: int
    start: int
    end: int
    people: list[Person] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
