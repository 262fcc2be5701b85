"""What a member fills in to have short messages sent. Each gateway asks for its own."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.customers.normalise import phone_of
from nabiz.sms.gateways import PROVIDERS, options_of
from nabiz.sms.models import Gateway
from nabiz.sms.providers import Field

PLAIN = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
OWN = ("sender", "price", "drops_accents")


class GatewayForm(forms.Form):
    sender = forms.CharField(
        label=_("Sender"), max_length=20, help_text=_("The header or number that the gateway has granted you.")
    )
    price = forms.DecimalField(
        label=_("Price of one part"), min_value=Decimal(0), max_digits=9, decimal_places=4, initial=Decimal(0),
        help_text=_("In the company's currency; 0 where it does not matter."),
    )  # fmt: skip
    drops_accents = forms.BooleanField(
        label=_("Write ş, ğ, ı, İ and ç without their marks"),
        required=False,
        help_text=_("A gateway that does not know the Turkish letters then needs half as many parts."),
    )

    def __init__(self, provider: str, *args: Any, known: Gateway | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider = PROVIDERS[provider]
        is_same = known is not None and known.provider == provider
        before = options_of(known) if is_same else {}
        if known and is_same:
            self.initial = {**self.initial, **{name: getattr(known, name) for name in OWN}}
        own = {each.name: _field(each, before) for each in self.provider.fields}
        self.fields = {**own, **self.fields}

    @property
    def options(self) -> dict[str, str]:
        return {each.name: str(self.cleaned_data[each.name]).strip() for each in self.provider.fields}

    @property
    def own(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OWN}

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        for name in ("base", "url"):
            if sent.get(name) and not str(sent[name]).startswith(("https://", "http://")):
                self.add_error(name, _("An address begins with https:// or http://."))
            elif name == "base" and sent.get(name):
                sent[name] = str(sent[name]).rstrip("/")
        return sent


class TrialForm(forms.Form):
    to = forms.CharField(label=_("Your number"), max_length=40, widget=forms.TextInput(attrs={"type": "tel"}))

    def clean_to(self) -> str:
        number = phone_of(self.cleaned_data["to"])
        if not number:
            raise forms.ValidationError(_("This is no telephone number. Write it as +90 532 000 00 00."))
        return number


def _field(each: Field, before: dict[str, str]) -> forms.Field:
    is_kept = each.is_secret and bool(before.get(each.name))
    hint = _("It is kept encrypted and never shown again. Left empty, it stays as it is.") if is_kept else each.hint
    return forms.CharField(
        label=str(each.label),
        help_text=str(hint),
        required=each.is_required and not is_kept,
        max_length=2_000,
        initial="" if each.is_secret else before.get(each.name, each.initial),
        widget=forms.PasswordInput(attrs=PLAIN) if each.is_secret else forms.TextInput(attrs=PLAIN),
    )
