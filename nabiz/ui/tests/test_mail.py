"""Mails: styles on the elements, colours of both themes that can be read, nothing fetched."""

import re

import pytest

from nabiz.ui.colours import contrast, tokens
from nabiz.ui.mail import mail_html

FACTS = {"language": "tr", "subject": "Hafta", "url": "/there/", "label": "Aç"}


@pytest.fixture
def html():
    return mail_html("ui/mail/button.html", FACTS)


def test_rules_of_a_class_are_written_onto_its_elements(html):
    assert re.search(r'class="button__link" style="display:block;[^"]*color:#[0-9a-f]{6}', html)
    assert "var(" not in html


def test_the_head_has_the_dark_colours_which_outdo_those_on_the_elements():
    html = mail_html("ui/mail/base.html", FACTS)
    dark = re.search(r"<style>.*@media \(prefers-color-scheme:dark\)\{(.*)\}</style></head>", html)[1]

    assert f".sheet{{background-color:{tokens('dark')['surface'].hex}!important}}" in dark
    assert '<meta name="color-scheme" content="light dark">' in html
    assert '<html lang="tr" dir="ltr">' in html


def test_a_brand_takes_the_place_of_the_accent():
    html = mail_html("ui/mail/base.html", FACTS, {"band": ("#123456", "#123456"), "band-ink": ("#ffffff", "#ffffff")})

    assert 'class="band" style="padding:14px 20px;background-color:#123456;color:#ffffff;' in html


def test_what_looks_like_a_class_in_somebodys_words_stays_words(html):
    mail = mail_html("ui/mail/button.html", FACTS | {"label": ' class="button"'})

    assert "&quot;button&quot;" in mail
    assert mail.count("style=") == html.count("style=")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "good", "bad"])
def test_words_can_be_read_on_the_ground_of_a_mail(theme, ink):
    colours = tokens(theme)

    assert contrast(colours[ink], colours["surface"]) >= 4.5
