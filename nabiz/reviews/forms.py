from django import forms
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.commands import LONGEST_REPLY


class FeedForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("The site or the app, as your team calls it: App Store Turkey.")
    )
    url = forms.URLField(
        label=_("Address of the feed"),
        max_length=2_000,
        assume_scheme="https",
        help_text=_(
            "RSS or Atom. Most review sites, forums and blogs have one; its address often ends in .xml or /feed."
        ),
    )


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("What did you answer there?"), max_length=LONGEST_REPLY, widget=forms.Textarea(attrs={"rows": 4})
    )
