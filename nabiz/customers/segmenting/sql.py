"""Conditions as sets of customers in SQL: each is one pass over an index, and groups of them are set operations.

Sets rather than conditions on each row: a list of OR and NOT IN over large sub-queries is where planners give up.
"""

import operator
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from nabiz.customers.segmenting.conditions import (
    ACCOUNT,
    TRAIT,
    Compare,
    Condition,
    Happened,
    InSegment,
    Span,
    as_day,
    is_number,
)
from nabiz.customers.segmenting.figures import FIGURES, At
from nabiz.customers.segmenting.kinds import ENVELOPE
from nabiz.kernel.periods import midnight

Sql: TypeAlias = tuple[str, list[object]]
SegmentSql = Callable[[str], Sql]

EVERYBODY = "SELECT id FROM customers_customer WHERE merged_into_id IS NULL"
_PEOPLE = (
    "SELECT c.id FROM customers_customer c LEFT JOIN customers_account a ON a.id = c.account_id "
    "WHERE c.merged_into_id IS NULL AND "
)
_PASSES: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_FOLD = "lower(translate({text}, 'İIıŞşĞğÜüÖöÇç', 'iiissgguuoocc'))"
_NUMBER = "(CASE WHEN {text} ~ '^-?[0-9]{{1,15}}([.][0-9]{{1,15}})?$' THEN ({text})::numeric END)"
_DAY = "(CASE WHEN {text} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}' THEN left({text}, 10) END) COLLATE \"C\""


def people_of(
    every: Sequence[Condition], some: Sequence[Condition], none: Sequence[Condition], at: At, segment: SegmentSql
) -> Sql:
    """The ids of those for whom all of `every`, at least one of `some` and nothing of `none` holds."""
    sets = [_set(condition, at, segment) for condition in every]
    if some:
        sets.append(_combined(" UNION ", [_set(condition, at, segment) for condition in some]))
    whole = _combined(" INTERSECT ", [(EVERYBODY, []), *sets])
    for condition in none:
        whole = _combined(" EXCEPT ", [whole, _set(condition, at, segment)])
    return whole


def _combined(how: str, sets: Sequence[Sql]) -> Sql:
    text = how.join(f"({query})" for query, _ in sets)
    return f"SELECT id FROM ({text}) AS members", [each for _, parameters in sets for each in parameters]


def _set(condition: Condition, at: At, segment: SegmentSql) -> Sql:
    match condition:
        case InSegment():
            return segment(condition.slug)
        case Happened():
            return _counted(condition, at) if condition.which == "did" else _at_the_edge(condition, at)
        case Compare():
            return _figure(condition, at) if condition.figure else _field(condition, at)


def _field(condition: Compare, at: At) -> Sql:
    text, parameters = _text_of(condition.subject, at)
    truth, more = compared(text, parameters, condition)
    return f"{_PEOPLE}{truth}", more


def _text_of(subject: str, at: At) -> Sql:
    table = "a" if subject.startswith(ACCOUNT) else "c"
    bare = subject.removeprefix(ACCOUNT)
    if bare == "since":
        return f"to_char({table}.since AT TIME ZONE '{at.zone.key}', 'YYYY-MM-DD')", []
    if bare.startswith(TRAIT):
        name = bare.removeprefix(TRAIT)
        return f"coalesce({table}.traits ->> %s, {table}.traits #>> %s)", [name, name.split(".")]
    return f"{table}.{bare}", []  # one of FIELDS


def compared(text: str, parameters: Sequence[object], condition: Compare) -> Sql:
    """A truth over a text that may be missing. Who has no value is no value: `!=` holds for them, the rest does not."""
    op, value = condition.op, condition.value
    if op in ("empty", "set"):
        return f"(coalesce({text}, '') {'=' if op == 'empty' else '<>'} '')", [*parameters]
    if op == "contains":
        folded = _FOLD.format(text=text)
        return f"coalesce(strpos({folded}, {_FOLD.format(text='%s')}) > 0, false)", [*parameters, value]
    sign = "=" if op == "!=" else op
    if is_number(value):
        number, twice = _NUMBER.format(text=text), [*parameters, *parameters]
        truth, all_of_it = f"coalesce({number} {sign} %s::numeric, false)", [*twice, value]
    elif as_day(value):
        truth, all_of_it = f"coalesce({_DAY.format(text=text)} {sign} %s, false)", [*parameters, *parameters, value]
    else:
        truth, all_of_it = f"coalesce({text} = %s, false)", [*parameters, value]
    return (f"NOT {truth}" if op == "!=" else truth), all_of_it


def _figure(condition: Compare, at: At) -> Sql:
    figure = FIGURES[condition.figure]
    values = f"SELECT person AS id, value FROM ({figure.query(at)}) AS figure WHERE value IS NOT NULL"
    if condition.is_about_account:
        return _of_account(values, condition)
    if condition.op in ("empty", "set"):
        return _unless(condition.op == "empty", f"SELECT id FROM ({values}) AS known", [])
    if figure.adds_up:
        return _with_zero(f"SELECT id FROM ({values}) AS known WHERE", "value", condition.op, condition.value, [])
    sign = "=" if condition.op == "!=" else condition.op
    found = f"SELECT id FROM ({values}) AS known WHERE value {sign} %s::numeric"
    return _unless(condition.op == "!=", found, [condition.value])


def _of_account(values: str, condition: Compare) -> Sql:
    """Everybody of the accounts whose people together come to so much."""
    sums = (
        f"SELECT account.id, coalesce(sum(known.value), 0) AS value FROM customers_account account "
        f"LEFT JOIN customers_customer c ON c.account_id = account.id AND c.merged_into_id IS NULL "
        f"LEFT JOIN ({values}) AS known ON known.id = c.id GROUP BY account.id"
    )
    if condition.op in ("empty", "set"):
        truth, parameters = f"value {'=' if condition.op == 'empty' else '<>'} 0", list[object]()
    else:
        truth, parameters = f"value {condition.op} %s::numeric", [condition.value]
    return f"{_PEOPLE}a.id IN (SELECT id FROM ({sums}) AS sums WHERE {truth})", parameters


def _counted(condition: Happened, at: At) -> Sql:
    events, parameters = _events(condition, at)
    query = f"SELECT person AS id FROM ({events}) AS event GROUP BY person HAVING"
    return _with_zero(query, "count(*)", condition.op, str(condition.times), parameters)


def _with_zero(query: str, number: str, op: str, value: str, parameters: list[object]) -> Sql:
    """Who is not in the query has 0. Where 0 passes, the answer is everybody but those who do not pass."""
    if not _PASSES[op](0, float(value)):
        return f"{query} {number} {op} %s::numeric", [*parameters, value]
    return _unless(True, f"{query} NOT ({number} {op} %s::numeric)", [*parameters, value])


def _unless(is_complement: bool, query: str, parameters: list[object]) -> Sql:
    return (f"({EVERYBODY}) EXCEPT ({query})" if is_complement else query), parameters


def _at_the_edge(condition: Happened, at: At) -> Sql:
    """The first or last event that fits is looked for over all time; then it must lie in the span."""
    events, parameters = _events(condition, at, ever=True)
    edge = "min" if condition.which == "first" else "max"
    begins, ends = _bounds(condition.span, at)
    parts = [f"{edge}(happened_at) >= {at.moment(begins)}"] if begins else []
    parts += [f"{edge}(happened_at) < {at.moment(ends)}"] if ends else []
    return f"SELECT person AS id FROM ({events}) AS event GROUP BY person HAVING {' AND '.join(parts)}", parameters


def _events(condition: Happened, at: At, *, ever: bool = False) -> Sql:
    parts, parameters = ["e.kind = %s", f"e.happened_at <= {at.moment()}"], list[object]([condition.kind])
    begins, ends = (None, None) if ever else _bounds(condition.span, at)
    parts += [f"e.happened_at >= {at.moment(begins)}"] if begins else []
    parts += [f"e.happened_at < {at.moment(ends)}"] if ends else []
    for fact in condition.where:
        in_envelope = fact.subject in ENVELOPE
        text = f"e.{fact.subject}::text" if in_envelope else "e.facts ->> %s"
        truth, more = compared(f"({text})", [] if in_envelope else [fact.subject], fact)
        parts.append(truth)
        parameters += more
    return (
        "SELECT coalesce(c.merged_into_id, c.id) AS person, e.happened_at FROM timeline_event e "
        f"JOIN customers_customer c ON c.id = e.customer_id WHERE {' AND '.join(parts)}"
    ), parameters


def _bounds(span: Span, at: At) -> tuple[datetime | None, datetime | None]:
    if span.within is not None:
        return at.now - timedelta(days=span.within), None
    if span.before is not None:
        return None, at.now - timedelta(days=span.before)
    if span.begins and span.ends:
        return midnight(span.begins, at.zone), midnight(span.ends + timedelta(days=1), at.zone)
    return None, None
