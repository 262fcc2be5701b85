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

    `is_verified` where the speaker is trusted: a server with a secret key. A browser only claims.
    """

    at: datetime
    is_verified: bool = False
    user_id: str = ""
    anonymous_id: str = ""
    previous_id: str = ""
    profile: Profile | None = None
    group: Group | None = None

    @property
    def is_plain(self) -> bool:
        """Says nothing that could make two customers one or change what is known of them."""
        return not (self.previous_id or self.profile or self.group or (self.user_id and self.anonymous_id))


@dataclass(slots=True)
class Known:
    """Whom a claim turned out to be about, and what it taught us that was not known before."""

    customer_id: int
    account_id: int | None
    news: list[str] = field(default_factory=list)
