from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.customers.queries import segment_names
from nabiz.followups.heard.models import LONGEST_TEXT, LONGEST_TITLE, Story
from nabiz.followups.models import Closure, Deed, Rule
from nabiz.team.queries import active_names
from nabiz.themes.queries import theme_tree
from nabiz.themes.starters import starters

HIGHEST = {"nps": 10, "csat": 5, "ces": 7, "ces5": 5, "pmf": 3, "review": 5}


class RuleForm(forms.Form):
    measure = forms.ChoiceField(label=_("When the answer to"), choices=Rule.Measure.choices)
    comparison = forms.ChoiceField(label=pgettext_lazy("rule", "is"), choices=Rule.Comparison.choices)
    score = forms.IntegerField(
        label=_("this score"),
        required=False,
        min_value=0,
        max_value=10,
        help_text=_("Not asked of any answer or review."),
    )
    account_above = forms.DecimalField(
        label=_("Account brings more than, a month"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("Current MRR in the company's currency. Empty: any."),
    )
    survey = forms.CharField(
        label=_("Survey"),
        required=False,
        max_length=200,
        help_text=_("Empty: any."),
        widget=forms.TextInput(attrs={"list": "rule-surveys"}),
    )
    touchpoint = forms.CharField(label=_("Touchpoint"), required=False, max_length=100)
    stage = forms.CharField(
        label=_("Stage"), required=False, max_length=100, widget=forms.TextInput(attrs={"list": "rule-stages"})
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    needs_comment = forms.BooleanField(label=_("Only with a comment"), required=False)
    theme = forms.ChoiceField(
        label=_("The comment is about"), required=False, help_text=_("This theme, or one below it.")
    )
    tone = forms.ChoiceField(
        label=_("in a tone that is"),
        required=False,
        choices=[("", pgettext_lazy("rule", "any")), *Rule.Tone.choices],
        help_text=_("Where a comment names several things, the tone in which it speaks of this theme."),
    )
    due_hours = forms.IntegerField(label=_("Follow up within hours"), min_value=1, max_value=720, initial=24)
    skips_weekends = forms.BooleanField(
        label=_("Saturdays, Sundays and public holidays do not count"),
        required=False,
        help_text=_("Holidays are known for companies in Türkiye."),
    )
    owner_is = forms.ChoiceField(label=pgettext_lazy("of work", "Owner"), choices=Rule.Owner.choices)
    member = forms.ChoiceField(
        label=_("Member"), required=False, help_text=_("The owner, or who steps in where the account has none.")
    )
    reask_days = forms.IntegerField(
        label=_("Ask again after days"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Counted from closing. Empty: do not ask again. Reviews are not asked again."),
    )
    is_on = forms.BooleanField(label=_("The rule is on"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].choices = [("", pgettext_lazy("rule", "any")), *segment_names().items()]  # type: ignore[attr-defined]
        self.fields["member"].choices = [("", _("nobody")), *active_names().items()]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", pgettext_lazy("rule", "any")), *theme_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("measure") == Rule.Measure.ANY:
            given["score"] = Rule._meta.get_field("score").default
            if not (given.get("theme") or given.get("tone")):
                self.add_error("theme", _("Any answer would open a follow-up. Choose a theme or a tone."))
        elif given.get("score") is None and "score" not in self.errors:
            self.add_error("score", _("Say from which score on."))
        most = HIGHEST.get(given.get("measure", ""), 10)
        if given.get("score") is not None and given["score"] > most:
            self.add_error("score", _("This scale ends at %(most)s.") % {"most": most})
        if given.get("owner_is") == Rule.Owner.MEMBER and not given.get("member"):
            self.add_error("member", _("Choose the member who owns these follow-ups."))
        return given

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        member, theme = given.pop("member"), given.pop("theme")
        return given | {"member_id": int(member) if member else None, "theme": int(theme) if theme else None}


def theme_choices() -> list[tuple[str, str]]:
    """The main themes, and those of which anything was said lately, below theirs."""
    said = theme_tree()
    lines = [(str(branch.theme.pk), str(branch.theme)) for branch in said]
    known = {pk for pk, _name in lines}
    lines += [(str(theme.pk), str(theme)) for theme in starters().values() if str(theme.pk) not in known]
    below = {
        str(branch.theme.pk): [(str(child.theme.pk), f"{branch.theme} › {child.theme}") for child in branch.children]
        for branch in said
    }
    return [choice for line in lines for choice in (line, *below.get(line[0], []))]


class ClosureForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Closure.Outcome.choices)
    text = forms.CharField(
        label=_("What was done"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeedForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("deed", "What"), choices=Deed.Kind.choices)
    text = forms.CharField(label=_("In a few words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class SnoozeForm(forms.Form):
    until = forms.DateField(label=_("Rest until"), widget=forms.DateInput(attrs={"type": "date"}))


class CauseForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ChoiceField(label=pgettext_lazy("of work", "Owner"), required=False)
    action = forms.CharField(
        label=_("What we do about it"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    action_since = forms.DateField(
        label=_("Since when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("nobody")), *active_names().items()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        owner = given.pop("owner")
        return given | {"owner_id": int(owner) if owner else None}


class StoryForm(forms.Form):
    title_tr = forms.CharField(label=_("Title in Turkish"), required=False, max_length=LONGEST_TITLE)
    text_tr = forms.CharField(
        label=_("Text in Turkish"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=LONGEST_TITLE)
    text_en = forms.CharField(
        label=_("Text in English"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )

    @classmethod
    def showing(cls, story: Story) -> dict[str, str]:
        return {name: str(getattr(story, name)) for name in cls.base_fields}
