"""What members fill in to show a survey on their pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.feedback.forms import lines_of, sites_in
from nabiz.feedback.models import Survey
from nabiz.feedback.popover.models import Popover

MOST_PATHS = 50


class PopoverForm(forms.Form):
    sites = forms.CharField(
        label=_("Your sites"),
        help_text=_("One address in a line, such as https://www.example.com. Only pages there can show it."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    paths = forms.CharField(
        label=_("On these pages"),
        required=False,
        help_text=_("One path in a line, such as /pricing or /blog/*. Empty: on every page."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    opens = forms.ChoiceField(
        label=_("How it opens"),
        choices=Popover.Opens.choices,
        widget=forms.RadioSelect,
        help_text=_("Behind a tab it is there for everybody, always; event, visit, seconds and share do not count."),
    )
    event = forms.CharField(
        label=_("After this event"),
        required=False,
        max_length=80,
        help_text=_('A name that your page reports with nabiz("track", "name"). Empty: when the page opens.'),
    )
    visit = forms.IntegerField(
        label=_("From which visit on"), min_value=1, max_value=1_000, initial=1, help_text=_("1: from the first")
    )
    delay_seconds = forms.IntegerField(label=_("After how many seconds"), min_value=0, max_value=600, initial=5)
    percent = forms.IntegerField(
        label=_("How many of them, in percent"), min_value=1, max_value=100, initial=100,
        help_text=_("Chance decides, once for each visitor."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Who is asked"), choices=Popover.Audience.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Where it is shown"), choices=Popover.Channel.choices, widget=forms.RadioSelect)

    def clean_sites(self) -> list[str]:
        return sites_in(self.cleaned_data["sites"])

    def clean_paths(self) -> list[str]:
        paths = lines_of(self.cleaned_data["paths"])
        if len(paths) > MOST_PATHS or not all(path.startswith("/") and len(path) <= 200 for path in paths):
            raise forms.ValidationError(_("Each path begins with a slash. Up to 50 of them."))
        return paths


def popover_of(survey: Survey) -> dict[str, Any]:
    """What the form shows at first."""
    shown = Popover.objects.filter(survey=survey).first() or Popover()
    same = ("opens", "event", "delay_seconds", "percent", "audience", "channel")
    lines = {"sites": "\n".join(survey.allowed_sites), "paths": "\n".join(shown.paths)}
    return {name: getattr(shown, name) for name in same} | lines | {"visit": max(1, shown.visit)}
