"""The audit trail: everything that concerns the house, and everything that a member did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.team.models import Member
from nabiz.timeline.facts import Kind, declared_kinds, kind_named
from nabiz.timeline.sentences import sentence_of

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

WORDS: dict[str, str | Promise] = {
    "totp": _("codes from an app"),
    "passkey": _("passkey"),
    "recovery_codes": _("recovery codes"),
    "name": _("name"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "currency": _("currency"),
}
IN_WORDS = {"role", "previous_role", "factor", "fields"}


@dataclass(frozen=True)
class Trace:
    """One row of the trail, ready to read."""

    id: int
    happened_at: datetime
    kind: str
    label: str
    icon: str
    sentence: str
    who: str
    member_id: int | None
    customer_id: int | None


def traces(events: "Iterable[Event]") -> list[Trace]:
    rows = list(events)
    numbers = {event.member_id for event in rows if event.member_id}
    names = {member.pk: str(member) for member in Member.objects.filter(pk__in=numbers)}
    return [_trace(event, names.get(event.member_id or 0, "")) for event in rows]


def kinds_of_the_trail() -> list[Kind]:
    """What the filter offers: the kinds of the house, sorted as they read."""
    return sorted((kind for kind in declared_kinds() if kind.family == "house"), key=lambda kind: str(kind.label))


def _trace(event: "Event", who: str) -> Trace:
    kind = kind_named(event.kind)
    return Trace(
        id=event.pk,
        happened_at=event.happened_at,
        kind=event.kind,
        label=str(kind.label) if kind else event.kind,
        icon=kind.icon if kind else "circle-dot",
        sentence=_sentence(event),
        who=who,
        member_id=event.member_id,
        customer_id=event.customer_id,
    )


def _sentence(event: "Event") -> str:
    """Roles, factors and fields are kept by their names in code; here they are read as words."""
    event.facts = {name: _in_words(name, value) for name, value in event.facts.items()}
    return sentence_of(event)


def _in_words(name: str, value: Any) -> Any:
    if name not in IN_WORDS:
        return value
    known = {**WORDS, **dict(Member.Role.choices)}
    return ", ".join(str(known.get(part, part)) for part in str(value).split(", "))
