from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.intake.commands import LONGEST_NAME
from nabiz.intake.models import Source
from nabiz.intake.translating import LONGEST_NAME as LONGEST_EVENT

MOST_EVENTS = 500


class LimitsForm(forms.Form):
    allowed_events = forms.CharField(
        label=_("Events it may send"),
        required=False,
        help_text=_(
            "One name in a line. Anybody can read the key of a browser source and invent events, so name those that "
            "you expect. Left empty, every name is taken."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )
    events_per_minute = forms.IntegerField(
        label=_("Events a minute"),
        min_value=0,
        max_value=10_000_000,
        initial=0,
        help_text=_("Above it, the source is told to wait. 0 means no limit."),
    )

    def clean_allowed_events(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["allowed_events"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > MOST_EVENTS or any(len(name) > LONGEST_EVENT for name in names):
            raise forms.ValidationError(_("Up to 500 names, each with up to 255 characters."))
        return names


class SourceForm(LimitsForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("What sends: the shop, the app, the till. It stays as it is, because events are filed under it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    trust = forms.ChoiceField(
        label=_("Where does its key live?"),
        choices=Source.Trust.choices,
        initial=Source.Trust.SERVER,
        widget=forms.RadioSelect,
    )
    field_order = ("name", "trust", "allowed_events", "events_per_minute")


def limits_of(source: Source) -> dict[str, Any]:
    return {"allowed_events": "\n".join(source.allowed_events), "events_per_minute": source.events_per_minute}
