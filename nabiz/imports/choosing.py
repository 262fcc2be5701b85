"""Which mappings there are to begin with, and the one that somebody chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.imports.drafting import own_fitting, visible_mappings
from nabiz.imports.guessing import guessed
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.presets import presets
from nabiz.imports.mappings.toml import plan_of
from nabiz.imports.queries import suggest_mapping
from nabiz.imports.reading.tables import Table

if TYPE_CHECKING:
    from nabiz.team.models import Member


@dataclass(frozen=True)
class Choices:
    """A heading of the list, and names with titles below it."""

    title: str | Promise
    options: Sequence[tuple[str, str]]


def choices_for(table: Table, member: "Member") -> list[Choices]:
    """Those that know the headers first, then all others."""
    fitting = [(found.preset.slug, found.preset.title) for found in suggest_mapping(table)]
    own_fit = {saved.pk for saved in own_fitting(table)}
    own = [(f"own:{saved.pk}", saved.name) for saved in visible_mappings(member)]
    first = [each for each in own if int(each[0][4:]) in own_fit] + fitting
    others = [(slug, preset.title) for slug, preset in presets().items()]
    groups = (
        Choices(_("Fit this table"), first),
        Choices(_("Your own"), [each for each in own if each not in first]),
        Choices(_("Other presets"), [each for each in others if each not in first]),
    )
    return [group for group in groups if group.options]


def chosen_plan(name: str, table: Table, member: "Member") -> Plan:
    """An empty name begins anew, with what the columns suggest."""
    if not name:
        return guessed(table)
    if name.startswith("own:") and name[4:].isdecimal() and len(name) < 20:
        saved = visible_mappings(member).filter(pk=int(name[4:])).first()
        if saved:
            return plan_of(saved.mapping)
    if name in presets():
        return presets()[name].plan
    raise Http404
