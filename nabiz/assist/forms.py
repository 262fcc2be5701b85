"""What the owner fills in to have a language model asked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nabiz.assist.models import Engine

PLAIN = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
USUAL_BUDGET = 200_000


class EngineForm(forms.Form):
    is_on = forms.BooleanField(
        label=_("Use it for names and summaries of themes"), required=False,
        help_text=_("Comments then leave this machine, masked, for the address below."),
    )  # fmt: skip
    base = forms.CharField(
        label=_("Address"), max_length=300, widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Up to what comes before /chat/completions, such as https://llm.example.com/v1"),
    )  # fmt: skip
    model = forms.CharField(label=_("Model"), max_length=120, widget=forms.TextInput(attrs=PLAIN))
    key = forms.CharField(
        label=_("Key"), max_length=500, required=False, widget=forms.PasswordInput(attrs=PLAIN),
        help_text=_("Kept encrypted and never shown again. Left empty, it stays as it is, unless the address changes."),
    )  # fmt: skip
    budget = forms.IntegerField(
        label=_("Tokens in a month"), min_value=0, max_value=2_000_000_000, initial=USUAL_BUDGET,
        help_text=_("When they are used up, nothing is asked until the next month."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Engine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.initial = {name: getattr(known, name) for name in ("is_on", "base", "model", "budget")}

    def clean_base(self) -> str:
        base = str(self.cleaned_data["base"]).rstrip("/").removesuffix("/chat/completions")
        if not base.startswith(("https://", "http://")):
            raise forms.ValidationError(_("An address begins with https:// or http://."))
        if base.startswith("http://") and not settings.PRIVATE_ADDRESSES:
            raise forms.ValidationError(
                _("Without https only inside your own network, where NABIZ_PRIVATE_ADDRESSES=1 allows that.")
            )
        return base

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise forms.ValidationError(_("A key has no blanks and no letters like ş in it."))
        return key
