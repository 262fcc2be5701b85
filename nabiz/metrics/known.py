"""Which values a filter can name. A misspelt one would count nothing, and nothing looks like an answer."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

import ibis
import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext as _

from nabiz.customers.queries import segment_slugs
from nabiz.metrics.definitions import Metric
from nabiz.metrics.parsing import EARLIEST, LATEST, BadQuestion
from nabiz.metrics.plans import Plan, plan_of
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CUSTOMERS, SEGMENTS, columns_of

# More values than these nobody reads in a sentence, and an account is no word that one misspells.
AT_MOST = 50
UNCHECKED = {"account"}
_seen: dict[tuple[str, ...], frozenset[str]] = {}


class Reads(Protocol):
    def run(self, plan: Plan, metric: Metric, question: Question) -> pa.Table: ...


def check_filters(question: Question, metric: Metric, source: Reads) -> None:
    """BadQuestion with a sentence that names the right choices, for a value that nothing has ever had.

    What was found once is remembered; the data are looked at only for a value that was not.
    """
    for name, values in question.filters:
        wanted = {value for value in values if value} - _remembered(name, metric)
        if not wanted or name in UNCHECKED:
            continue
        known = _found(name, question, metric, source)
        if known is not None and (unknown := sorted(wanted - known)):
            raise BadQuestion(
                _("“%(value)s” is no value of “%(group)s”. There are: %(values)s.")
                % {"value": unknown[0], "group": name, "values": ", ".join(sorted(known))}
            )


def _remembered(name: str, metric: Metric) -> frozenset[str]:
    return _seen.get(_key(name, metric), frozenset())


def _found(name: str, question: Question, metric: Metric, source: Reads) -> frozenset[str] | None:
    """All values there are; None where there are none, or too many to tell."""
    everything = replace(question, since=EARLIEST, until=LATEST, grain=None, by=(), filters=())
    tables = [source.run(plan_of(rows), metric, everything) for rows in _distinct(name, metric)]
    values = {value for table in tables for value in table["value"].to_pylist() if value}
    if name == "segment":
        values |= set(segment_slugs())
    if name == "currency":
        values.add(question.currency)
    found = frozenset(values)
    _seen[_key(name, metric)] = found
    return found if 0 < len(found) <= AT_MOST else None


def _distinct(name: str, metric: Metric) -> Iterable[Any]:
    if name == "segment":
        columns = [SEGMENTS.segment]
    elif name in CUSTOMERS.columns:
        columns = [CUSTOMERS[name]]
    else:
        families = [family for family in metric.over.families if name in columns_of(family)]
        columns = [ibis.table(columns_of(family), name=family)[name].cast("string") for family in families]
    return [column.name("value").as_table().distinct().limit(AT_MOST + 1) for column in columns]


def _key(name: str, metric: Metric) -> tuple[str, ...]:
    return (str(settings.MIRROR), str(settings.ENGINE), name, *metric.over.families)
