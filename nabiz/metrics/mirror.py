"""What a query reads where the engine reads files: those of just the families and months that it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pyarrow as pa

from nabiz.metrics.cache import Remembered
from nabiz.metrics.definitions import Metric
from nabiz.metrics.engines.base import Files, Table
from nabiz.metrics.engines.chosen import engine, engine_name
from nabiz.metrics.engines.columns import small_table
from nabiz.metrics.given import given_table, stretch
from nabiz.metrics.kept import Relation, relation_named
from nabiz.metrics.plans import Plan, plan_of, relation_plan
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CUSTOMERS, DIMENSIONS, Scope, columns_of, slice_named
from nabiz.timeline.mirror.reading import Snapshot

# Relations that questions share, by the files that they are made of.
_relations: Remembered[pa.Table] = Remembered(192 * 2**20, weigh=lambda table: table.nbytes)


@dataclass(frozen=True)
class Mirror:
    """One snapshot of the mirror, at one instant."""

    snapshot: Snapshot
    now: datetime

    @property
    def scope(self) -> Scope:
        has_merged = _anyone_merged(self.snapshot.dimension_file("customers"))
        return Scope(bool(self.snapshot.gone), has_merged, keeps=engine().holds)

    def run(self, plan: Plan, metric: Metric, question: Question) -> pa.Table:
        tables = {name: self._table(name, plan, metric, question) for name in plan.tables}
        return plan.typed(engine().run(plan.query, tables))

    def version_of(self, plan: Plan, metric: Metric, question: Question) -> tuple[object, ...]:
        """Changes whenever the answer could: the files that the query reads, which never change under their names.

        Finer than the version of a family: what happens today leaves the answers about March as they were.
        """
        return (*self._paths(plan, metric, question), self.snapshot.gone)

    def _paths(self, plan: Plan, metric: Metric, question: Question) -> Iterator[tuple[str, ...]]:
        for name in plan.tables:
            if part := slice_named(name):
                yield tuple(self.snapshot.event_files([part[0]], *stretch(metric, question)))
            elif name in DIMENSIONS:
                yield _dimension(self.snapshot.dimension_file(name), name).paths
            elif relation := relation_named(name):
                yield from self._paths(self._plan_of(relation), metric, question)

    def _table(self, name: str, plan: Plan, metric: Metric, question: Question) -> Table:
        read = plan.read.get(name, ())
        if part := slice_named(name):
            family, kinds = part
            files = self.snapshot.event_files([family], *stretch(metric, question))
            return Files(tuple(files), columns_of(family), read, kinds)
        if name in DIMENSIONS:
            return _dimension(self.snapshot.dimension_file(name), name, read)
        if relation := relation_named(name):
            return self._kept(relation, metric, question)
        return given_table(name, question, self.snapshot.gone, self.now)

    def _kept(self, relation: Relation, metric: Metric, question: Question) -> pa.Table:
        """The same rows for whoever asks about the same state of the same files."""
        plan = self._plan_of(relation)
        rests_on = (engine_name(), relation.name, self.scope, self.version_of(plan, metric, question))
        return _relations.get(rests_on, lambda: small_table(self.run(plan, metric, question)))

    def _plan_of(self, relation: Relation) -> Plan:
        return relation_plan(relation, self.scope, engine_name())


def _dimension(path: str | None, name: str, read: tuple[str, ...] = ()) -> Files:
    return Files((path,) if path else (), DIMENSIONS[name], read)


@lru_cache(maxsize=8)
def _anyone_merged(path: str | None) -> bool:
    """A dimension file never changes under its name, so that one look is enough."""
    if path is None:
        return False
    plan = plan_of(CUSTOMERS.filter(CUSTOMERS.canonical_id != CUSTOMERS.customer_id).limit(1))
    return bool(engine().run(plan.query, {"customers": _dimension(path, "customers")}).num_rows)
