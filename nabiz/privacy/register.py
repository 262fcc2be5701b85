"""The register of personal data: what is kept where, why, on what ground, and how long.

Each package declares its own in a module named `personal`, which is imported at the start.

    declare("reviews_review", whose="customer", what=_("…"), why=_("…"), basis="interest", how_long=_("…"))

A table that holds texts but nothing about people is declared with `whose="nobody"`, so that it is not forgotten.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_noop

# What stands in the register's file, in the reader's words; the other grounds are those of purposes.
SAID = (gettext_noop("customer"), gettext_noop("member"), gettext_noop("law"))
Whose = Literal["customer", "member", "nobody"]
Text = str | Promise


@dataclass(frozen=True)
class Kept:
    """`column` is where a customer's number stands; empty where rows are found by their addresses only.

    `through` names the table that the column points to where the number stands there: ("response_id", table, column).
    """

    table: str
    whose: Whose
    what: Text = ""
    why: Text = ""
    basis: str = ""
    how_long: Text = ""
    column: str = ""
    through: tuple[str, str, str] | None = None


_kept: dict[str, Kept] = {}


def declare(
    table: str,
    *,
    whose: Whose,
    what: Text = "",
    why: Text = "",
    basis: str = "",
    how_long: Text = "",
    column: str = "",
    through: tuple[str, str, str] | None = None,
) -> None:
    """Say what a table keeps; called in a package's module `personal`. Said again, it replaces what was said."""
    _kept[table] = Kept(table, whose, what, why, basis, how_long, column, through)


def declared() -> list[Kept]:
    return [_kept[table] for table in sorted(_kept)]


def about_people() -> list[Kept]:
    """The lines of the register: tables that hold something about people, customers first."""
    return sorted(
        (kept for kept in _kept.values() if kept.whose != "nobody"), key=lambda kept: (kept.whose, kept.table)
    )


def about_customers() -> list[Kept]:
    """Tables with a customer's number in them: what a person's copy is made of."""
    return [kept for kept in declared() if kept.whose == "customer" and (kept.column or kept.through)]
