from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nabiz.privacy.periods import PERIODS, period_words
from nabiz.privacy.purposes import Basis, Purpose, Source, Way
from nabiz.privacy.rules import Rule


class WordForm(forms.Form):
    """What a customer told a member."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.RESEARCH)
    channel = forms.ChoiceField(label=_("Channel"), choices=Way.choices)
    is_given = forms.TypedChoiceField(
        label=_("They said"),
        choices=[("no", _("No, not any more")), ("yes", _("Yes"))],
        coerce=lambda said: said == "yes",
    )
    source = forms.ChoiceField(label=_("Where"), choices=Source.choices, initial=Source.CALL_CENTRE)
    reason = forms.CharField(label=_("Why, in their words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PolicyForm(forms.Form):
    basis = forms.ChoiceField(label=_("Legal basis"), choices=Basis.choices)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label=_("Quiet to"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("quiet_from")) != bool(self.cleaned_data.get("quiet_to")):
            raise forms.ValidationError(_("Give both ends of the quiet hours, or neither."))
        return self.cleaned_data


class RetentionForm(forms.Form):
    """How long something is to be kept; the choices leave out what a law forbids."""

    days = forms.TypedChoiceField(label=_("Keep it for"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: QueryDict | None, *, rule: Rule) -> None:
        super().__init__(data, initial={"days": "" if rule.days is None else rule.days})
        spans = sorted({*PERIODS, *filter(None, (rule.days, rule.keeping.days))})
        its_field = self.fields["days"]
        assert isinstance(its_field, forms.ChoiceField)
        its_field.choices = [
            *((str(days), period_words(days)) for days in spans if days >= rule.keeping.least),
            ("", _("until the person is erased")),
        ]
