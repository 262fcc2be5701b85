"""Which features paying customers have made their own, and how deeply."""

from dataclasses import dataclass, replace
from typing import Any

import ibis
import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Reach, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.grouping import apart, grouped, in_windows, within
from nabiz.metrics.questions import Question
from nabiz.metrics.sources import ON_UNITS, unit_of
from nabiz.metrics.tables import Scope
from nabiz.statistics import medians
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.success.subscriptions import AT_ONCE, OPENING, payers
from nabiz.timeline.catalogue import FeatureUsed
from nabiz.timeline.facts import Family

AT_LEAST = 3
FEATURE = "feature"
# Who, for the rows behind the number.
WHO = {
    "unit": "string",
    "payer": "int64",
    "customer_id": "int64",
    "account_id": "int64",
    "plan": "string",
    "is_here": "boolean",
    "opening_mrr": "decimal(38, 4)",
}


@dataclass(frozen=True)
class FeaturesOfPayers:
    """One row per window and customer of its start, with the uses of all features; by feature, one row per feature that
    the customer used, and one that carries how many customers there were.

    `uses` counts uses, `is_adopter` says whether there were enough of one feature, `customers` how many the row is.
    """

    families: tuple[Family, ...] = ("money", "usage")
    reach: Reach = "before"
    watches_clock: bool = False
    groups: frozenset[str] = (ON_UNITS | {FEATURE}) - {"currency"}

    def table(self, scope: Scope, question: Question) -> Rows:
        units = payers.table(scope, _without_feature(question))
        units = units.filter(units.was_paying).select(*_keys(question), *WHO)
        uses = _uses(scope, question)
        if FEATURE in question.by:
            return _by_feature(units, _added_up(uses), question)
        # Most who use something do not pay for it; left out first, they need no adding up.
        return _of_all_features(units, _added_up(uses.semi_join(units, ["period", "payer"])))


def _of_all_features(units: Rows, uses: Rows) -> Rows:
    each = uses.group_by("period", "payer").aggregate(uses=uses.uses.sum(), is_adopter=(uses.uses >= AT_LEAST).any())
    joined = units.left_join(each, ["period", "payer"])
    kept = joined.select(*units.columns, uses=joined.uses.fill_null(0), is_adopter=joined.is_adopter.fill_null(False))
    return kept.mutate(customers=ibis.literal(1, "int64"))


def _by_feature(units: Rows, uses: Rows, question: Question) -> Rows:
    """A feature that nobody used in a window is there too, with all customers and no adopter."""
    joined = units.join(uses, ["period", "payer"])
    is_adopter = joined.uses >= AT_LEAST
    some = joined.select(
        *units.columns, "by_feature", "uses", is_adopter=is_adopter, customers=ibis.literal(0, "int64")
    )
    everyone = units.group_by(*_keys(question)).aggregate(customers=units.count())
    whole = everyone.cross_join(uses.select("by_feature").distinct())
    nobody = {name: ibis.null(kind) for name, kind in WHO.items()}
    whole = whole.mutate(uses=ibis.literal(0, "int64"), is_adopter=ibis.literal(False), **nobody)
    return some.union(whole.select(*some.columns))


def _uses(scope: Scope, question: Question) -> Rows:
    """Each use of a feature, with its window, who pays for it, and how many times it counts."""
    rows = scope.with_account(within(scope.events(FeatureUsed), question))
    rows = grouped(rows.mutate(payer=unit_of(rows), times=rows["count"].fill_null(1)), [FEATURE], question)
    values = question.filter(FEATURE)
    return in_windows(rows.filter(rows.by_feature.isin(values)) if values else rows, question)


def _added_up(uses: Rows) -> Rows:
    return uses.group_by("period", "payer", "by_feature").aggregate(uses=uses.times.sum())


def _without_feature(question: Question) -> Question:
    by = tuple(name for name in question.by if name != FEATURE)
    return replace(question, by=by, filters=tuple(pair for pair in question.filters if pair[0] != FEATURE))


def _keys(question: Question) -> list[str]:
    return list(dict.fromkeys(["period", *apart(_without_feature(question))]))


payers_features = FeaturesOfPayers()


def estimate_depth(columns: Columns, *, confidence: float) -> Estimate[Any]:
    found = [medians.interval(uses, n, confidence=confidence) for uses, n in _tallies(columns)]
    value, low, high, n = (np.array([getattr(each, part) for each in found]) for part in ("value", "low", "high", "n"))
    return Estimate(value, low, high, np.full(value.shape, np.nan), n, confidence, method="order")


def compare_depths(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    first, second = ((each["uses"], each["adopters"]) for each in (before, after))
    return medians.difference(first, second, confidence=confidence)


@metric(
    over=payers_features,
    unit="share",
    better="higher",
    label=_("Adoption"),
    formula=_("paying customers who used a feature at least 3 times ÷ paying customers at the start"),
    counted=OPENING,
    estimate=share("adopters", "customers"),
    difference=share_difference("adopters", "customers"),
    order=112,
    matures=AT_ONCE,
    shows=("uses", "is_adopter"),
    scale=(0, 1),
)
def adoption(units: Rows) -> Counts:
    """Share of those who paid at the start of the period who used a feature at least 3 times in it. Grouped by feature
    it is told for each; else whoever has adopted any feature counts. What the people of an account use is added up."""
    return {"adopters": units.is_adopter.sum(), "customers": units.customers.sum()}


@metric(
    over=payers_features,
    unit="count",
    better="higher",
    label=_("Depth of adoption"),
    formula=_("median of the uses per customer who used a feature at least 3 times"),
    counted=ngettext_lazy("%(shown)s customer who adopted", "%(shown)s customers who adopted", "n"),
    estimate=estimate_depth,
    difference=compare_depths,
    order=113,
    per=("uses",),
    matures=AT_ONCE,
    shows=("uses", "is_adopter"),
    behind=lambda units: units.is_adopter,
    scale=(0, None),
)
def adoption_depth(units: Rows) -> Counts:
    """How often half of the customers who adopted a feature used it in the period, or more often. Grouped by feature it
    is told for each; else all uses of those who adopted any are added up."""
    return {"adopters": units.is_adopter.sum()}


def _tallies(columns: Columns) -> list[tuple[Any, Any]]:
    return list(zip(columns["uses"], columns["adopters"], strict=True))
