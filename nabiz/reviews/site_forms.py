"""What a member fills in about an account at a review site. Each kind asks for its own."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.models import Site
from nabiz.reviews.sites.kinds import Field, Kind

PLAIN = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
KEPT = _("It is kept encrypted and never shown again. Left empty, it stays as it is.")


class SiteForm(forms.Form):
    """Of a new site, or of one that is there: then its name stays, since its reviews are filed under it."""

    name_of_site = forms.CharField(label=_("Name"), max_length=100, help_text=_("As your team calls it."))

    def __init__(self, kind: Kind, *args: Any, known: Site | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.known = kind, known
        own = {each.name: _field(each, known) for each in kind.fields}
        named = {} if known else {"name_of_site": self.fields["name_of_site"]}
        self.fields = {**named, **own}
        self.initial.setdefault("name_of_site", str(kind.label))

    @property
    def name(self) -> str:
        return self.known.name if self.known else str(self.cleaned_data["name_of_site"])

    @property
    def options(self) -> dict[str, str]:
        return {each.name: str(self.cleaned_data[each.name]).strip() for each in self.kind.fields}

    def clean_name_of_site(self) -> str:
        name = str(self.cleaned_data["name_of_site"])
        if Site.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a site with this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        for each in self.kind.fields:
            told = str(sent.get(each.name) or "").strip()
            if told and not re.fullmatch(each.form, told, re.DOTALL):
                self.add_error(each.name, _("This does not look like one. %(hint)s") % {"hint": each.hint})
        return sent


class Secret(forms.Textarea):
    """A text of several lines that never goes back to the page."""

    def format_value(self, value: Any) -> str | None:
        return None


def _field(each: Field, known: Site | None) -> forms.Field:
    is_kept = each.is_secret and known is not None
    return forms.CharField(
        label=str(each.label),
        help_text=str(KEPT if is_kept else each.hint),
        required=not is_kept,
        max_length=20_000,
        initial=known.options.get(each.name, "") if known and not each.is_secret else "",
        widget=Secret(attrs={**PLAIN, "rows": 6}) if each.is_secret else forms.TextInput(attrs=PLAIN),
    )
