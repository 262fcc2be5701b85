from typing import Any

from croniter import croniter
from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.connectors.commands import LONGEST_NAME
from nabiz.connectors.connecting import check_url
from nabiz.connectors.models import Connector
from nabiz.connectors.places import allowed_path
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


class PlaceSecretForm(SecretForm):
    user = forms.CharField(
        label=_("Access key of S3"),
        max_length=200,
        required=False,
        help_text=_("For s3:// only. Left empty, the keys of this machine are used."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    secret = forms.CharField(
        label=_("Secret key of S3"),
        max_length=500,
        required=False,
        help_text=_("It is kept encrypted and never shown again."),
        widget=forms.PasswordInput(attrs=PLAIN),
    )
    field_order = ("user", "secret")


class AddressSecretForm(SecretForm):
    secret = forms.CharField(
        label=_("Address of the database"),
        max_length=1_000,
        help_text=_(
            "Such as postgresql://reader:password@host/shop, mysql://…, duckdb:///data/shop.duckdb or "
            "sqlite:///data/shop.db. It is kept encrypted and never shown again. Let the user be one who may only read."
        ),
        widget=forms.PasswordInput(attrs=PLAIN),
    )

    def clean_secret(self) -> str:
        url = str(self.cleaned_data["secret"])
        try:
            check_url(url)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None
        return url


class ScheduleForm(forms.Form):
    every = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[
            (5, _("every 5 minutes")),
            (15, _("every 15 minutes")),
            (60, _("every hour")),
            (1440, _("every day")),
        ],
        initial=15,
    )
    cron = forms.CharField(
        label=_("Or by a cron line"),
        max_length=100,
        required=False,
        help_text=_("Such as 30 6 * * 1-5, in the company's time zone. It goes before the choice above."),
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean_cron(self) -> str:
        line = str(self.cleaned_data["cron"]).strip()
        if line and (len(line.split()) != 5 or not croniter.is_valid(line)):
            raise forms.ValidationError(_("A cron line has five parts: minute, hour, day, month, day of the week."))
        return line


class FolderForm(ScheduleForm):
    """The options of a watched place."""

    place = forms.CharField(
        label=_("Folder or prefix"),
        max_length=500,
        help_text=_("A whole path below what NABIZ_WATCHED allows, or s3://bucket/prefix."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    pattern = forms.CharField(
        label=_("Names of the files"),
        max_length=100,
        initial="*",
        help_text=_("Such as orders-*.csv. A star stands for anything."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    endpoint = forms.CharField(
        label=_("Address of the S3 server"),
        max_length=300,
        required=False,
        help_text=_("For servers other than Amazon's, such as https://s3.example.com."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    region = forms.CharField(
        label=_("Region"), max_length=40, required=False, initial="us-east-1", widget=forms.TextInput(attrs=PLAIN)
    )
    field_order = ("place", "pattern", "every", "cron", "endpoint", "region")

    def clean_place(self) -> str:
        where = str(self.cleaned_data["place"]).strip()
        try:
            return where if where.startswith("s3://") else str(allowed_path(where))
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean_endpoint(self) -> str:
        address = str(self.cleaned_data["endpoint"]).strip()
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("The address of the server begins with https:// or http://."))
        return address


class QueryForm(ScheduleForm):
    """The options of a query on a schedule."""

    query = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        help_text=_(
            "One SELECT. {since} stands for the highest value that was seen in the column below, as a text in quotes."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "wrap": "off", **PLAIN}),
    )
    cursor = forms.CharField(
        label=_("Column that grows"),
        max_length=100,
        required=False,
        help_text=_(
            "Such as updated_at or id. Rows are asked in its order, so that the next run goes on where this one stops."
        ),
        widget=forms.TextInput(attrs=PLAIN),
    )
    since = forms.CharField(
        label=_("Begin with"),
        max_length=100,
        required=False,
        help_text=_("What {since} is the first time, such as 2026-01-01."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    most = forms.IntegerField(label=_("Rows at most"), min_value=1, max_value=1_000_000, initial=100_000)
    field_order = ("query", "cursor", "since", "every", "cron", "most")


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
    Connector.Kind.FOLDER: FolderForm,
    Connector.Kind.QUERY: QueryForm,
}


SECRETS: dict[str, type[SecretForm]] = {
    Connector.Kind.STRIPE: StripeSecretForm,
    Connector.Kind.FOLDER: PlaceSecretForm,
    Connector.Kind.QUERY: AddressSecretForm,
}


def secret_form(kind: str, told: Any = None, *, is_new: bool = False) -> SecretForm:
    """Stripe makes its secrets itself, so a new one must be told."""
    form = SECRETS.get(kind, SecretForm)(told)
    if kind == Connector.Kind.STRIPE:
        form.fields["secret"].required = is_new
    return form


def options_form(kind: str, *args: Any, **kwargs: Any) -> forms.Form:
    return OPTIONS[kind](*args, **kwargs)
