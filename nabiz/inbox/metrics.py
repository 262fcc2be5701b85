"""How fast customers are helped, as numbers."""

from typing import Any

import ibis
import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox.events import ConversationOpened, ConversationReopened, ConversationResolved
from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.sources import EventRows
from nabiz.metrics.tables import Scope
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.statistics.lifetable import LifeTable, from_counts
from nabiz.statistics.logrank import logrank
from nabiz.statistics.survival import kaplan_meier

SECONDS_IN_AN_HOUR = 3600


def handlings(scope: Scope) -> Rows:
    """Each stretch of a conversation from opening (or reopening) to the resolution, or to now while it is open."""
    rows = scope.events(ConversationOpened, ConversationReopened, ConversationResolved)
    rows = scope.with_now(rows.filter(rows.conversation.notnull() & (rows.conversation != "")))
    is_resolution = rows.kind == ConversationResolved.kind.name
    order = {"group_by": rows.conversation, "order_by": [rows.happened_at, rows.id]}
    rows = rows.mutate(
        was_open=(~is_resolution).lag().over(**order).fill_null(False),
        resolved_at=is_resolution.ifelse(rows.happened_at, None).min().over(**order, rows=(1, None)),
    )
    begun = rows.filter(~is_resolution & ~rows.was_open)
    lasted = begun.resolved_at.coalesce(begun.now).epoch_seconds() - begun.happened_at.epoch_seconds()
    return begun.mutate(seconds=ibis.greatest(lasted.floor(), 0).cast("int64"))


def estimate_median(columns: Columns, *, confidence: float) -> Estimate[Any]:
    """The Kaplan-Meier median per group: what is still open has lasted at least as long as it has."""
    medians = [kaplan_meier(table, confidence=confidence).quantile(0.5) for table in _life_tables(columns)]
    value, low, high, n = (
        np.array([getattr(each, part) for each in medians]) for part in ("value", "low", "high", "n")
    )
    return Estimate(value, low, high, np.full(value.shape, np.nan), n, confidence, method="kaplan_meier_log_log")


def compare_medians(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    """Judged by the log-rank test, which looks at the whole course and not at the two medians alone."""
    first, second = _life_table(before), _life_table(after)
    change = kaplan_meier(second).quantile(0.5).value - kaplan_meier(first).quantile(0.5).value
    test = logrank(first, second)
    unknown = float("nan")
    return Difference(
        change,
        unknown,
        unknown,
        change,
        unknown,
        float(np.sqrt(test.chi2)),
        unknown,
        test.p_value,
        confidence,
        "logrank",
    )


@metric(
    over=EventRows(handlings, ("support",), reach="onward", watches_clock=True),
    unit="hours",
    better="lower",
    label=_("Time to resolution"),
    formula=_("median of the hours from opening to resolution, open conversations counted as lasting on"),
    counted=ngettext_lazy("%(shown)s conversation", "%(shown)s conversations", "n"),
    estimate=estimate_median,
    difference=compare_medians,
    order=50,
    per=("seconds",),
    undefined=_("More than half are still open, so there is no median yet."),
    shows=("conversation", "resolved_at", "seconds"),
)
def time_to_resolution(handled: Rows) -> Counts:
    """Hours after which half of the conversations opened in the period were settled. Open ones count as lasting until
    now (Kaplan–Meier), so that a backlog cannot make the number look good. A reopened conversation counts again, from
    its reopening."""
    is_resolved = handled.resolved_at.notnull()
    return {"resolved": is_resolved.sum(), "open": (~is_resolved).sum()}


def _life_tables(columns: Columns) -> list[LifeTable]:
    names = ("seconds", "resolved", "open")
    return [_life_table(dict(zip(names, each, strict=True))) for each in zip(*(columns[n] for n in names), strict=True)]


def _life_table(columns: Columns) -> LifeTable:
    return from_counts(columns["seconds"] / SECONDS_IN_AN_HOUR, columns["resolved"], columns["open"])
