"""What a query reads: the snapshot's files of just the families and months that it needs, and the small tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pyarrow as pa
from django.conf import settings

from nabiz.metrics.definitions import Metric
from nabiz.metrics.engines.base import Files, Table
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.plans import Plan
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import naive
from nabiz.metrics.tables import CUSTOMERS, DIMENSIONS, Scope, columns_of, is_family
from nabiz.metrics.windows import day_number
from nabiz.timeline.mirror.reading import Snapshot

A_MONTH = timedelta(days=31)


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
        return engine().run(plan.query, tables)

    def version_of(self, plan: Plan, metric: Metric, question: Question) -> tuple[object, ...]:
        """Changes whenever the answer could: the files that the query reads, which never change under their names.

        Finer than the version of a family: what happens today leaves the answers about March as they were.
        """
        read = (self._table(name, metric, question) for name in plan.tables if is_family(name) or name in DIMENSIONS)
        return (engine_name(), *(table.paths for table in read if isinstance(table, Files)), self.snapshot.gone)

    def _table(self, name: str, metric: Metric, question: Question) -> Table:
        if is_family(name):
            return self._events(name, metric, question)
        if name in DIMENSIONS:
            return _dimension(self.snapshot.dimension_file(name), name)
        match name:
            case "gone":
                return pa.table({"customer_id": pa.array(self.snapshot.gone, pa.int64())})
            case "calendar":
                return _calendar(question)
            case "windows":
                return _windows(question)
            case "clock":
                return pa.table({"now": pa.array([naive(self.now)], pa.timestamp("us"))})
        raise LookupError(name)

    def _events(self, name: str, metric: Metric, question: Question) -> Files:
        reach = metric.over.reach
        since = {"before": None, "around": question.start - A_MONTH}.get(reach, question.start)
        until = None if reach in ("onward", "around") else question.end
        family = next(each for each in metric.over.families if each == name)
        return Files(tuple(self.snapshot.event_files([family], since, until)), columns_of(family))


def _dimension(path: str | None, name: str) -> Files:
    return Files((path,) if path else (), DIMENSIONS[name])


def _calendar(question: Question) -> pa.Table:
    first, windows = day_number(question.windows[0].first), question.windows
    periods = [place for place, window in enumerate(windows) for _ in range((window.until - window.first).days)]
    days = range(first, first + len(periods))
    return pa.table({"day": pa.array(days, pa.int64()), "period": pa.array(periods, pa.int64())})


def _windows(question: Question) -> pa.Table:
    windows, instant = question.windows, pa.timestamp("us")
    return pa.table(
        {
            "period": pa.array(range(len(windows)), pa.int64()),
            "starts": pa.array([naive(window.start) for window in windows], instant),
            "ends": pa.array([naive(window.end) for window in windows], instant),
        }
    )


@lru_cache(maxsize=8)
def _anyone_merged(path: str | None) -> bool:
    """A dimension file never changes under its name, so that one look is enough."""
    if path is None:
        return False
    merged = CUSTOMERS.filter(CUSTOMERS.canonical_id != CUSTOMERS.customer_id).limit(1)
    return bool(engine().run(engine().compile(merged), {"customers": _dimension(path, "customers")}).num_rows)


def engine_name() -> str:
    return str(settings.ENGINE)
