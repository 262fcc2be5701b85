"""Which column of a table each name of a mapping means."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from nabiz.imports.mappings.model import ROW, Plan, references
from nabiz.imports.mappings.toml import BadMapping


@dataclass(frozen=True)
class Bound:
    """A mapping and the header that each of its names stands for; None for one that this table lacks."""

    plan: Plan
    headers: Mapping[str, str | None]


def bind(plan: Plan, headers: Sequence[str]) -> Bound:
    """Raises BadMapping where the table lacks a column that the mapping needs."""
    by_fold = {folded(header): header for header in reversed(headers)}
    wanted = {name: plan.columns.get(name, (name,)) for name in named_columns(plan)}
    found = {name: _first(names, by_fold) for name, names in wanted.items()}
    missing = [
        " / ".join(wanted[name][:3]) for name, header in found.items() if not header and name not in plan.optional
    ]
    if missing:
        told = _("The table lacks what the mapping needs: %(missing)s. It has: %(headers)s.")
        raise BadMapping(told % {"missing": "; ".join(missing), "headers": ", ".join(headers[:40])})
    return Bound(plan, found)


def named_columns(plan: Plan) -> list[str]:
    return sorted({name for text in plan.texts() for name in references(text)} - {ROW})


@lru_cache(10_000)
def folded(header: str) -> str:
    """Headers are told apart by their letters and digits only: `Order ID`, `order_id` and `ORDER-ID` are one."""
    plain = unicodedata.normalize("NFKD", header.replace("İ", "i").replace("I", "i").replace("ı", "i").lower())
    return re.sub(r"[^a-z0-9%/]+", "", "".join(c for c in plain if not unicodedata.combining(c))) or header.strip()


def _first(names: Sequence[str], by_fold: Mapping[str, str]) -> str | None:
    return next((by_fold[folded(name)] for name in names if folded(name) in by_fold), None)
