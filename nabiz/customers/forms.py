import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.customers.models import Account, Customer
from nabiz.team.queries import active_names, names_of_members

LANGUAGES = [("", _("Not known")), ("tr", _("Turkish")), ("en", _("English"))]


class OwnerField(forms.TypedChoiceField):
    """One of those who work here, or nobody. Someone who left stays selectable for what they still own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int, empty_value=None, required=False, label=pgettext_lazy("of a customer", "Owner"), **kwargs
        )

    def offer(self, owner_id: int | None) -> None:
        names = active_names()
        if owner_id is not None and owner_id not in names:
            names[owner_id] = names_of_members().get(owner_id, str(owner_id))
        self.choices = [("", _("Nobody")), *((str(pk), name) for pk, name in names.items())]


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    owner_id = OwnerField()
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("What we write to them in."))
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as TR."), strip=True
    )

    def __init__(self, customer: Customer, data: Any = None) -> None:
        kept = {name: getattr(customer, name) for name in ("name", "owner_id", "language", "country")}
        super().__init__(data, initial=kept)
        owner, language = self.fields["owner_id"], self.fields["language"]
        assert isinstance(owner, OwnerField)
        assert isinstance(language, forms.ChoiceField)
        owner.offer(customer.owner_id)
        is_other = customer.language and customer.language not in ("tr", "en")
        language.choices = [*LANGUAGES, (customer.language, customer.language)] if is_other else LANGUAGES

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            raise forms.ValidationError(_("Write the country as two letters, such as TR."))
        return code


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    domain = forms.CharField(label=_("Domain"), max_length=200, required=False, help_text=_("Such as example.com."))
    owner_id = OwnerField()

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(account, name) for name in ("name", "domain", "owner_id")})
        owner = self.fields["owner_id"]
        assert isinstance(owner, OwnerField)
        owner.offer(account.owner_id)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Private note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class NameForm(forms.Form):
    """A name for a segment or a saved view, and the filter that it stands for."""

    name = forms.CharField(label=_("Name"), max_length=200, strip=True)
    query = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4_000)
