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
from nabiz.imports.running.staging import stage
from nabiz.imports.running.telling import Telling
from nabiz.timeline import bulk as events_in_bulk
from nabiz.timeline.facts import kind_named

CUSTOMER, ACCOUNT = "owner: customer", "owner: account"  # columns of the events whose rows name nobody


@dataclass
class Bringing:
    """Brings batches of one import in. `told` remembers what was said already, so that it is said once."""

    source: str
    currency: str
    journal: Journal
    telling: Telling = field(default_factory=Telling)
    is_live: bool = False

    def bring(self, applied: Applied) -> Counter[str]:
        reduced = reduce(applied)
        self.journal.open(people_in_bulk.newest())
        self.telling.tell(reduced, applied.cells.bound.plan, self.journal)
        _locate(reduced, self.telling)
        if applied.owners:
            self.journal.found(applied.owners.found)
        counts: Counter[str] = Counter()
        for event in applied.events:
            if event.table.num_rows:
                counts += self._events(event, applied, reduced)
        counts += self.journal.close()
        return counts

    def _events(self, event: EventTable, applied: Applied, reduced: Reduced) -> Counter[str]:
        plan = applied.cells.bound.plan
        if plan.each:
            event = grouped(event, applied.cells.text(plan.each).take(event.table["place"]))
        placed = _with_people(event.table, reduced, applied.owners)
        columns = dict(zip(placed.column_names, stage("imports_event", placed), strict=True))
        events_in_bulk.open_stage()
        doubles = _doubles(event)
        with connection.cursor() as cursor:
            cursor.execute(
                _arriving(event, columns), {"source": self.source, "kind": event.rule.kind, "currency": self.currency}
            )
        events_in_bulk.take_in(
            root_of=people_in_bulk.ROOT_OF,
            first_counts=event.rule.again == "first",
            has_doubles=bool(doubles),
            is_live=self.is_live,
        )
        if plan.each and not self.is_live and self.journal.is_torn():
            told = _(
                "Rows that tell of one thing stand far apart in this file. Sort it by %(each)s and bring it in again."
            )
            raise BadMapping(told % {"each": applied.cells.called(plan.each)})
        again = doubles + self.journal.come_again() if event.rule is _kept_once(plan) else 0
        return self.journal.events() + Counter(again=again)


def _locate(reduced: Reduced, telling: Telling) -> None:
    """Everybody by the identity that they come by; those who were told of are known by now."""
    people_in_bulk.open_stage()
    rows = telling.came(reduced)
    with connection.cursor() as cursor, cursor.copy("COPY customers_who (who, kind, value, since) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    people_in_bulk.find_staged(is_verified=True)
    firms = [(number, pk) for number, pk in telling.firms.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS imports_firm (firm bigint PRIMARY KEY, account_id bigint) "
            "ON COMMIT DELETE ROWS; TRUNCATE imports_firm"
        )
        with cursor.copy("COPY imports_firm FROM STDIN") as copy:
            for firm in firms:
                copy.write_row(firm)


def _with_people(table: pa.Table, reduced: Reduced, owners: Owners | None) -> pa.Table:
    """The events with the number of their person and firm, or else their owner; all are in the order of the rows."""
    found = pc.index_in(table["place"], reduced.where["place"])
    where = reduced.where.take(found)
    table = table.append_column("who", where["who"]).append_column("firm", where["firm"])
    if owners is None:
        return table
    its = owners.found.take(pc.index_in(table["place"], owners.found["place"]))
    return table.append_column(CUSTOMER, its["customer"]).append_column(ACCOUNT, its["account"])


def _doubles(event: EventTable) -> int:
    """How many rows tell of an event that another row of the batch tells of too."""
    return int(event.table.num_rows - pc.count_distinct(event.table["message"]).as_py())


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
    message = columns["message"]
    customer, account = "w.customer_id", "f.account_id"
    if CUSTOMER in columns:  # who was erased meanwhile is nobody
        customer = f"coalesce({customer}, {people_in_bulk.STILL_A_CUSTOMER.format(columns[CUSTOMER])})"
        account = f"coalesce({account}, {people_in_bulk.STILL_AN_ACCOUNT.format(columns[ACCOUNT])})"
    return f"""
    INSERT INTO timeline_arriving (place, has_account, happened_at, kind, customer_id, account_id, channel, touchpoint,
        stage, value, currency, facts, source, message_id)
    SELECT {columns["place"]}, {account} IS NOT NULL, {columns["happened_at"]}, %(kind)s, {customer},
        coalesce({account}, w.account_id), coalesce({columns["channel"]}, ''), coalesce({columns["touchpoint"]}, ''),
        coalesce({columns["stage"]}, ''), round({columns["value"]}, 4),
        CASE WHEN {columns["value"]} IS NULL THEN coalesce({columns["currency"]}, '')
            ELSE coalesce({columns["currency"]}, %(currency)s) END,
        jsonb_strip_nulls(jsonb_build_object({", ".join(facts)})), %(source)s,
        %(kind)s || CASE WHEN {message} LIKE 'k%%' AND length({message}) < 200 THEN ':' || substr({message}, 2)
            ELSE '#' || md5({message}) END
    FROM imports_event e LEFT JOIN customers_who w ON w.who = e.{columns["who"]}
        LEFT JOIN imports_firm f ON f.firm = e.{columns["firm"]}
    """  # noqa: S608  declared names and our own columns


def _json(column: str, its_type: Any) -> str:
    """Money and times travel as text, as `announce` has it."""
    if pa.types.is_decimal(its_type):
        return f"trim_scale({column})::text"
    if pa.types.is_timestamp(its_type):
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'"
    return f"{column}::text" if pa.types.is_date(its_type) else column
