"""What members fill in to build a survey."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.feedback.brands import is_colour
from nabiz.feedback.models import Brand, Survey
from nabiz.ui.stages import STAGES

LONGEST_NAME = 120
LARGEST_LOGO = 12_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_SIGNATURES = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, help_text=_("Customers do not see it."))
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=Survey.Purpose.choices,
        widget=forms.RadioSelect,
        help_text=_("It decides on which consent customers are asked."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=[("tr", "Türkçe"), ("en", "English")], widget=forms.CheckboxSelectMultiple
    )
    touchpoint = forms.CharField(
        label=_("Touchpoint"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Where it happened: delivery, chat."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", "–"), *STAGES.items()], required=False)
    hidden = forms.CharField(
        label=_("Hidden fields"),
        required=False,
        help_text=_(
            "Names that the link or the event may bring along, one in a line: order, agent. Texts may name them."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    allowed_sites = forms.CharField(
        label=_("Sites that may show it in a frame"),
        required=False,
        help_text=_("One address in a line, such as https://www.example.com. Empty: none."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def clean_hidden(self) -> list[str]:
        names = lines_of(self.cleaned_data["hidden"])
        if len(names) > 20 or not all(_NAME.fullmatch(name) for name in names):
            raise forms.ValidationError(
                _("Up to 20 names of small letters, digits and _, each beginning with a letter.")
            )
        return names

    def clean_allowed_sites(self) -> list[str]:
        return sites_in(self.cleaned_data["allowed_sites"])


class BrandForm(forms.Form):
    name = forms.CharField(
        label=_("Name that customers see"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Empty: the company's."),
    )
    colour = forms.CharField(label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG, GIF or WebP of up to 12 KB, so that the page stays light."),
    )
    without_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    shows_footer = forms.BooleanField(label=_("Say at the bottom that it was made with Nabız"), required=False)

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).lower()
        if not is_colour(colour):
            raise forms.ValidationError(_("A colour is # and six digits, such as #1d4f91."))
        return colour

    def clean_logo(self) -> tuple[bytes, str] | None:
        sent = self.cleaned_data["logo"]
        if not sent:
            return None
        if sent.size > LARGEST_LOGO:
            raise forms.ValidationError(
                _("The picture is larger than 12 KB. Make it smaller, 300 pixels wide are enough.")
            )
        data = sent.read()
        kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
        if not kind or (kind == "image/webp" and data[8:12] != b"WEBP"):
            raise forms.ValidationError(_("This is no PNG, JPEG, GIF or WebP picture."))
        return data, kind


def settings_of(survey: Survey, hidden: list[str]) -> dict[str, Any]:
    same = ("name", "purpose", "languages", "touchpoint", "stage")
    lines = {"hidden": "\n".join(hidden), "allowed_sites": "\n".join(survey.allowed_sites)}
    return {name: getattr(survey, name) for name in same} | lines


def brand_of(brand: Brand | None) -> dict[str, Any]:
    brand = brand or Brand()
    return {"name": brand.name, "colour": brand.colour, "shows_footer": brand.shows_footer}


def lines_of(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def sites_in(text: str) -> list[str]:
    """Addresses of sites, one in a line. Raises ValidationError."""
    sites = lines_of(text)
    if len(sites) > 20 or not all(_is_site(site) for site in sites):
        raise forms.ValidationError(_("Each address needs https:// and a host, and nothing behind it."))
    return [site.rstrip("/") for site in sites]


def _is_site(text: str) -> bool:
    """Nothing that would end the header's directive, or open the frame to everybody."""
    parts = urlsplit(text)
    is_host = bool(re.fullmatch(r"[a-zA-Z0-9.-]+(:\d{1,5})?", parts.netloc))
    return (
        parts.scheme in ("https", "http") and is_host and parts.path in ("", "/") and not parts.query + parts.fragment
    )
