"""The shapes of rows under every metric: events in the window in which they happened, what somebody did in a window
taken together, and paying units whose state at a window's start and end is compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nabiz.metrics.definitions import Reach, Source
from nabiz.metrics.grouping import chosen, grouped, in_one_currency, in_windows, is_at_home, wanted, within
from nabiz.metrics.questions import Question
from nabiz.metrics.tables import WINDOWS, Scope
from nabiz.timeline.facts import Fact, Family

ON_EVENTS = frozenset({"segment", "channel", "stage", "touchpoint", "language", "country", "account"})
ON_UNITS = frozenset({"segment", "language", "country", "account", "plan", "currency"})


@dataclass(frozen=True)
class EventRows:
    """Rows that belong to the window in which they happened; `rows` makes them from events.

    Where they are about money, `currency` is among the groups, and only one currency is counted.
    """

    rows: Callable[[Scope], Any]
    families: tuple[Family, ...]
    reach: Reach = "within"
    watches_clock: bool = False
    groups: frozenset[str] = ON_EVENTS

    def table(self, scope: Scope, question: Question) -> Any:
        rows = placed(self.rows(scope), question, in_money="currency" in self.groups)
        return in_windows(rows, question) if question.grain else rows


@dataclass(frozen=True)
class Together:
    """One row per window and whoever did something in it: `summed` makes it from the rows, which have the number of
    their window (`period`) and of their local day, and keeps apart what `each_window(question)` names."""

    rows: Callable[[Scope], Any]
    summed: Callable[[Any, Question], Any]
    families: tuple[Family, ...]
    reach: Reach = "within"
    watches_clock: bool = False
    groups: frozenset[str] = ON_EVENTS

    def table(self, scope: Scope, question: Question) -> Any:
        rows = in_windows(placed(self.rows(scope), question), question)
        return self.summed(rows, question)


def is_of_events(source: Source) -> bool:
    """Else it compares states, and its segments are who is in them now."""
    return isinstance(source, EventRows | Together)


def placed(rows: Any, question: Question, *, in_money: bool = False) -> Any:
    """The rows of the question's time that pass its filters, with a column for each of its groups."""
    rows = within(rows, question)
    rows = in_one_currency(rows, question) if in_money else rows
    return chosen(grouped(rows, wanted(question), question), question)


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

    `spans` makes the table of states: unit (a number), customer_id, account_id, plan, currency, valid_from, valid_to
    (exclusive), mrr, is_paying, first_paid_at (of the unit). The state at an instant is that of the spans with
    valid_from <= instant < valid_to. With `parts`, columns of the spans, there is one row for each of them, and
    `unit_mrr` is what the whole unit brought at the start. In the rows, `unit` is a name and `payer` its number.
    """

    spans: Callable[[Scope], Any]
    families: tuple[Family, ...]
    parts: tuple[str, ...] = ()
    reach: Reach = "before"
    watches_clock: bool = False
    groups: frozenset[str] = ON_UNITS

    def table(self, scope: Scope, question: Question) -> Any:
        names = [name for name in wanted(question) if name != "plan"]
        spans = chosen(grouped(self.spans(scope), names, question), question, but=["plan"])
        states = spans.join(WINDOWS, [spans.valid_from <= WINDOWS.ends, spans.valid_to > WINDOWS.starts])
        if "currency" not in names:
            # Money in another currency is left out rather than added up as if it were ours.
            states = states.mutate(mrr=is_at_home(states.currency, question).ifelse(states.mrr, 0))
        keys = ["period", *(f"by_{name}" for name in names), "unit"]
        units = _states_at_both_ends(states, [*keys, *self.parts])
        if self.parts:
            units = units.mutate(unit_mrr=units.opening_mrr.sum().over(group_by=keys))
        units = units.mutate(by_plan=units.plan, payer=units.unit, unit=unit_name(units.unit))
        plans = question.filter("plan")
        return units.filter(units.by_plan.isin(plans)) if plans else units


def _states_at_both_ends(states: Any, keys: list[str]) -> Any:
    at_start = states.valid_from <= states.starts
    at_end = states.valid_to > states.ends
    return states.group_by(*keys).aggregate(
        customer_id=states.customer_id.min(),
        account_id=states.account_id.max(),
        opening_mrr=states.mrr.sum(where=at_start).fill_null(0),
        closing_mrr=states.mrr.sum(where=at_end).fill_null(0),
        was_paying=(at_start & states.is_paying).any(),
        is_paying=(at_end & states.is_paying).any(),
        has_paid=(states.first_paid_at <= states.starts).any().fill_null(False),
        was_here=at_start.any(),
        is_here=at_end.any(),
        plan=states.plan.max(where=at_start).coalesce(states.plan.max(where=at_end), states.plan.max()),
    )


def unit_of(rows: Any) -> Any:
    """Who pays, as a number: the account, which makes it odd, or else the person. Numbers group faster than names."""
    return (rows.account_id * 2 + 1).coalesce(rows.customer_id * 2)


def unit_name(unit: Any) -> Any:
    """The name of that unit: a12 is an account, c34 a person."""
    letter = (unit % 2 == 1).ifelse("a", "c")
    return letter + (unit >> 1).cast("string")
