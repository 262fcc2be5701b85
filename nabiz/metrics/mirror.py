"""What a query reads where the engine reads files: those of just the families and months that it needs."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pyarrow as pa

from nabiz.metrics.definitions import Metric
from nabiz.metrics.engines.base import Files, Table
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.given import given_table, stretch
from nabiz.metrics.plans import Plan, plan_of
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CUSTOMERS, DIMENSIONS, Scope, columns_of, is_family
from nabiz.timeline.mirror.reading import Snapshot


@dataclass(frozen=True)
class Mirror:
    """One snapshot of the mirror, at one instant."""

    snapshot: Snapshot
    now: datetime

    @property
    def scope(self) -> Scope:
        return Scope(bool(self.snapshot.gone), _anyone_merged(self.snapshot.dimension_file("customers")))

    def run(self, plan: Plan, metric: Metric, question: Question) -> pa.Table:
        tables = {name: self._table(name, metric, question) for name in plan.tables}
        return plan.typed(engine().run(plan.query, tables))

    def version_of(self, plan: Plan, metric: Metric, question: Question) -> tuple[object, ...]:
        """Changes whenever the answer could: the files that the query reads, which never change under their names.

        Finer than the version of a family: what happens today leaves the answers about March as they were.
        """
        read = (self._table(name, metric, question) for name in plan.tables if is_family(name) or name in DIMENSIONS)
        return (*(table.paths for table in read if isinstance(table, Files)), self.snapshot.gone)

    def _table(self, name: str, metric: Metric, question: Question) -> Table:
        if is_family(name):
            files = self.snapshot.event_files([name], *stretch(metric, question))
            return Files(tuple(files), columns_of(name))
        if name in DIMENSIONS:
            return _dimension(self.snapshot.dimension_file(name), name)
        return given_table(name, question, self.snapshot.gone, self.now)


def _dimension(path: str | None, name: str) -> Files:
    return Files((path,) if path else (), DIMENSIONS[name])


@lru_cache(maxsize=8)
def _anyone_merged(path: str | None) -> bool:
    """A dimension file never changes under its name, so that one look is enough."""
    if path is None:
        return False
    plan = plan_of(CUSTOMERS.filter(CUSTOMERS.canonical_id != CUSTOMERS.customer_id).limit(1))
    return bool(engine().run(plan.query, {"customers": _dimension(path, "customers")}).num_rows)
