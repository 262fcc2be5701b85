"""The rows behind a number as a table: columns with names, cells ready to read, links to customers and companies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabiz.customers.queries import visible_accounts
from nabiz.customers.standing import standing_for
from nabiz.metrics.queries import RowsBehind
from nabiz.timeline.commands import Actor
from nabiz.ui import formats
from nabiz.ui.channels import channel_named
from nabiz.ui.stages import stage_label

COLUMNS: dict[str, str | Promise] = {
    "happened_at": gettext_lazy("When"),
    "who": gettext_lazy("Customer"),
    "score": gettext_lazy("Score"),
    "comment": gettext_lazy("Comment"),
    "survey": gettext_lazy("Survey"),
    "was_answered": gettext_lazy("Answered"),
    "conversation": gettext_lazy("Conversation"),
    "resolved_at": gettext_lazy("Settled"),
    "seconds": gettext_lazy("Took"),
    "kind": gettext_lazy("What"),
    "channel": gettext_lazy("Channel"),
    "stage": gettext_lazy("Stage"),
    "plan": gettext_lazy("Plan"),
    "product": gettext_lazy("Product"),
    "began_at": gettext_lazy("Began"),
    "was_paid": gettext_lazy("Paid"),
    "was_activated": gettext_lazy("Used something"),
    "value": gettext_lazy("Amount"),
    "orders": gettext_lazy("Orders"),
    "bought_before": gettext_lazy("Bought before"),
    "active_days": gettext_lazy("Active days"),
    "uses": gettext_lazy("Uses"),
    "is_adopter": gettext_lazy("Adopted"),
    "opening_mrr": gettext_lazy("Monthly, at the start"),
    "closing_mrr": gettext_lazy("Monthly, at the end"),
    "is_paying": gettext_lazy("Still pays"),
}
NUMBERS = {"score", "seconds", "opening_mrr", "closing_mrr", "value", "orders", "active_days", "uses"}
# Shown only where nothing better tells what happened.
INSTEAD = {"kind"}
SECONDARY = {"conversation", "resolved_at", "channel", "stage", "survey", "opening_mrr"}


@dataclass(frozen=True)
class Column:
    name: str
    label: str | Promise
    css: str


@dataclass(frozen=True)
class Cell:
    column: Column
    text: str
    url: str = ""


@dataclass(frozen=True)
class RowTable:
    columns: list[Column]
    rows: list[list[Cell]]


def row_table(behind: RowsBehind, member: Actor, currency: str) -> RowTable:
    columns = [Column(name, COLUMNS[name], _css(name)) for name in _shown(behind.columns)]
    people = standing_for({row["customer_id"] for row in behind.rows if row["customer_id"]})
    companies = _companies(behind, member)

    def cell(row: Mapping[str, Any], column: Column) -> Cell:
        if column.name != "who":
            return Cell(column, _words(column.name, row[column.name], currency))
        return _who(column, row, people, companies)

    return RowTable(columns, [[cell(row, column) for column in columns] for row in behind.rows])


def _shown(names: tuple[str, ...]) -> list[str]:
    is_unit = "unit" in names
    present = {*names, "who"}
    others = {"channel", "stage", "who", "happened_at", "kind"}
    special = [name for name in names if name in COLUMNS and name not in others]
    hidden = INSTEAD if special and not is_unit else set()
    return [name for name in COLUMNS if name in present - hidden]


def _css(name: str) -> str:
    is_time = name in ("happened_at", "resolved_at", "began_at")
    parts = [
        "table__number" if name in NUMBERS else "",
        "table__wide" if name in SECONDARY else "",
        "metric__time" if is_time else "",
        "metric__comment" if name == "comment" else "",
    ]
    return " ".join(part for part in parts if part)


def _companies(behind: RowsBehind, member: Actor) -> dict[int, str]:
    """Only for units: there the company is who pays, whoever of its people the row names."""
    if "unit" not in behind.columns:
        return {}
    numbers = {row["account_id"] for row in behind.rows if row["account_id"]}
    return dict(visible_accounts(member).filter(pk__in=numbers).values_list("pk", "name"))


def _who(column: Column, row: Mapping[str, Any], people: Mapping[int, Any], companies: Mapping[int, str]) -> Cell:
    if name := companies.get(row["account_id"]):
        return Cell(column, name, reverse("customers:account", args=[row["account_id"]]))
    if person := people.get(row["customer_id"]):
        return Cell(column, str(person), reverse("customers:customer", args=[person.pk]))
    return Cell(column, _("nobody known"))


def _words(name: str, value: Any, currency: str) -> str:
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.format_moment(value)
    writer: Callable[[Any], str] = _WRITERS.get(name, str)
    is_money = name.endswith("_mrr") or name == "value"
    return formats.format_money(value, currency) if is_money else writer(value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "seconds": formats.format_duration,
    "score": formats.format_number,
    "channel": lambda name: str(channel_named(name).label),
    "stage": lambda name: str(stage_label(name)),
}
