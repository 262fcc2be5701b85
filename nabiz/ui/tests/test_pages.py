import re

import pytest

from nabiz.ui import preferences
from nabiz.ui.navigation import Entry, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["tr", "en"])
def test_the_gallery_shows_itself_in_both_languages_and_themes(browser, lang, theme):
    html = browser.get("/ui/gallery/", {"lang": lang, "theme": theme}).content.decode()

    assert f'<html lang="{lang}" data-theme="{theme}">' in html
    assert ("1.204 yanıt" in html) == (lang == "tr")


def test_no_page_needs_inline_scripts_or_styles(browser):
    html = browser.get("/ui/gallery/?toasts").content.decode()

    assert not re.search(r"<[^>]* style=", html)
    assert not re.search(r"<[^>]* on\w+=", html)
    assert "<style" not in html
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))


def test_a_visitor_sees_neither_gallery_nor_jump(client, company, owner):
    assert client.get("/ui/gallery/").status_code == 404
    assert client.get("/ui/jump/").status_code == 404


def test_jump_works_as_a_page_and_as_a_fragment(browser):
    register(Entry("places", "Pulse", "places:pulse", "activity"))

    page = browser.get("/ui/jump/", {"q": "pul"}).content.decode()
    fragment = browser.get("/ui/jump/", {"q": "pul"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" in page
    assert "<html" not in fragment
    assert 'href="/pulse/"' in page
    assert 'role="option"' in fragment


def test_the_theme_is_remembered_in_browser_and_saver(browser, monkeypatch):
    kept = []
    monkeypatch.setattr(preferences, "_savers", [lambda request, name, value: kept.append((name, value))])

    response = browser.post("/ui/theme/", {"theme": "dark", "next": "/ui/gallery/"})

    assert response.url == "/ui/gallery/"
    assert response.cookies["theme"].value == "dark"
    assert kept == [("theme", "dark")]


@pytest.mark.parametrize(("path", "name"), [("/ui/theme/", "theme"), ("/ui/language/", "language")])
def test_an_unknown_choice_is_refused(browser, path, name):
    assert browser.post(path, {name: "purple"}).status_code == 400
    assert browser.get(path).status_code == 405


def test_the_language_is_remembered_and_nobody_is_led_away(browser):
    response = browser.post("/ui/language/", {"language": "tr", "next": "https://evil.example/"})

    assert response.url == "/"
    assert response.cookies["django_language"].value == "tr"


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
@pytest.mark.parametrize(("lang", "words"), [("tr", "Hata"), ("en", "Error")])
def test_an_error_page_speaks_both_languages_and_shows_a_way_out(client, company, code, lang, words):
    client.cookies["django_language"] = lang

    response = client.get(f"/{code}/")

    assert response.status_code == code
    assert f"{words} {code}" in response.content.decode()
    assert b'class="button button--primary"' in response.content


def test_a_toast_offers_the_way_back(browser):
    html = browser.get("/ui/gallery/?toasts&lang=en").content.decode()

    assert "Deniz Kaya archived." in html
    assert html.count('class="toast toast--') == 2
    assert 'action="#"' in html


def test_messages_are_read_once(browser):
    browser.get("/ui/gallery/?toasts")

    assert "toast toast--" not in browser.get("/ui/gallery/").content.decode()


def test_a_sample_chart_can_be_saved(browser):
    response = browser.get("/ui/gallery/chart.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg xmlns=")
