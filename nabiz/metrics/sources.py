"""The two shapes of rows under every metric: events in the window in which they happened, and paying units whose state
at a window's start and end is compared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import ibis

from nabiz.metrics.definitions import Reach
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CALENDAR, CUSTOMERS, SEGMENTS, WINDOWS, Scope
from nabiz.metrics.windows import offsets
from nabiz.timeline.facts import Fact, Family

ON_EVENTS = frozenset({"segment", "channel", "stage", "touchpoint", "language", "country", "account"})
ON_UNITS = frozenset({"segment", "language", "country", "account", "plan"})
_OF_CUSTOMER = {"language", "country", "account"}


@dataclass(frozen=True)
class EventRows:
    """Rows that belong to the window in which they happened; `rows` makes them from events."""

    rows: Callable[[Scope], Any]
    families: tuple[Family, ...]
    reach: Reach = "within"
    watches_clock: bool = False
    groups: frozenset[str] = ON_EVENTS

    def table(self, scope: Scope, question: Question) -> Any:
        rows = self.rows(scope)
        rows = rows.filter(rows.happened_at >= naive(question.start), rows.happened_at < naive(question.end))
        rows = _chosen(_grouped(rows, _wanted(question)), question)
        return _in_windows(rows, question) if question.grain else rows


def events_of(*kinds: type[Fact], **equal: str) -> EventRows:
    """The events of some kinds whose facts have the given values."""

    def rows(scope: Scope) -> Any:
        found = scope.events(*kinds)
        for name, value in equal.items():
            found = found.filter(found[name] == value)
        return found

    return EventRows(rows, tuple({kind.kind.family for kind in kinds}))


@dataclass(frozen=True)
class UnitsOverWindows:
    """One row per window and paying unit, with its state at the window's start and end.

    `spans` makes the table of states: unit, customer_id, account_id, plan, currency, valid_from, valid_to (exclusive),
    mrr, is_paying. The state at an instant is that of the spans with valid_from <= instant < valid_to.
    """

    spans: Callable[[Scope], Any]
    families: tuple[Family, ...]
    reach: Reach = "before"
    watches_clock: bool = False
    groups: frozenset[str] = ON_UNITS

    def table(self, scope: Scope, question: Question) -> Any:
        wanted = [name for name in _wanted(question) if name != "plan"]
        spans = _chosen(_grouped(self.spans(scope), wanted), question, but="plan")
        apart = [f"by_{name}" for name in wanted]
        states = spans.join(WINDOWS, [spans.valid_from <= WINDOWS.ends, spans.valid_to > WINDOWS.starts])
        units = _states_at_both_ends(states, ["period", *apart, "unit"], question.currency)
        units = units.mutate(by_plan=units.plan)
        plans = question.filter("plan")
        return units.filter(units.by_plan.isin(plans)) if plans else units


def naive(moment: datetime) -> datetime:
    """The instant as the mirror's columns hold it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _states_at_both_ends(states: Any, keys: list[str], currency: str) -> Any:
    at_start = states.valid_from <= states.starts
    at_end = states.valid_to > states.ends
    # Money in another currency is left out rather than added up as if it were ours.
    mrr = states.currency.isin(["", currency]).ifelse(states.mrr, 0)
    return states.group_by(*keys).aggregate(
        customer_id=states.customer_id.min(),
        account_id=states.account_id.max(),
        opening_mrr=mrr.sum(where=at_start).fill_null(0),
        closing_mrr=mrr.sum(where=at_end).fill_null(0),
        was_paying=(at_start & states.is_paying).any(),
        is_paying=(at_end & states.is_paying).any(),
        was_here=at_start.any(),
        is_here=at_end.any(),
        plan=states.plan.max(where=at_start).coalesce(states.plan.max(where=at_end), states.plan.max()),
    )


def _wanted(question: Question) -> list[str]:
    """Groups that need a column: those asked for, and those filtered by. A segment filter alone needs none."""
    filtered = [name for name, _ in question.filters if name != "segment"]
    return list(dict.fromkeys([*question.by, *filtered]))


def _grouped(rows: Any, names: Iterable[str]) -> Any:
    wanted = set(names)
    if wanted & _OF_CUSTOMER:
        rows = _with_customer(rows, wanted & _OF_CUSTOMER)
    for name in sorted(wanted & {"channel", "stage", "touchpoint"}):
        rows = rows.mutate(**{f"by_{name}": rows[name].fill_null("")})
    if "segment" in wanted:
        rows = rows.join(SEGMENTS.rename(by_segment="segment"), "customer_id")
    return rows


def _with_customer(rows: Any, names: set[str]) -> Any:
    known = CUSTOMERS.select("customer_id", of_language="language", of_country="country", of_account="account_id")
    joined = rows.left_join(known, "customer_id")
    found = {
        "language": joined.of_language.fill_null(""),
        "country": joined.of_country.fill_null(""),
        # An account that the customer joined later owns what happened before, too.
        "account": joined.of_account.coalesce(joined.account_id).cast("string").fill_null(""),
    }
    added = joined.mutate(**{f"by_{name}": found[name] for name in sorted(names)})
    return added.drop("customer_id_right", "of_language", "of_country", "of_account")


def _chosen(rows: Any, question: Question, *, but: str = "") -> Any:
    for name, values in question.filters:
        if name == "segment" and "segment" not in question.by:
            # Not a join: a customer in two of the chosen segments counts once.
            rows = rows.semi_join(SEGMENTS.filter(SEGMENTS.segment.isin(values)), "customer_id")
        elif name != but:
            rows = rows.filter(rows[f"by_{name}"].isin(values))
    return rows


def _in_windows(rows: Any, question: Question) -> Any:
    """Each row with its window's number, by its local day: exact in every zone and across clock changes."""
    ahead = offsets(question.windows[0].zone, question.start, question.end)
    *changes, (_, last) = ahead
    seconds = ibis.literal(last)
    if changes:
        branches = [(rows.happened_at < naive(until), offset) for until, offset in changes]
        seconds = ibis.cases(*branches, else_=last)
    day = (rows.happened_at.epoch_seconds() + seconds) // 86_400
    return rows.mutate(day=day.cast("int64")).join(CALENDAR, "day")
