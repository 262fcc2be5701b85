"""The tables of the mirror as Ibis sees them: typed, named, not yet bound to any engine."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeGuard
from zlib import crc32

import ibis

from nabiz.timeline.facts import FAMILIES, Fact, Family, facts_of

ENVELOPE = {
    "id": "int64",
    "happened_at": "timestamp",  # UTC, without a zone: what an engine does with zones is its own
    "kind": "string",
    "channel": "string",
    "touchpoint": "string",
    "stage": "string",
    "source": "string",
    "currency": "string",
    "customer_id": "int64",
    "account_id": "int64",
    "value": "decimal(18, 4)",
}
IBIS_TYPES = {
    int: "int64",
    float: "float64",
    str: "string",
    bool: "boolean",
    Decimal: "decimal(18, 4)",
    datetime: "timestamp",
    date: "date",
}
DIMENSIONS = {
    "customers": {
        "customer_id": "int64",
        "canonical_id": "int64",
        "account_id": "int64",
        "language": "string",
        "country": "string",
    },
    "segments": {"customer_id": "int64", "segment": "string"},
    "memberships": {"customer_id": "int64", "segment": "string", "since": "timestamp", "until": "timestamp"},
    "accounts": {"account_id": "int64", "name": "string"},
}
CUSTOMERS, SEGMENTS, MEMBERSHIPS = (
    ibis.table(DIMENSIONS[name], name=name) for name in ("customers", "segments", "memberships")
)

# Handed over with each question; they hold a few rows.
GONE = ibis.table({"customer_id": "int64"}, name="gone")
CALENDAR = ibis.table({"day": "int64", "period": "int64"}, name="calendar")
WINDOWS = ibis.table({"period": "int64", "starts": "timestamp", "ends": "timestamp"}, name="windows")
CLOCK = ibis.table({"now": "timestamp"}, name="clock")


def columns_of(family: Family) -> dict[str, str]:
    """Name to Ibis type of what a family's files hold."""
    facts = {name: IBIS_TYPES[its_type] for name, its_type in facts_of(family).items() if name not in ENVELOPE}
    return ENVELOPE | facts


def is_family(table: str) -> TypeGuard[Family]:
    return table in FAMILIES


_slices: dict[str, tuple[Family, tuple[str, ...]]] = {}


def _slice(family: Family, kinds: tuple[str, ...]) -> Any:
    """The table of only these kinds of a family, which whoever keeps tables in memory keeps by themselves: in each
    question, telling kinds apart would cost more than anything else that is done to most rows."""
    name = f"{family}:{crc32(' '.join(kinds).encode()):08x}"
    _slices[name] = (family, kinds)
    return ibis.table(columns_of(family), name=name)


def slice_named(table: str) -> tuple[Family, tuple[str, ...]] | None:
    """Of which family a table of events is, and of which kinds; none is all."""
    return (table, ()) if is_family(table) else _slices.get(table)


@dataclass(frozen=True)
class Scope:
    """Whom a query must mind: joining for erasures and merges costs time, so only where there were any."""

    has_gone: bool = False
    has_merged: bool = False
    keeps: bool = False  # whether the engine keeps shared relations in memory, `nabiz.metrics.kept`

    def events(self, *kinds: type[Fact]) -> Any:
        """The events of these kinds, of one family, each about the customer as known today."""
        (family,) = {kind.kind.family for kind in kinds}
        rows = self._of_kinds(family, tuple(kind.kind.name for kind in kinds))
        if self.has_gone:
            rows = rows.anti_join(GONE, "customer_id")
        return _canonical(rows) if self.has_merged else rows

    def _of_kinds(self, family: Family, kinds: tuple[str, ...]) -> Any:
        if self.keeps:
            return _slice(family, kinds)
        table = ibis.table(columns_of(family), name=family)
        return table.filter(table.kind.isin(kinds))

    def with_account(self, rows: Any) -> Any:
        """The rows with the account that the customer belongs to today, else the one that the event came with."""
        joined = rows.left_join(CUSTOMERS.select("customer_id", of_account="account_id"), "customer_id")
        known = joined.of_account.coalesce(joined.account_id)
        return joined.mutate(account_id=known).drop("of_account", "customer_id_right")

    def with_now(self, rows: Any) -> Any:
        """The rows with the instant of asking as a column `now`."""
        return rows.cross_join(CLOCK)


def _canonical(rows: Any) -> Any:
    moved = CUSTOMERS.filter(CUSTOMERS.canonical_id != CUSTOMERS.customer_id).select("customer_id", "canonical_id")
    joined = rows.left_join(moved, "customer_id")
    known_today = joined.canonical_id.coalesce(joined.customer_id)
    return joined.mutate(customer_id=known_today).drop("canonical_id", "customer_id_right")
