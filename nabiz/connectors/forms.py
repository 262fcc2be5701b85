from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.connectors.commands import LONGEST_NAME
from nabiz.connectors.models import Connector
from nabiz.connectors.signatures import ALGORITHMS
from nabiz.imports.mappings.toml import LARGEST

PLAIN = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("What is connected: the shop, the billing. It stays as it is, because events are filed under it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SecretForm(forms.Form):
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=500,
        required=False,
        help_text=_(
            "As the sender shows it. It is kept encrypted and never shown again. Left empty, Nabız makes one for you."
        ),
        widget=forms.PasswordInput(attrs=PLAIN),
    )


class StripeSecretForm(SecretForm):
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=500,
        required=False,
        help_text=_("Stripe shows it (whsec_…) once you have told it the address. You can enter it later too."),
        widget=forms.PasswordInput(attrs=PLAIN),
    )


class StripeForm(forms.Form):
    """The options of a Stripe connector."""

    has_accounts = forms.BooleanField(
        label=_("Our customers in Stripe are companies"),
        required=False,
        help_text=_("Each of them becomes an account then, and a person in it who pays."),
    )


class WebhookForm(forms.Form):
    """The options of a signed webhook."""

    SCHEMES = (
        ("standard", _("Standard Webhooks: the headers webhook-id, webhook-timestamp and webhook-signature")),
        ("hmac", _("A header with an HMAC of the body")),
        ("basic", _("User and password (Basic authentication)")),
        ("path", _("A secret in the address, for senders that can do nothing else")),
    )
    scheme = forms.ChoiceField(
        label=_("How does it prove itself?"), choices=SCHEMES, initial="standard", widget=forms.RadioSelect
    )
    header = forms.CharField(
        label=_("Header of the HMAC"),
        max_length=100,
        required=False,
        help_text=_("For an HMAC only, such as X-Hub-Signature-256."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    before = forms.CharField(
        label=_("What stands before it"),
        max_length=40,
        required=False,
        help_text=_("Such as sha256=, where there is anything."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    algorithm = forms.ChoiceField(
        label=_("Algorithm"), choices=[(name, name.upper()) for name in ALGORITHMS], required=False
    )
    encoding = forms.ChoiceField(
        label=_("Written as"), choices=[("hex", _("hexadecimal")), ("base64", "Base64")], required=False
    )
    user = forms.CharField(
        label=_("User name"),
        max_length=100,
        required=False,
        help_text=_("For Basic authentication only."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    rows_at = forms.CharField(
        label=_("Where the records are"),
        max_length=200,
        required=False,
        help_text=_(
            "The path of a list inside the JSON, such as data.items. Left empty, the whole body is the record."
        ),
        widget=forms.TextInput(attrs=PLAIN),
    )
    id_from = forms.CharField(
        label=_("What tells deliveries apart"),
        max_length=200,
        required=False,
        help_text=_(
            "A path such as event.id, or a header such as header:X-Request-Id. Left empty, the same body counts once."
        ),
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("scheme") == "hmac" and not told.get("header"):
            self.add_error("header", _("Name the header that carries the HMAC."))
        if told.get("scheme") == "basic" and not told.get("user"):
            self.add_error("user", _("Name the user that the sender signs in as."))
        return told


class MappingForm(forms.Form):
    mapping = forms.CharField(
        label=_("Mapping"),
        max_length=LARGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "wrap": "off", **PLAIN}),
    )


OPTIONS: dict[str, type[forms.Form]] = {
    Connector.Kind.STRIPE: StripeForm,
    Connector.Kind.WEBHOOK: WebhookForm,
}


def secret_form(kind: str, told: Any = None, *, is_new: bool = False) -> SecretForm:
    """Stripe makes its secrets itself, so a new one must be told."""
    if kind != Connector.Kind.STRIPE:
        return SecretForm(told)
    form = StripeSecretForm(told)
    form.fields["secret"].required = is_new
    return form


def options_form(kind: str, *args: Any, **kwargs: Any) -> forms.Form:
    return OPTIONS[kind](*args, **kwargs)
