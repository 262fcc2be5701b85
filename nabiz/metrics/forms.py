from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.metrics.definitions import Metric
from nabiz.metrics.models import Goal
from nabiz.team.queries import active_names

HUNDREDTHS: frozenset[str] = frozenset({"share"})
HINTS = {
    "share": _("In percent, such as 45."),
    "points": _("In points."),
    "hours": _("In hours."),
    "minutes": _("In minutes."),
    "seconds": _("In seconds."),
    "money": _("In the company's currency."),
}


class GoalForm(forms.Form):
    """The target is written as the page shows it: a share in percent."""

    target = forms.DecimalField(label=_("Goal"), localize=True, max_digits=15, decimal_places=4)
    due = forms.DateField(
        label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("A day to come.")
    )
    owner_id = forms.TypedChoiceField(
        label=pgettext_lazy("of a goal", "Responsible"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, metric: Metric, goal: Goal | None, data: Any = None) -> None:
        self._metric = metric
        self._per_unit = 100 if metric.unit in HUNDREDTHS else 1
        super().__init__(data, initial=self._kept(goal) if goal else {})
        self.fields["target"].help_text = HINTS.get(metric.unit, "")
        owner = self.fields["owner_id"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [("", _("Nobody")), *((str(pk), name) for pk, name in active_names().items())]

    def _kept(self, goal: Goal) -> dict[str, Any]:
        return {"target": round(goal.target * self._per_unit, 4), "due": goal.due, "owner_id": goal.owner_id}

    def clean_target(self) -> float:
        target = float(self.cleaned_data["target"]) / self._per_unit
        low, high = self._metric.scale
        if (low is not None and target < low) or (high is not None and target > high):
            raise forms.ValidationError(_("That lies outside of what this metric can be."))
        return target

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise forms.ValidationError(_("A goal lies in the future: choose a day after today."))
        if due.year > timezone.localdate().year + 5:
            raise forms.ValidationError(_("Nobody can see further than five years: choose an earlier day."))
        return due
