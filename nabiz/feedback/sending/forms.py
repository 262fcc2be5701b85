"""What members fill in to have a survey sent."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.customers.queries import segment_slugs
from nabiz.customers.segmenting.kinds import known_kinds
from nabiz.feedback.sending.models import Caps, Trigger
from nabiz.timeline.facts import kind_named
from nabiz.ui.channels import CHANNELS

GROUPS = (
    ("kind", "delay_days", "nth", "on_channel", "fact", "every_days"),
    ("segment", "percent"),
    ("channel", "remind_after_days"),
)
_BETWEEN_FACTS = re.compile(r",\s*(?=[^,=]+=)")


class TriggerForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("After which event"), required=False, help_text=_("Without one, you send it yourself or on a cadence.")
    )
    delay_days = forms.IntegerField(
        label=_("Days after it"), min_value=0, max_value=365, initial=0, help_text=_("0: within a minute")
    )
    nth = forms.IntegerField(
        label=_("Only after so many of them"), min_value=0, max_value=1_000, initial=0,
        help_text=_("3: once, after the customer's third. 0: after each, as far as nobody is asked too often."),
    )  # fmt: skip
    on_channel = forms.ChoiceField(
        label=_("Only where it came by"),
        required=False,
        help_text=_("Such as the phone, to ask after a call."),
    )
    fact = forms.CharField(
        label=_("Only where"),
        required=False,
        max_length=120,
        help_text=_("A fact of the event and its value, such as carrier=Yurtiçi. Empty: always."),
    )
    every_days = forms.IntegerField(
        label=_("Or on a cadence: each customer once in so many days"),
        required=False,
        min_value=7,
        max_value=1_000,
        help_text=_("Without an event. A slice goes out every day, year after year. Empty: you send it yourself."),
    )
    segment = forms.ChoiceField(label=_("Only customers in"), required=False)
    percent = forms.IntegerField(
        label=_("How many of them, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        help_text=_("Chance decides, once for each customer and survey."),
    )
    channel = forms.ChoiceField(
        label=_("By which way"),
        choices=Trigger.Channel.choices,
        initial=Trigger.Channel.EMAIL,
        widget=forms.RadioSelect,
    )
    remind_after_days = forms.IntegerField(
        label=_("Remind after days"),
        min_value=0,
        max_value=21,
        initial=3,
        required=False,
        help_text=_("Once, only those who have not answered, within the same limits. 0: no reminder."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, kind_label(name)) for name in known_kinds() if not name.startswith("survey.")]
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]
        self.fields["on_channel"].choices = [("", _("Any channel")), *((n, c.label) for n, c in CHANNELS.items())]  # type: ignore[attr-defined]
        self.fields["segment"].choices = [("", _("Everybody")), *((s, s) for s in segment_slugs())]  # type: ignore[attr-defined]

    def clean_fact(self) -> dict[str, Any]:
        text = self.cleaned_data["fact"].strip()
        pairs = [each.partition("=") for each in _BETWEEN_FACTS.split(text)] if text else []
        if not all(sign and name.strip() for name, sign, _text in pairs):
            raise forms.ValidationError(_("A name, =, and a value, such as carrier=Yurtiçi."))
        return {name.strip(): _value(value.strip()) for name, _sign, value in pairs}

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if sent.get("kind") and sent.get("every_days"):
            self.add_error("every_days", _("After an event there is no cadence: the event says when."))
        return sent

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields under the questions that they answer."""
        titles = (_("When?"), _("Who?"), _("How?"))
        return [
            {"title": title, "fields": [self[name] for name in names]}
            for title, names in zip(titles, GROUPS, strict=True)
        ]

    @property
    def fields_of_trigger(self) -> dict[str, Any]:
        sent = self.cleaned_data
        same = {name: sent[name] for name in ("channel", "kind", "on_channel", "nth", "segment", "percent")}
        same["every_days"] = sent.get("every_days") or 0
        same["remind_after_days"] = sent["remind_after_days"] or 0
        return same | {"delay_hours": sent["delay_days"] * 24, "facts": sent["fact"]}


def initial_of(trigger: Trigger) -> dict[str, Any]:
    """What the form shows of a trigger that is there."""
    facts = ", ".join(f"{name}={_written(value)}" for name, value in trigger.facts.items())
    names = ("channel", "kind", "on_channel", "nth", "segment", "percent", "remind_after_days")
    same = {name: getattr(trigger, name) for name in names}
    return same | {"delay_days": trigger.delay_hours // 24, "fact": facts, "every_days": trigger.every_days or None}


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


PRESETS: dict[str, dict[str, Any]] = {
    "delivery": {"channel": "email", "kind": "order.delivered", "delay_days": 2},
    "call": {"channel": "sms", "kind": "conversation.resolved", "on_channel": "phone", "delay_days": 0},
    "cadence": {"channel": "email", "kind": "", "every_days": 90},
}


def kind_label(name: str) -> str:
    kind = kind_named(name)
    return str(kind.label) if kind else name


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(text: str) -> str | int | bool:
    return {"true": True, "false": False}.get(text, int(text) if text.isdecimal() else text)
