"""What a query reads where the engine is PostgreSQL itself: the event table and those of the dimensions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import pyarrow as pa

from nabiz.metrics.definitions import Metric
from nabiz.metrics.engines.base import Select, Table
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.given import A_MONTH, given_table, stretch
from nabiz.metrics.plans import Plan, plan_of
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CUSTOMERS, DIMENSIONS, Scope, columns_of, is_family
from nabiz.timeline.mirror.dimensions import dimension
from nabiz.timeline.mirror.eventsql import family_select
from nabiz.timeline.mirror.reading import Snapshot

# Texts compare by their bytes here as in every other engine, whatever the database's language is.
_BY_BYTES = {"string": ' COLLATE "C"'}


@dataclass(frozen=True)
class Database:
    """The database of one installation, at one instant."""

    snapshot: Snapshot
    now: datetime

    @property
    def scope(self) -> Scope:
        return Scope(bool(self.snapshot.gone), _anyone_merged(self.snapshot.dimension_versions["customers"]))

    def run(self, plan: Plan, metric: Metric, question: Question) -> pa.Table:
        tables = {name: self._table(name, metric, question) for name in plan.tables}
        return plan.typed(engine().run(plan.query, tables))

    def version_of(self, plan: Plan, metric: Metric, question: Question) -> tuple[object, ...]:
        """Changes whenever the answer could: what is new in the families and months, and the counted changes of the
        dimensions that the query reads."""
        first, end = _whole_months(metric, question)
        months = f"{first:%Y-%m}" if first else "", f"{end:%Y-%m}" if end else "9999-99"
        events = (self.snapshot.freshness.of(name, *months) for name in plan.tables if is_family(name))
        small = (self.snapshot.dimension_versions[name] for name in plan.tables if name in DIMENSIONS)
        return (*events, *small, self.snapshot.gone)

    def _table(self, name: str, metric: Metric, question: Question) -> Table:
        if is_family(name):
            query, parameters = family_select(name, *_whole_months(metric, question))
            return Select(query, tuple(parameters), columns_of(name))
        if name in DIMENSIONS:
            return _dimension(name)
        return given_table(name, question, self.snapshot.gone, self.now)


def _dimension(name: str) -> Select:
    query, parameters = dimension(name).select()
    columns = ", ".join(f'"{each}"{_BY_BYTES.get(kind, "")} AS "{each}"' for each, kind in DIMENSIONS[name].items())
    return Select(f"SELECT {columns} FROM ({query}) AS found", tuple(parameters), DIMENSIONS[name])  # noqa: S608


def _whole_months(metric: Metric, question: Question) -> tuple[datetime | None, datetime | None]:
    """As much as the mirror's files would hold, so that also what looks back a little gives the same answer."""
    since, until = (_first_of_month(moment) for moment in stretch(metric, question))
    return since, _first_of_month(until + A_MONTH) if until else None


def _first_of_month(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=8)
def _anyone_merged(version: str) -> bool:
    """`version` changes whenever the customers do, so that one look at each is enough."""
    plan = plan_of(CUSTOMERS.filter(CUSTOMERS.canonical_id != CUSTOMERS.customer_id).limit(1))
    return bool(engine().run(plan.query, {"customers": _dimension("customers")}).num_rows)
