"""From a question to a query: build the expression, compile it once, remember the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import ibis.expr.operations as ops
import pyarrow as pa

from nabiz.metrics.definitions import Metric, declared_metrics, metric_named
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.kept import Relation
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import Scope

AT_MOST_GROUPS = 100_000
EVENT_COLUMNS = ("id", "happened_at", "kind", "customer_id", "account_id", "channel", "touchpoint", "stage")
UNIT_COLUMNS = ("unit", "customer_id", "account_id", "plan")


@dataclass(frozen=True)
class Plan:
    """`tables` are the names that the query reads from; `groups` its leading columns; `types` those of all columns."""

    query: str
    tables: tuple[str, ...]
    groups: tuple[str, ...]
    types: pa.Schema
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # columns of each table, where worth keeping

    def typed(self, answer: pa.Table) -> pa.Table:
        """The answer in the same types whichever engine gave it."""
        columns = [_as(column, field.type) for column, field in zip(answer.columns, self.types, strict=True)]
        return pa.Table.from_arrays(columns, schema=self.types)


def plan_of(expression: Any, groups: tuple[str, ...] = (), *, keeps: bool = False) -> Plan:
    """The engine's words for an Ibis table, and what they need. With `keeps`, what it reads may stay in memory."""
    tables = tuple(sorted({table.name for table in expression.op().find(ops.UnboundTable)}))
    query = engine().compile(expression)
    read = engine().columns_read(query, expression) if keeps else {}
    return Plan(query, tables, groups, expression.schema().to_pyarrow(), read)


@lru_cache(maxsize=2048)
def answer_plan(question: Question, scope: Scope, engine_name: str) -> Plan:
    """The query that counts, per window and group, for all metrics that read the same rows: the rows cost the time.

    A column of counts is called metric.count. One group more than allowed is fetched, to tell.
    """
    metric = _metric(question)
    table = metric.over.table(scope, question)
    groups = group_columns(question)
    apart = [*groups, *metric.per]
    counts = {f"{each.name}.{name}": count for each in together(metric) for name, count in each.counts(table).items()}
    counted = (table.group_by(apart) if apart else table).aggregate(**counts)
    return plan_of(counted if metric.per else counted.limit(AT_MOST_GROUPS + 1), groups, keeps=scope.keeps)


@lru_cache(maxsize=64)
def relation_plan(relation: Relation, scope: Scope, engine_name: str) -> Plan:
    """The query for a relation that questions share."""
    return plan_of(relation.expression(scope), keeps=scope.keeps)


def together(metric: Metric) -> list[Metric]:
    """The metrics that are counted in one pass with this one, itself among them, always in the same order."""
    return [each for each in declared_metrics() if each.over is metric.over and each.per == metric.per]


@lru_cache(maxsize=512)
def rows_plan(question: Question, scope: Scope, engine_name: str, offset: int, limit: int) -> Plan:
    """The query for the rows behind an answer: events newest first, units with those that left first."""
    scope = replace(scope, keeps=False)
    metric = _metric(question)
    rows = _behind(metric, metric.over.table(scope, question))
    lead: tuple[str, ...]
    if "happened_at" in rows.columns:
        order, lead = [rows.happened_at.desc(), rows.id.desc()], EVENT_COLUMNS
    else:
        order, lead = [rows.is_here, rows.opening_mrr.desc(), rows.unit], UNIT_COLUMNS
    shown = [*(name for name in lead if name in rows.columns), *(name for name in metric.shows if name not in lead)]
    return plan_of(rows.order_by(order).select(*shown).limit(limit, offset=offset))


@lru_cache(maxsize=512)
def total_plan(question: Question, scope: Scope, engine_name: str) -> Plan:
    """The query for how many rows are behind an answer."""
    scope = replace(scope, keeps=False)
    metric = _metric(question)
    rows = _behind(metric, metric.over.table(scope, question))
    return plan_of(rows.aggregate(total=rows.count()))


def group_columns(question: Question) -> tuple[str, ...]:
    return (*(("period",) if question.grain else ()), *(f"by_{name}" for name in question.by))


def _metric(question: Question) -> Metric:
    metric = metric_named(question.metric)
    if metric is None:
        raise LookupError(question.metric)
    return metric


def _behind(metric: Metric, rows: Any) -> Any:
    return rows.filter(metric.behind(rows)) if metric.behind else rows


def _as(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """Engines add up in wider types than they began with, and an instant is UTC whether they say so or not."""
    return column if column.type == wanted else column.cast(wanted, safe=False)
