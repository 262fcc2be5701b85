"""What a batch of claims says about identities: which came, which were named together, and when at the earliest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from nabiz.customers.claims import Claim
from nabiz.customers.models import Identity

Key = tuple[str, str]
Pair = tuple[Key, Key]
USER_ID, ANONYMOUS_ID = Identity.Kind.USER_ID.value, Identity.Kind.ANONYMOUS_ID.value
EMAIL, PHONE = Identity.Kind.EMAIL.value, Identity.Kind.PHONE.value


@dataclass(slots=True)
class Seen:
    """An identity as the batch knows it. It `came` where a claim was about it, first of all; others were told."""

    first_at: datetime
    came_at: datetime | None = None
    is_verified: bool = False
    is_hearsay: bool = False

    def take(self, at: datetime, *, came: bool, is_verified: bool, is_hearsay: bool) -> None:
        self.first_at = min(self.first_at, at)
        self.is_verified = self.is_verified or is_verified
        self.is_hearsay = self.is_hearsay and is_hearsay
        if came and (self.came_at is None or at < self.came_at):
            self.came_at = at


@dataclass(slots=True)
class Sayings:
    """Nothing here depends on the order of the claims: each entry is a minimum or a logical or."""

    seen: dict[Key, Seen] = field(default_factory=dict)
    proven: dict[Pair, datetime] = field(default_factory=dict)
    claimed: dict[Pair, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Self:
        sayings = cls()
        for claim in claims:
            sayings._take(claim)
        return sayings

    @property
    def pairs(self) -> set[Pair]:
        return {*self.proven, *self.claimed}

    def _take(self, claim: Claim) -> None:
        first = primary_of(claim)
        if first is None:
            return
        its_own = first[0] != ANONYMOUS_ID  # what a device is called proves nothing
        self._see(first, claim, came=True, is_verified=claim.is_verified and its_own)
        for key in _beside(claim):
            if key != first:
                self._see(key, claim, is_verified=claim.is_verified and key[0] != ANONYMOUS_ID)
                self._tie((first, key), claim)
        # An unknown earlier id may turn out to be a device or a user, and an alias may come before what it explains.
        if claim.previous_id and claim.user_id and claim.previous_id != claim.user_id:
            device = (ANONYMOUS_ID, claim.previous_id)
            self._see(device, claim, is_hearsay=True)
            self._tie((first, device), claim)
            if claim.is_verified and claim.previous_id != claim.anonymous_id:
                user = (USER_ID, claim.previous_id)
                self._see(user, claim, is_hearsay=True)
                self._tie((first, user), claim)

    def _see(
        self, key: Key, claim: Claim, *, came: bool = False, is_verified: bool = False, is_hearsay: bool = False
    ) -> None:
        if key not in self.seen:
            self.seen[key] = Seen(claim.at, is_hearsay=is_hearsay)
        self.seen[key].take(claim.at, came=came, is_verified=is_verified, is_hearsay=is_hearsay)

    def _tie(self, pair: Pair, claim: Claim) -> None:
        ties = self.proven if claim.is_verified else self.claimed
        ties[pair] = min(claim.at, ties.get(pair, claim.at))


def primary_of(claim: Claim) -> Key | None:
    """The identity by which a claim comes, and whose side its event is written to; None where it names nobody."""
    if claim.user_id:
        return USER_ID, claim.user_id
    if claim.anonymous_id:
        return ANONYMOUS_ID, claim.anonymous_id
    if claim.profile and claim.profile.email:
        return EMAIL, claim.profile.email
    if claim.profile and claim.profile.phone:
        return PHONE, claim.profile.phone
    return None


def named_by(claim: Claim) -> list[Key]:
    """Every identity that a claim says is theirs, the one that it comes by first; aliases are left aside."""
    first = primary_of(claim)
    return [first, *(key for key in _beside(claim) if key != first)] if first else []


def keys_of(claim: Claim) -> set[Key]:
    """Every identity that a claim names."""
    return set(Sayings.of([claim]).seen)


def _beside(claim: Claim) -> Iterable[Key]:
    if claim.anonymous_id:
        yield ANONYMOUS_ID, claim.anonymous_id
    if claim.profile and claim.profile.email:
        yield EMAIL, claim.profile.email
    if claim.profile and claim.profile.phone:
        yield PHONE, claim.profile.phone
