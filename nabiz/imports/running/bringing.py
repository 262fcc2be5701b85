"""Bring one applied batch in, inside the transaction of the caller, and count what became of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.utils.translation import gettext as _

from nabiz.customers import bulk as people_in_bulk
from nabiz.imports.applying.batch import Applied, EventTable
from nabiz.imports.applying.owners import Owners
from nabiz.imports.applying.reducing import Reduced, grouped, reduce
from nabiz.imports.mappings.model import EventRule, Plan
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.running.journal import Journal
from nabiz.imports.running.noticing import Notices
from nabiz.imports.running.staging import Packed, copy_into, csv_of, packed, stage
from nabiz.imports.running.telling import Telling
from nabiz.timeline import bulk as events_in_bulk
from nabiz.timeline.facts import kind_named

CUSTOMER, ACCOUNT = "owner: customer", "owner: account"  # columns of the events whose rows name nobody


@dataclass(frozen=True)
class Staged:
    """The events of one rule, ready to be copied beside the timeline.

    `doubles` are rows that tell of an event that another row of the batch tells of too.
    """

    event: EventTable
    rows: Packed
    doubles: int


@dataclass(frozen=True)
class Prepared:
    """All that can be worked out of a batch without asking the database."""

    applied: Applied
    notices: Notices
    reduced: Reduced
    events: list[Staged]


def prepare(applied: Applied, notices: Notices) -> Prepared:
    reduced = reduce(applied)
    events = [_staged(event, applied, reduced) for event in applied.events if event.table.num_rows]
    return Prepared(applied, notices, reduced, events)


@dataclass
class Bringing:
    """Brings batches of one import in. `told` remembers what was said already, so that it is said once."""

    source: str
    currency: str
    journal: Journal
    telling: Telling = field(default_factory=Telling)
    is_live: bool = False

    def bring(self, prepared: Prepared) -> Counter[str]:
        applied = prepared.applied
        self.journal.open(people_in_bulk.newest())
        self.telling.tell(prepared.reduced, applied.cells.bound.plan, self.journal)
        _locate(prepared.reduced, self.telling)
        if applied.owners:
            self.journal.found(applied.owners.found)
        counts: Counter[str] = Counter()
        for event in prepared.events:
            counts += self._events(event, applied)
        counts += self.journal.close()
        return counts

    def _events(self, staged: Staged, applied: Applied) -> Counter[str]:
        rule, plan = staged.event.rule, applied.cells.bound.plan
        said = {"source": self.source, "kind": rule.kind, "currency": self.currency}
        stage("imports_event", staged.rows)
        events_in_bulk.open_stage()
        events_in_bulk.take_in(
            events_in_bulk.Rows(_arriving(staged.event, staged.rows.columns), said, staged.rows.rows),
            root_of=people_in_bulk.ROOT_OF,
            first_counts=rule.again == "first",
            has_doubles=bool(staged.doubles),
            is_live=self.is_live,
        )
        if plan.each and not self.is_live and self.journal.is_torn():
            told = _(
                "Rows that tell of one thing stand far apart in this file. Sort it by %(each)s and bring it in again."
            )
            raise BadMapping(told % {"each": applied.cells.called(plan.each)})
        again = staged.doubles + self.journal.come_again() if rule is _kept_once(plan) else 0
        return self.journal.events() + Counter(again=again)


def _staged(event: EventTable, applied: Applied, reduced: Reduced) -> Staged:
    if each := applied.cells.bound.plan.each:
        event = grouped(event, applied.cells.text(each).take(event.table["place"]))
    rows = packed(_with_people(event.table, reduced, applied.owners))
    return Staged(event, rows, int(event.table.num_rows - pc.count_distinct(event.table["message"]).as_py()))


def _locate(reduced: Reduced, telling: Telling) -> None:
    """Everybody by the identity that they come by; those who were told of are known by now."""
    people_in_bulk.open_stage()
    came = telling.came(reduced)
    copy_into("customers_who", csv_of(came), tuple(came.column_names))
    people_in_bulk.find_staged(is_verified=True)
    firms = pa.table({"firm": list(telling.firms), "account_id": list(telling.firms.values())})
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS imports_firm (firm bigint PRIMARY KEY, account_id bigint) "
            "ON COMMIT DELETE ROWS; TRUNCATE imports_firm"
        )
    if len(firms):
        copy_into("imports_firm", csv_of(firms))


def _with_people(table: pa.Table, reduced: Reduced, owners: Owners | None) -> pa.Table:
    """The events with the number of their person and firm, or else their owner; all are in the order of the rows."""
    found = pc.index_in(table["place"], reduced.where["place"])
    where = reduced.where.take(found)
    table = table.append_column("who", where["who"]).append_column("firm", where["firm"])
    if owners is None:
        return table
    its = owners.found.take(pc.index_in(table["place"], owners.found["place"]))
    return table.append_column(CUSTOMER, its["customer"]).append_column(ACCOUNT, its["account"])


def _kept_once(plan: Plan) -> EventRule | None:
    """The rule of which a row is an event of its own, unless it is the same row as another one."""
    if plan.each:
        return None
    return next((rule for rule in plan.events if not rule.key and rule.again == "last"), None)


def _arriving(event: EventTable, columns: dict[str, str]) -> str:
    kind = kind_named(event.rule.kind)
    assert kind
    facts = [
        f"'{name.removeprefix('fact ')}', {_json(columns[name], event.table.schema.field(name).type)}"
        for name in event.table.column_names
        if name.startswith("fact ")
    ]
    customer, account = "w.customer_id", "f.account_id"
    if CUSTOMER in columns:  # who was erased meanwhile is nobody
        customer = f"coalesce({customer}, {people_in_bulk.STILL_A_CUSTOMER.format(columns[CUSTOMER])})"
        account = f"coalesce({account}, {people_in_bulk.STILL_AN_ACCOUNT.format(columns[ACCOUNT])})"
    plain = {name: column for name, column in columns.items() if name.isidentifier()}
    return _ARRIVING.format(**plain, its_customer=customer, its_account=account, facts=", ".join(facts))


def _json(column: str, its_type: Any) -> str:
    """Money and times travel as text, as `announce` has it."""
    if pa.types.is_decimal(its_type):
        return f"trim_scale({column})::text"
    if pa.types.is_timestamp(its_type):
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'"
    return f"{column}::text" if pa.types.is_date(its_type) else column


_ARRIVING = """
SELECT {place} AS place, {its_account} IS NOT NULL AS has_account, {happened_at} AS happened_at, %(kind)s AS kind,
    {its_customer} AS customer_id, coalesce({its_account}, w.account_id) AS account_id,
    coalesce({channel}, '') AS channel, coalesce({touchpoint}, '') AS touchpoint, coalesce({stage}, '') AS stage,
    round({value}, 4) AS value,
    CASE WHEN {value} IS NULL THEN coalesce({currency}, '') ELSE coalesce({currency}, %(currency)s) END AS currency,
    jsonb_strip_nulls(jsonb_build_object({facts})) AS facts, %(source)s AS source,
    %(kind)s || CASE WHEN {message} LIKE 'k%%' AND length({message}) < 200 THEN ':' || substr({message}, 2)
        ELSE '#' || md5({message}) END AS message_id
FROM imports_event e LEFT JOIN customers_who w ON w.who = e.{who} LEFT JOIN imports_firm f ON f.firm = e.{firm}
"""
