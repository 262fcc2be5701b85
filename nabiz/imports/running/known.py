"""The owners of things that rows name, asked for once a batch and remembered over a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nabiz.customers.bulk import accounts_of
from nabiz.timeline.things import Owner, owners_of

REMEMBERED = 200_000  # things; beyond that all are asked for again


@dataclass
class Known:
    """Also remembers the numbers of which nobody is known."""

    _owners: dict[tuple[str, str], Owner | None] = field(default_factory=dict)

    def find(self, thing: str, numbers: list[str]) -> Mapping[str, Owner]:
        if len(self._owners) > REMEMBERED:
            self._owners.clear()
        new = [number for number in numbers if (thing, number) not in self._owners]
        if new:
            found = _with_accounts(owners_of(thing, new))
            self._owners |= {(thing, number): found.get(number) for number in new}
        return {number: owner for number in numbers if (owner := self._owners[thing, number])}


def _with_accounts(owners: dict[str, Owner]) -> dict[str, Owner]:
    """An owner whose account was not told with the thing may have one by now."""
    accounts = accounts_of({each.customer_id for each in owners.values() if each.customer_id and not each.account_id})
    return {
        number: replace(each, account_id=each.account_id or accounts.get(each.customer_id or 0))
        for number, each in owners.items()
    }
