"""Roles are sets of capabilities, all in this one table."""

from typing import Literal, get_args

Capability = Literal[
    "see",  # pulse, metrics, customers
    "export",  # take rows out
    "answer",  # conversations and follow-ups
    "succeed",  # success plans, health, renewals
    "edit",  # customers, accounts, segments
    "erase",  # forget a person
    "connect",  # sources, keys, channels
    "manage",  # members, roles, company settings
]

EVERYTHING: frozenset[Capability] = frozenset(get_args(Capability))

CAPABILITIES: dict[str, frozenset[Capability]] = {
    "owner": EVERYTHING,
    "manager": EVERYTHING - {"manage"},
    "agent": frozenset({"see", "answer", "edit"}),
    "success": frozenset({"see", "export", "answer", "succeed", "edit"}),
    "viewer": frozenset({"see"}),
}
