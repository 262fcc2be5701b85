"""The rules in force: what packages registered, with what the company has settled."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.privacy import retention
from nabiz.privacy.models import RetentionRule
from nabiz.privacy.periods import keeping_words
from nabiz.privacy.register import Kept, about_people
from nabiz.privacy.retention import Keeping, counting, deleting
from nabiz.timeline.ageing import kinds_seen, old_events_in, old_events_of
from nabiz.timeline.facts import FAMILIES, Family, family_of, kind_named

OF_A_KIND, OF_A_FAMILY = "kind.", "events."
AT_MOST_COUNTED = 100_000
# Kinds that are kept otherwise than the rest of their family unless somebody settles it.
KINDS: dict[str, int | None] = {
    "page.viewed": retention.TWENTY_FIVE_MONTHS,
    "screen.viewed": retention.TWENTY_FIVE_MONTHS,
    "note.written": None,
}


@dataclass(frozen=True)
class Rule:
    """How long one thing is kept. `days` is None where it has no end."""

    keeping: Keeping
    days: int | None
    is_settled: bool

    @property
    def sentence(self) -> str:
        return keeping_words(self.days)

    @property
    def removes(self) -> int:
        """How much the next night would delete, counted up to a bound."""
        return outdated(self.keeping, self.days, AT_MOST_COUNTED + 1)

    @property
    def is_of_a_kind(self) -> bool:
        return self.keeping.name.startswith(OF_A_KIND)


def rules() -> list[Rule]:
    """Every rule in force, rules of single kinds after those of the families."""
    settled = dict(RetentionRule.objects.values_list("name", "days"))
    return [_rule(keeping, settled) for keeping in _in_force(settled)]


def rule_named(name: str) -> Rule | None:
    """A rule by its name; a kind of event without one has that of its family until it is settled."""
    settled = dict(RetentionRule.objects.values_list("name", "days"))
    in_force = {each.name: each for each in _in_force(settled)}
    kind = name.removeprefix(OF_A_KIND)
    if name not in in_force and name.startswith(OF_A_KIND) and kind in kinds_seen():
        its_family = _rule(in_force[OF_A_FAMILY + family_of(kind)], settled)
        return Rule(_of_kind(kind), its_family.days, is_settled=False)
    return _rule(in_force[name], settled) if name in in_force else None


def outdated(keeping: Keeping, days: int | None, most: int) -> int:
    return 0 if days is None else keeping.count(moment(days), most)


def moment(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def kinds_without_a_rule() -> list[tuple[str, str]]:
    own = kinds_with_a_rule()
    return [(kind, label_of(kind)) for kind in kinds_seen() if kind not in own and not _is_house(kind)]


def kinds_with_a_rule() -> set[str]:
    names = RetentionRule.objects.filter(name__startswith=OF_A_KIND).values_list("name", flat=True)
    return {name.removeprefix(OF_A_KIND) for name in names} | KINDS.keys()


def label_of(kind: str) -> str:
    declared = kind_named(kind)
    return str(declared.label) if declared else kind


def register_lines() -> list[tuple[Kept, list[Rule]]]:
    """The register of personal data, each line with the rules that end it."""
    ending = [rule for rule in rules() if rule.days is not None]
    return [(kept, [rule for rule in ending if rule.keeping.table == kept.table]) for kept in about_people()]


def _rule(keeping: Keeping, settled: dict[str, int | None]) -> Rule:
    is_settled = keeping.name in settled
    return Rule(keeping, settled[keeping.name] if is_settled else keeping.days, is_settled)


def _in_force(settled: Collection[str]) -> Iterator[Keeping]:
    yield from (_of_family(family) for family in FAMILIES)
    own = {name.removeprefix(OF_A_KIND) for name in settled if name.startswith(OF_A_KIND)}
    yield from (_of_kind(kind) for kind in [*KINDS, *sorted(own - KINDS.keys())])
    yield from retention.registered()


def _of_family(family: Family) -> Keeping:
    def rows(before: datetime) -> "QuerySet":  # type: ignore[type-arg]
        return old_events_in(family, before, without=kinds_with_a_rule())

    is_trail = family == "house"
    return Keeping(
        OF_A_FAMILY + family, _FAMILY_LABELS[family], _HINTS.get(family, ""), 5 * retention.YEAR if is_trail else None,
        retention.THREE_YEARS if is_trail else 0, "timeline_event", counting(rows), deleting(rows),
    )  # fmt: skip


def _of_kind(kind: str) -> Keeping:
    def rows(before: datetime) -> "QuerySet":  # type: ignore[type-arg]
        return old_events_of([kind], before)

    least = retention.THREE_YEARS if _is_house(kind) and kind != "note.written" else 0
    return Keeping(
        OF_A_KIND + kind, label_of(kind), _("One kind of event, kept apart from its family."), KINDS.get(kind), least,
        "timeline_event", counting(rows), deleting(rows),
    )  # fmt: skip


def _is_house(kind: str) -> bool:
    declared = kind_named(kind)
    return bool(declared and declared.family == "house")


_FAMILY_LABELS = {
    "feedback": _("Feedback events"),
    "support": _("Support events"),
    "money": _("Orders and subscriptions"),
    "usage": _("Usage events"),
    "house": _("Audit trail"),
    "other": _("Other events"),
}
_HINTS = {
    "feedback": _("Scores and comments. What is deleted is missing from the figures of that time."),
    "support": _("Conversations and tickets. What is deleted is missing from the figures of that time."),
    "money": _("Revenue, renewals and lifetime are counted from these: a subscription whose start is deleted "
               "no longer counts."),
    "usage": _("Sign-ins and use of the product, page views apart."),
    "house": _("Who did what. Records of deletions must be kept for three years (KVKK)."),
    "other": _("Kinds that only your sources know."),
}  # fmt: skip
