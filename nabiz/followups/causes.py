"""The outer loop: a theme becomes a cause with an owner and an action, and is looked at again afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nabiz.followups.events import CauseChanged
from nabiz.followups.models import Cause
from nabiz.statistics.estimates import Difference
from nabiz.statistics.proportions import Share, difference
from nabiz.themes.queries import Wanted, verbatims_of
from nabiz.themes.windows import Stretch
from nabiz.timeline.commands import Actor, announce

if TYPE_CHECKING:
    from nabiz.themes.models import Theme

LONGEST = timedelta(days=90)
SHORTEST = timedelta(days=7)
A_YEAR = timedelta(days=365)
FEWEST = 10  # comments on each side


@dataclass(frozen=True)
class Change:
    """How much of all that was said was about the theme, as many days before the action as since. `difference` is None
    where it is too early or too little was said.

    `usual` is the year before both. `was_loud`: the days before the action were clearly above it, so that a fall may be
    a return to the usual.
    """

    days: int
    before: tuple[int, int]
    since: tuple[int, int]
    difference: Difference[float] | None
    usual: tuple[int, int] = (0, 0)
    was_loud: bool = False

    @property
    def is_clear(self) -> bool:
        return self.difference is not None and bool(self.difference.significant)

    @property
    def is_better(self) -> bool:
        return self.difference is not None and self.difference.value < 0


def visible_causes(member: Actor) -> QuerySet[Cause]:
    """Every member who may see customers sees every cause."""
    return Cause.objects.select_related("theme", "owner").order_by("ended_at", "-since", "-pk")


@transaction.atomic
def make_cause(theme: "Theme", *, by: Actor) -> Cause:
    """One for each theme; the one that there is, if there is one."""
    cause, is_new = Cause.objects.get_or_create(theme=theme, defaults={"name": "" if theme.key else str(theme)})
    if is_new:
        announce(CauseChanged(cause=str(cause)), by=by)
    return cause


@transaction.atomic
def save_cause(cause: Cause, fields: dict[str, Any], *, by: Actor) -> Cause:
    changed = [name for name, value in fields.items() if getattr(cause, name) != value]
    for name in changed:
        setattr(cause, name, fields[name])
    if changed:
        cause.save(update_fields=[name.removesuffix("_id") for name in changed])
        announce(CauseChanged(cause=str(cause)), by=by)
    return cause


@transaction.atomic
def end_cause(cause: Cause, *, by: Actor) -> Cause:
    """Nobody works on it any more. It can be taken up again."""
    return save_cause(cause, {"ended_at": timezone.now()}, by=by) if cause.ended_at is None else cause


@transaction.atomic
def resume_cause(cause: Cause, *, by: Actor) -> Cause:
    return save_cause(cause, {"ended_at": None}, by=by)


def change_since(cause: Cause, today: date | None = None) -> Change | None:
    """Newcombe's interval and the pooled z test of two shares; None while nothing was done."""
    if cause.theme is None or cause.action_since is None:
        return None
    until = today or timezone.localdate()
    span = min(until - cause.action_since, LONGEST)
    if span < SHORTEST:
        return Change(max(span.days, 0), (0, 0), (0, 0), None)
    before = _share(cause.theme, Stretch(cause.action_since - span, cause.action_since))
    since = _share(cause.theme, Stretch(until - span, until))
    enough = min(before[1], since[1]) >= FEWEST
    tested = difference(_as_share(before), _as_share(since)) if enough else None
    usual = _share(cause.theme, Stretch(cause.action_since - A_YEAR, cause.action_since - span))
    return Change(span.days, before, since, tested, usual, _is_louder(before, usual))


def _is_louder(before: tuple[int, int], usual: tuple[int, int]) -> bool:
    if min(before[1], usual[1]) < FEWEST:
        return False
    found = difference(_as_share(usual), _as_share(before))
    return bool(found.significant) and found.value > 0


def _share(theme: "Theme", stretch: Stretch) -> tuple[int, int]:
    """How many comments were about the theme, and how many there were."""
    wanted = Wanted(stretch=stretch)
    return verbatims_of(theme, wanted).count(), verbatims_of(None, wanted).count()


def _as_share(counts: tuple[int, int]) -> Share[float]:
    return Share(float(counts[0]), float(counts[1]))
