"""Ask a metric, and see the rows behind the answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import pyarrow as pa
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.metrics.answers import Result
from nabiz.metrics.cache import Remembered
from nabiz.metrics.database import Database
from nabiz.metrics.definitions import Metric
from nabiz.metrics.engines.base import MirrorMoved, Unanswered
from nabiz.metrics.engines.chosen import engine, engine_name
from nabiz.metrics.estimating import result_from, too_many
from nabiz.metrics.known import check_filters
from nabiz.metrics.mirror import Mirror
from nabiz.metrics.parsing import known_metric
from nabiz.metrics.plans import AT_MOST_GROUPS, Plan, answer_plan, rows_plan, together, total_plan
from nabiz.metrics.questions import Question
from nabiz.timeline.facts import Family, declared_kinds
from nabiz.timeline.mirror.manifest import ask_for_rebuild
from nabiz.timeline.mirror.reading import Snapshot, snapshot
from nabiz.timeline.queries import are_there_any

log = logging.getLogger(__name__)
T = TypeVar("T")
USUAL_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Counted:
    """What the engine counted, and when."""

    table: pa.Table
    as_of: datetime


_counts: Remembered[Counted] = Remembered(1024)
_answers: Remembered[Result] = Remembered(4096)


@dataclass(frozen=True)
class RowsBehind:
    """One page of the rows that an answer was counted from, and how many there are in all."""

    total: int
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]


def ask(question: Question, seen: Snapshot | None = None) -> Result:
    """The answers to a question. Nothing is queried while the files that they rest on are the same.

    Who asks several questions at once passes the same `snapshot()` to each. BadQuestion for an unknown metric, for a
    value that nothing has, or for more groups than anyone can read; Unanswered where the engine cannot just now. Safe
    from many threads.
    """
    metric = known_metric(question.metric)

    def work(found: Snapshot) -> Result:
        source = _source(found)
        check_filters(question, metric, source)
        # What is counted does not depend on which of the metrics over the same rows is asked, nor on how sure to be.
        shared = replace(question, metric=together(metric)[0].name, confidence=USUAL_CONFIDENCE)
        plan = answer_plan(shared, source.scope, engine_name())
        rests_on = (engine_name(), source.version_of(plan, metric, shared), _hour(question, metric, source.now))
        counted = _counts.get((shared, *rests_on), lambda: _counted(plan, source, metric, shared))
        make = partial(result_from, counted.table, question, metric, plan.groups, counted.as_of)
        return _answers.get((question, *rests_on), make)

    return _patiently(work, seen)


def rows(question: Question, *, offset: int = 0, limit: int = 50, seen: Snapshot | None = None) -> RowsBehind:
    """The rows behind the answer to a question about one window, a page of them.

    For one cell of a larger answer, narrow the question first: `cell(question, answer)`.
    """
    metric, whole = known_metric(question.metric), replace(question, grain=None, by=())

    def work(found: Snapshot) -> RowsBehind:
        source = _source(found)
        check_filters(whole, metric, source)
        plan = rows_plan(whole, source.scope, engine_name(), offset, limit)
        page = source.run(plan, metric, whole)
        total = source.run(total_plan(whole, source.scope, engine_name()), metric, whole)
        return RowsBehind(total["total"][0].as_py(), tuple(page.column_names), page.to_pylist())

    return _patiently(work, seen)


def has_events(*families: Family) -> bool:
    """Whether anything of these families has ever reached the place that the engine reads."""
    if engine().reads == "mirror":
        return bool(snapshot().event_files(families))
    return are_there_any([kind.name for kind in declared_kinds() if kind.family in families])


def cell(question: Question, groups: dict[str, str]) -> Question:
    """The question for just one cell of an answer, by the group values of that cell."""
    window = next((w for w in question.windows if w.key == groups.get(question.window_name)), None)
    chosen = {name: (value,) for name, value in groups.items() if name != question.window_name}
    filters = tuple(sorted((dict(question.filters) | chosen).items()))
    since, until = (window.first, window.until) if window else (question.since, question.until)
    return replace(question, grain=None, by=(), since=since, until=until, filters=filters)


def _source(found: Snapshot) -> Mirror | Database:
    """Where the engine reads from, at this instant."""
    return (Mirror if engine().reads == "mirror" else Database)(found, timezone.now())


def _hour(question: Question, metric: Metric, now: datetime) -> datetime | None:
    """What changes by the mere passing of time, in value or in status, is good for an hour."""
    is_timeless = not metric.over.watches_clock and (metric.matures is None or not question.is_calendar)
    return None if is_timeless else now.replace(minute=0, second=0, microsecond=0)


def _counted(plan: Plan, source: Mirror | Database, metric: Metric, question: Question) -> Counted:
    table = source.run(plan, metric, question)
    if table.num_rows > AT_MOST_GROUPS and not metric.per:
        raise too_many()
    # Engines give rows in any order; what is drawn from them again must be the same draw.
    ordered = table.sort_by([(name, "ascending") for name in (*plan.groups, *metric.per)]) if metric.per else table
    return Counted(ordered, source.now)


def _patiently(work: Callable[[Snapshot], T], seen: Snapshot | None) -> T:
    """Once more with a fresh snapshot, where a file was put away in the meantime. A second time it is damage."""
    try:
        return work(seen or snapshot())
    except MirrorMoved:
        pass
    try:
        return work(snapshot())
    except MirrorMoved as error:
        log.warning("The mirror is damaged and will be made again: %s", error)
        ask_for_rebuild()
        sentence = _("A file of the mirror is damaged. The mirror is being made again; ask once more in a minute.")
        raise Unanswered(sentence) from error
