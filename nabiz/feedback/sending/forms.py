"""What members fill in to have a survey sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.customers.queries import segment_slugs
from nabiz.customers.segmenting.kinds import known_kinds
from nabiz.feedback.sending.models import Caps
from nabiz.timeline.facts import kind_named


class TriggerForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("After which event"), required=False, help_text=_("Without one, you send it to the segment yourself.")
    )
    delay_days = forms.IntegerField(
        label=_("Days after it"), min_value=0, max_value=365, initial=0, help_text=_("0: within a minute")
    )
    nth = forms.IntegerField(
        label=_("Only after the customer's event number"), min_value=0, max_value=1_000, initial=0,
        help_text=_("0: after each, as far as nobody is asked too often"),
    )  # fmt: skip
    fact = forms.CharField(
        label=_("Only where"),
        required=False,
        max_length=120,
        help_text=_("A fact of the event and its value, such as carrier=Yurtiçi. Empty: always."),
    )
    segment = forms.ChoiceField(label=_("Only customers in"), required=False)
    percent = forms.IntegerField(
        label=_("How many of them, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        help_text=_("Chance decides, once for each customer and survey."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, kind_label(name)) for name in known_kinds() if not name.startswith("survey.")]
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]
        self.fields["segment"].choices = [("", _("Everybody")), *((s, s) for s in segment_slugs())]  # type: ignore[attr-defined]

    def clean_fact(self) -> dict[str, Any]:
        text = self.cleaned_data["fact"].strip()
        name, sign, value = text.partition("=")
        if text and not (sign and name.strip()):
            raise forms.ValidationError(_("A name, =, and a value, such as carrier=Yurtiçi."))
        return {name.strip(): _value(value.strip())} if text else {}

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if not sent.get("kind") and not sent.get("segment"):
            self.add_error("segment", _("Choose an event, a segment, or both."))
        return sent

    @property
    def fields_of_trigger(self) -> dict[str, Any]:
        sent = self.cleaned_data
        same = {name: sent[name] for name in ("kind", "nth", "segment", "percent")}
        return same | {"delay_hours": sent["delay_days"] * 24, "facts": sent["fact"]}


class CapsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Caps
        fields = ("days_any", "days_same", "per_year", "days_new")
        labels = {
            "days_any": _("Days between any two surveys"),
            "days_same": _("Days between two times of the same survey"),
            "per_year": _("Surveys within 365 days at most"),
            "days_new": _("Days in which new customers are left alone"),
        }
        help_texts = {"days_new": _("Except by surveys about the first steps or an event.")}

    def clean_per_year(self) -> int:
        most = int(self.cleaned_data["per_year"])
        if most < 1:
            raise forms.ValidationError(_("At least one. To ask nobody, pause the surveys."))
        return most


def kind_label(name: str) -> str:
    kind = kind_named(name)
    return str(kind.label) if kind else name


def _value(text: str) -> str | int | bool:
    return {"true": True, "false": False}.get(text, int(text) if text.isdecimal() else text)
