"""Relations that many questions share, such as what each subscription brought from when to when.

Where the engine holds tables in memory, such a relation is computed once for each state of the files that it is made
of, and every metric, group and filter reads it. Elsewhere it is part of each query. Either way it is one definition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

import ibis

from nabiz.metrics.tables import Scope

# What groups and filters need of rows that happened.
WHERE = ("id", "happened_at", "customer_id", "account_id", "channel", "touchpoint", "stage")
Rows = Any  # an Ibis table; Ibis ships no types


@dataclass(frozen=True)
class Relation:
    """`columns` are all that numbers need; the rows behind a number are asked of the whole expression."""

    name: str
    rows: Callable[[Scope], Rows]
    columns: tuple[str, ...]

    def expression(self, scope: Scope) -> Rows:
        return self.rows(scope).select(*self.columns)


_relations: dict[str, Relation] = {}


def kept(*columns: str) -> Callable[[Callable[[Scope], Rows]], Callable[[Scope], Rows]]:
    """Declare the function below as a shared relation. It must depend on the events alone, and not on the question or
    the time of asking. ValueError where the name is taken."""

    def register(rows: Callable[[Scope], Rows]) -> Callable[[Scope], Rows]:
        name = f"kept_{rows.__name__}"
        if name in _relations:
            raise ValueError(f"The relation {rows.__name__} is declared twice.")
        relation = _relations[name] = Relation(name, rows, columns)

        @wraps(rows)
        def read(scope: Scope) -> Rows:
            return _table(relation, scope) if scope.keeps else rows(scope)

        return read

    return register


def relation_named(name: str) -> Relation | None:
    return _relations.get(name)


@lru_cache(maxsize=64)
def _table(relation: Relation, scope: Scope) -> Rows:
    return ibis.table(relation.expression(scope).schema(), name=relation.name)
