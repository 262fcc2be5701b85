"""What a team looks after: kept, put in words, and asked of metrics and themes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from nabiz.customers.queries import visible_segments
from nabiz.metrics.choices import USUAL
from nabiz.metrics.headlines import HEADLINES
from nabiz.metrics.parsing import BadQuestion, Home, known_metric
from nabiz.metrics.queries import ask
from nabiz.metrics.tiles import period_question
from nabiz.pulse.events import ScopeChanged
from nabiz.pulse.models import Scope
from nabiz.team.queries import members_of
from nabiz.themes.queries import family_of, standing_theme
from nabiz.timeline.commands import announce
from nabiz.ui.stages import stage_label

if TYPE_CHECKING:
    from nabiz.team.models import Member, Team

WITH_COUNT = {"hear": ("answers", *HEADLINES["hear"])}


@dataclass(frozen=True)
class Look:
    """What a mail is about. Without a team it is the whole company, and everybody's follow-ups and causes."""

    team: "Team | None" = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    themes: frozenset[int] | None = None
    owners: frozenset[int] | None = None


def look_of(team: "Team") -> Look:
    scope = scope_of(team)
    themes = [theme for number in scope.themes if (theme := standing_theme(number))]
    return Look(
        team,
        _where(scope),
        frozenset(number for theme in themes for number in family_of(theme)) if scope.themes else None,
        frozenset(members_of(team).values_list("pk", flat=True)),
    )


def scope_of(team: "Team") -> Scope:
    """An empty one, unsaved, where nothing was said yet."""
    return Scope.objects.filter(team=team.pk).first() or Scope(team_id=team.pk)


@transaction.atomic
def save_scope(team: "Team", fields: Mapping[str, Sequence[Any]], *, by: "Member") -> Scope:
    scope = scope_of(team)
    changed = [name for name, value in fields.items() if list(value) != getattr(scope, name)]
    for name in changed:
        setattr(scope, name, list(fields[name]))
    if changed:
        scope.save()
        announce(ScopeChanged(team=str(team)), by=by)
    return scope


def scope_words(scope: Scope, member: "Member") -> list[tuple[str, str]]:
    """Each list that is not empty, with what stands in it as it reads."""
    segments = {each.slug: each.name for each in visible_segments(member)}
    themes = [theme for number in scope.themes if (theme := standing_theme(number))]
    lists = {
        _("Stages"): [str(stage_label(each)) for each in scope.stages],
        _("Touchpoints"): scope.touchpoints,
        _("Segments"): [segments.get(each, each) for each in scope.segments],
        _("Themes"): [str(theme) for theme in themes],
    }
    return [(label, ", ".join(values)) for label, values in lists.items() if values]


def metrics_within(look: Look, home: Home) -> dict[str, list[str]]:
    """The headlines that can be asked of just this and of which there ever was anything, by section: one that cannot
    be narrowed would show everybody's number."""
    return {
        key: [name for name in WITH_COUNT.get(key, names) if _has_anything(name, look, home)]
        for key, names in HEADLINES.items()
    }


def touchpoints_of(home: Home, scope: Scope) -> list[str]:
    """Where customers answered in the last weeks, and what the team has chosen before."""
    question = period_question("answers", home, USUAL, {}, by=["touchpoint"])
    asked = {answer.group("touchpoint") for answer in ask(question).answers if answer.n}
    return sorted({name for name in asked if name} | set(scope.touchpoints))


def _where(scope: Scope) -> dict[str, list[str]]:
    lists = {"stage": scope.stages, "touchpoint": scope.touchpoints, "segment": scope.segments}
    return {name: list(values) for name, values in lists.items() if values}


def _has_anything(name: str, look: Look, home: Home) -> bool:
    if not all(group in known_metric(name).over.groups for group in look.where):
        return False
    try:
        result = ask(period_question(name, home, USUAL, look.where))
    except BadQuestion:
        return False
    return any(answer.n for answer in result.answers)
