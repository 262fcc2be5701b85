import pytest
from django import forms
from django.template import Context, Template


class AskForm(forms.Form):
    name = forms.CharField(help_text="Only your team sees it.")
    when = forms.ChoiceField(choices=[("now", "Now")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def in_english(english):
    pass


def html_of(form):
    return Template("{% load nabiz_ui %}{% fields form %}").render(Context({"form": form}))


def test_errors_are_summed_up_and_lead_to_their_fields():
    html = html_of(AskForm({}))

    assert 'href="#id_name"' in html
    assert 'href="#id_when_0"' in html or 'href="#id_when_group"' in html
    assert 'id="id_name_error"' in html


def test_a_wrong_field_is_described_by_its_hint_and_its_error():
    html = html_of(AskForm({}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = html_of(AskForm())

    assert '<legend class="field__label">When' in html
    assert "error-summary" not in html


def test_what_is_optional_says_so_and_what_is_hidden_has_no_label():
    html = html_of(AskForm())

    assert html.count("(optional)") == 1
    assert 'type="hidden"' in html
    assert "Token" not in html
