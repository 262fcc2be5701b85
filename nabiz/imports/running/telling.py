"""What a batch tells of people and accounts, said to `customers` like any message would, but only once."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from nabiz.customers.bulk import tell_accounts
from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.identities import resolve
from nabiz.customers.newcomers import meet
from nabiz.imports.applying.batch import NORMAL
from nabiz.imports.applying.reducing import Reduced
from nabiz.imports.mappings.model import Plan
from nabiz.imports.running.journal import Journal

REMEMBERED = 500_000  # sayings; beyond that all is said again, which costs time and changes nothing
AT_ONCE = 5_000

APART = ("who", "firm", "since")  # columns that tell nothing of somebody

Line = dict[str, Any]


@dataclass
class Telling:
    said: set[int] = field(default_factory=set)
    firms: dict[int, int] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)

    def tell(self, reduced: Reduced, plan: Plan, journal: Journal) -> None:
        if len(self.said) > REMEMBERED:
            self.said.clear()
        firms = {line["firm"]: _group(line) for line in reduced.firms.to_pylist()}
        self._tell_firms(firms, journal)
        if plan.customer is None:
            return
        lines = [line for line in _telling(reduced.people).to_pylist() if self._is_news(line, firms)]
        for start in range(0, len(lines), AT_ONCE):
            claims = [_claim(line, firms.get(line["firm"])) for line in lines[start : start + AT_ONCE]]
            met = meet(claims)
            journal.met({pk: claims[place] for place, pk in met.items()})
            if known := [claim for place, claim in enumerate(claims) if place not in met]:
                journal.will_tell(known)
                journal.told(known, [each.person_id for each in resolve(known)])

    def came(self, reduced: Reduced) -> pa.Table:
        """Everybody's number, the identity that they come by, and since when."""
        people = reduced.people
        kind: pa.Array | pa.Scalar = pa.scalar("")
        for name in reversed(NORMAL):
            kind = pc.if_else(people[name].is_valid(), name, kind)
        value = pc.coalesce(*(people[name] for name in NORMAL))
        since = pc.fill_null(people["since"], pa.scalar(timezone.now(), people.schema.field("since").type))
        return pa.table({"who": people["who"], "kind": kind, "value": value, "since": since})

    def _is_news(self, line: Line, firms: dict[int, Group]) -> bool:
        group = firms.get(line["firm"])
        told = tuple((name, str(value)) for name, value in line.items() if name not in APART and value is not None)
        saying = hash((told, group.key if group else ""))
        is_new = saying not in self.said
        self.said.add(saying)
        return is_new

    def _tell_firms(self, firms: dict[int, Group], journal: Journal) -> None:
        news = {}
        for group in firms.values():
            saying = hash((group.key, group.name, group.domain, str(sorted(group.traits.items()))))
            if saying not in self.said or group.key not in self._keys:
                news[group.key] = group
                self.said.add(saying)
        if news:
            journal.will_tell_accounts(list(news.values()))
            self._keys |= tell_accounts(list(news.values()))
            journal.told_accounts(list(news.values()), self._keys)
        self.firms = {number: self._keys[group.key] for number, group in firms.items()}


def _telling(people: pa.Table) -> pa.Table:
    """Who comes by one identity with nothing told about them is found without being asked for."""
    told = [people[name].is_valid().cast(pa.int8()) for name in people.column_names if name not in APART]
    count = reduce(pc.add, told)
    return people.filter(pc.or_(pc.greater(count, 1), people["firm"].is_valid()))


def _claim(line: Line, group: Group | None) -> Claim:
    profile = Profile(
        line["email"] or "", line["phone"] or "", line["name"] or "", line["language"] or "", line["country"] or "",
        {name[1:]: plain(value) for name, value in line.items() if name.startswith(".") and value is not None},
    )  # fmt: skip
    now = timezone.now()
    return Claim(
        line["since"] or now, True, line["user_id"] or "", line["anonymous_id"] or "", profile=profile,
        group=group and Group(group.key), told_at=now,
    )  # fmt: skip


def _group(line: Line) -> Group:
    traits = {
        name.removeprefix("account ."): plain(value)
        for name, value in line.items()
        if name.startswith("account .") and value is not None
    }
    return Group(line["account"], line["account name"] or "", line["account domain"] or "", traits)


def plain(value: Any) -> Any:
    """As JSON keeps it: a whole number as such, a broken one as a float, days and times as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
