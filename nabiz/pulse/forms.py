from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.customers.queries import visible_segments
from nabiz.followups.forms import theme_choices
from nabiz.metrics.parsing import Home
from nabiz.pulse.models import Scope
from nabiz.pulse.weekly.scopes import touchpoints_of
from nabiz.timeline.commands import Actor
from nabiz.ui.stages import STAGES


class ScopeForm(forms.Form):
    stages = forms.MultipleChoiceField(
        label=_("Stages"), required=False, choices=list(STAGES.items()), widget=forms.CheckboxSelectMultiple
    )
    touchpoints = forms.MultipleChoiceField(label=_("Touchpoints"), required=False, widget=forms.CheckboxSelectMultiple)
    segments = forms.MultipleChoiceField(label=_("Segments"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For what customers speak of; scores are not narrowed by them."),
    )

    def __init__(self, data: Any, *, scope: Scope, member: Actor, home: Home) -> None:
        lists = {name: getattr(scope, name) for name in self.base_fields}
        super().__init__(data, initial=lists)
        self._offer("touchpoints", [(name, name) for name in touchpoints_of(home, scope)])
        self._offer("segments", [(each.slug, each.name) for each in visible_segments(member)])
        self._offer("themes", theme_choices())
        self.initial["themes"] = [str(number) for number in scope.themes]

    def values(self) -> dict[str, list[Any]]:
        given: dict[str, list[Any]] = dict(self.cleaned_data)
        return given | {"themes": [int(number) for number in given["themes"]]}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What was chosen and is gone stays in sight, so that it can be taken away."""
        known, chosen = {value for value, _label in choices}, self.initial[name]
        gone = [(str(value), str(value)) for value in chosen if str(value) not in known and name != "themes"]
        self.fields[name].choices = [*choices, *gone]  # type: ignore[attr-defined]
