"""Roles are sets of capabilities, all in this one table."""

from typing import Literal, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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

IN_WORDS: dict[Capability, Promise] = {
    "see": _("See the pulse, the metrics and the customers"),
    "answer": _("Answer conversations and follow up"),
    "edit": _("Change customers, accounts and segments"),
    "succeed": _("Run success plans, health and renewals, and set goals"),
    "export": _("Take rows out as a file"),
    "erase": _("Erase a person everywhere"),
    "connect": _("Connect sources and channels, and issue keys"),
    "manage": _("Manage members and the company, read the audit trail and the outbox"),
}

ROLES_IN_WORDS: dict[str, Promise] = {
    "owner": _("everything, members and company included"),
    "manager": _("everything but members and company"),
    "agent": _("answers customers and keeps their details right"),
    "success": _("looks after customers, plans and renewals, and takes rows out"),
    "viewer": _("reads, and changes nothing"),
}
