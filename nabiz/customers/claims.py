"""What a message from outside says about whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Profile:
    """What is told about a person. None in `traits` takes a trait away."""

    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    country: str = ""
    traits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """The account that a person belongs to, by the key that the outside uses for it."""

    key: str
    name: str = ""
    domain: str = ""
    traits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Claim:
    """Ids and addresses are normalised already (`normalise`); empty means that nothing is said.

    `is_verified` where the speaker is trusted: a server with a secret key. A browser only claims. `told_at` is when
    the profile was told, where that is not when the rest happened.
    """

    at: datetime
    is_verified: bool = False
    user_id: str = ""
    anonymous_id: str = ""
    previous_id: str = ""
    profile: Profile | None = None
    group: Group | None = None
    told_at: datetime | None = None


@dataclass(slots=True)
class Known:
    """Whom a claim turned out to be about, and what it taught us that was not known before.

    `customer_id` is the side that events go to, `person_id` who stands for the person today.
    """

    customer_id: int
    account_id: int | None
    news: list[str] = field(default_factory=list)
    person_id: int = 0
