from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from nabiz.language.cleaning import clean
from nabiz.reviews.commands import LONGEST_REPLY
from nabiz.reviews.sites.kinds import Kind, length_of
from nabiz.ui.formats import format_number


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


class AnswerForm(forms.Form):
    """An answer that is sent to the site, which takes so many characters, or bytes, and no more."""

    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, site: str, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.kind = site, kind
        text = self.fields["text"]
        text.widget.attrs["maxlength"] = kind.longest
        limit = _("Everybody can read it on %(site)s. It may have %(longest)s characters.")
        if kind.counts == "bytes":
            limit = _("Everybody can read it on %(site)s. It may have %(longest)s bytes; letters like ş count twice.")
        told = {"site": site, "longest": format_number(kind.longest)}
        written = length_of(str(self.initial.get("text") or ""), kind.counts)
        counted = _("This one has %(n)s.") % {"n": format_number(written)} if written else ""
        text.help_text = escape(f"{limit % told} {counted}".strip())  # it is shown unescaped

    def clean_text(self) -> str:
        """Browsers send line ends as two characters and count them as one, as the site does."""
        text = clean(str(self.cleaned_data["text"]).replace("\r\n", "\n")).strip()
        n, longest = length_of(text, self.kind.counts), self.kind.longest
        if n > longest:
            words = _("This has %(n)s characters; %(site)s takes %(longest)s.")
            if self.kind.counts == "bytes":
                words = _("This has %(n)s bytes; %(site)s takes %(longest)s.")
            told = {"n": format_number(n), "site": self.site, "longest": format_number(longest)}
            raise forms.ValidationError(words, params=told)
        if not text:
            raise forms.ValidationError(_("Write an answer."))
        return text


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("What did you answer there?"), max_length=LONGEST_REPLY, widget=forms.Textarea(attrs={"rows": 4})
    )
