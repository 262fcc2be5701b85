"""The events of a family straight from the event table, in the very columns that the mirror's files have."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nabiz.timeline.facts import Family, facts_of
from nabiz.timeline.mirror.columns import ENVELOPE
from nabiz.timeline.mirror.readable import LARGEST_INT, PATTERNS, TOO_MUCH_MONEY

# Texts compare by their bytes, as everywhere else; the kind is left as it is, so that its index serves.
_SHOWN = {"happened_at": "happened_at AT TIME ZONE 'UTC'"} | {
    name: f'{name} COLLATE "C"' for name in ("channel", "touchpoint", "stage", "source", "currency")
}
_CAST = {
    int: f"CASE WHEN {{text}}::numeric BETWEEN -{LARGEST_INT} AND {LARGEST_INT} THEN {{text}}::numeric::bigint END",
    float: "{text}::float8",
    Decimal: f"CASE WHEN abs(round({{text}}::numeric, 4)) < {TOO_MUCH_MONEY} THEN round({{text}}::numeric, 4) END",
    datetime: "CASE WHEN pg_input_is_valid({text}, 'timestamptz') THEN {text}::timestamptz AT TIME ZONE 'UTC' END",
    date: "CASE WHEN pg_input_is_valid({text}, 'date') THEN {text}::date END",
}


def family_select(
    family: Family, since: datetime | None = None, until: datetime | None = None
) -> tuple[str, Sequence[Any]]:
    """A SELECT and its parameters: the events in [since, until). A fact of the wrong type is missing, not fatal.

    Whoever reads a family names the kinds. To name all of the family here again would mislead the planner.
    """
    envelope = [f'{_SHOWN.get(name, name)} AS "{name}"' for name in ENVELOPE.names]
    facts = {name: its_type for name, its_type in facts_of(family).items() if name not in ENVELOPE.names}
    typed = [f'{_fact(name, its_type)} AS "{name}"' for name, its_type in facts.items()]
    bounds = {"happened_at >= %s": since, "happened_at < %s": until}
    where = " AND ".join(text for text, moment in bounds.items() if moment) or "true"
    query = f"SELECT {', '.join([*envelope, *typed])} FROM timeline_event WHERE {where}"  # noqa: S608  declared names
    return query, [moment for moment in bounds.values() if moment]


def _fact(name: str, its_type: type) -> str:
    """CASE is the one expression that PostgreSQL evaluates in the order in which it is written."""
    text, json = f"(facts ->> '{name}')", f"jsonb_typeof(facts -> '{name}')"
    if its_type is bool:
        return f"CASE {text} WHEN 'true' THEN true WHEN 'false' THEN false END"
    if its_type is str:
        return f"""CASE WHEN {json} IN ('string', 'number') THEN {text} COLLATE "C" END"""
    return f"CASE WHEN {text} ~ '^({PATTERNS[its_type]})$' THEN {_CAST[its_type].format(text=text)} END"
