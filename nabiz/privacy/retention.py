"""What can be kept for how long. Each package registers its own in its module `personal`.

    retention.register("mails", what=_("Mails"), days=365, rows=old_mails, table="team_mail")

`rows(before)` gives what came in before a moment. What is more than rows brings its own `count(before, most)` and
`delete(before, most)`, which return how much it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise

Text = str | Promise
Rows = Callable[[datetime], "QuerySet[Any]"]
Counted = Callable[[datetime, int], int]
YEAR = 365
THREE_YEARS = 3 * YEAR  # records of deletions: Turkish regulation on deleting personal data of 28 Oct 2017, article 7
TWENTY_FIVE_MONTHS = 760  # what the French authority allows for measuring audiences


@dataclass(frozen=True)
class Keeping:
    """`days` is what holds unless somebody settles otherwise (None: no end), `least` what a law asks for."""

    name: str
    what: Text
    hint: Text
    days: int | None
    least: int
    table: str
    count: Counted
    delete: Counted


_keepings: dict[str, Keeping] = {}


def register(
    name: str,
    *,
    what: Text,
    days: int | None,
    hint: Text = "",
    least: int = 0,
    table: str = "",
    rows: Rows | None = None,
    count: Counted | None = None,
    delete: Counted | None = None,
) -> None:
    """Let something be deleted once it is old enough. Registered again, it replaces what was registered."""
    if rows:
        count, delete = count or counting(rows), delete or deleting(rows)
    if not count or not delete:
        raise ValueError(f"Say what is deleted under {name}: rows, or count and delete.")
    _keepings[name] = Keeping(name, what, hint, days, least, table, count, delete)


def registered() -> list[Keeping]:
    """In the order in which they were registered: the timeline first, then what lies above it."""
    return list(_keepings.values())


def counting(rows: Rows) -> Counted:
    def count(before: datetime, most: int) -> int:
        return rows(before).order_by()[:most].count()

    return count


def deleting(rows: Rows) -> Counted:
    """One portion in a transaction of its own; returns how many rows it was."""

    @transaction.atomic
    def delete(before: datetime, most: int) -> int:
        found = rows(before).order_by()
        keys = list(found.values_list("pk", flat=True)[:most])
        if keys:
            found.model._base_manager.filter(pk__in=keys).delete()
        return len(keys)

    return delete
