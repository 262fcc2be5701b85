from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nabiz.team.choices import LANGUAGES, currencies, is_zone, zones
from nabiz.team.models import Company, Member
from nabiz.team.queries import active_names
from nabiz.team.roles import ROLES_IN_WORDS
from nabiz.team.signin_forms import password_hint


class ZoneInput(forms.TextInput):
    """A field that suggests: a few letters of the city are enough, without a script."""

    template_name = "team/parts/zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(
            name, value, {"list": f"zones-of-{name}", "autocomplete": "off", **(attrs or {})}
        ) | {"zones": zones()}


class ZoneField(forms.CharField):
    widget = ZoneInput

    def clean(self, value: Any) -> str:
        name = str(super().clean(value))
        if name and not is_zone(name):
            raise ValidationError(_("Choose a zone from the list, for example Europe/Istanbul."))
        return name


class PasswordForm(forms.Form):
    """A name and a password for somebody who begins here."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = password_hint()

    def clean(self) -> dict[str, Any]:
        """Last, because the password may resemble neither name nor address."""
        cleaned = self.cleaned_data
        person = Member(name=cleaned.get("name", ""), email=cleaned.get("email") or self.email)
        try:
            validate_password(cleaned.get("password", ""), person)
        except ValidationError as weak:
            self.add_error("password", weak)
        return cleaned


class OwnerForm(PasswordForm):
    email = forms.EmailField(  # type: ignore[assignment]
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    field_order = ("name", "email", "password")


class SetupCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Setup code"),
        help_text=_("Nabız printed it in the terminal where it was started: four groups of four letters."),
        error_messages={"wrong": _("This is not the code of this installation. Copy it from the terminal once more.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = ZoneField(
        label=_("Time zone"), help_text=_("Days, weeks and months of every number begin and end in this zone.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=currencies, help_text=_("Revenue is shown in it. Amounts are stored as they came.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("For members who have not chosen their own, and for mails.")
    )

    class Meta:
        model = Company
        fields = ("name", "language", "time_zone", "currency")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}
        labels = {"name": _("Company name")}


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial=Member.Role.AGENT)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, f"{label}: {ROLES_IN_WORDS[value]}") for value, label in Member.Role.choices]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the team"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    members = forms.MultipleChoiceField(
        label=_("Who is in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A member may be in several teams."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = list(active_names().items())  # type: ignore[attr-defined]


AS_OTHERS = "default"  # an empty value would count as no answer, and the field as optional


class ChoiceOrDefault(forms.TypedChoiceField):
    """A choice among values and "as the others have it", which is stored as an empty text."""

    def __init__(self, default: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(choices=[(AS_OTHERS, default), *choices], coerce=lambda value: value, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value or AS_OTHERS

    def clean(self, value: Any) -> str:
        return "" if (chosen := super().clean(value)) == AS_OTHERS else str(chosen)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = ChoiceOrDefault(_("As the company"), LANGUAGES, label=_("Language"))
    time_zone = ZoneField(
        label=_("Time zone"), required=False, help_text=_("For dates and times that you read. Empty: as the company.")
    )
    theme = ChoiceOrDefault(_("As the system"), [("light", _("Light")), ("dark", _("Dark"))], label=_("Theme"))

    class Meta:
        model = Member
        fields = ("name", "language", "time_zone", "theme")
