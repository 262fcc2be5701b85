"""A survey from the first click of who builds it to the last of who answers."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_page import RULES


@pytest.fixture(scope="module")
def survey_link(site, chromium, signed_in):
    """Made from a template, opened to everybody, and live."""
    context = chromium.new_context(storage_state=signed_in, base_url=site)
    page = context.new_page()
    page.goto("/feedback/new/")
    page.locator("button[value=nps]").click()
    page.wait_for_url(re.compile(r"/feedback/\d+/$"))
    builder = page.url
    page.locator("form[action$='publication/'] button").click()
    page.goto(f"{builder}settings/")
    page.locator("form[action$='link/'] button").click()
    link = page.locator("copy-field input").first.input_value()
    context.close()
    return builder, link


@pytest.fixture
def phone(chromium):
    """A phone without scripts, far from everything; its complaints are kept."""
    contexts = []

    def opened(link, **more):
        look = {"viewport": {"width": 360, "height": 740}, "locale": "tr-TR", "java_script_enabled": False}
        context = chromium.new_context(**look | more)
        contexts.append(context)
        page = context.new_page()
        page.problems, page.asked = [], []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(link)
        return page

    yield opened
    [context.close() for context in contexts]


def test_a_customer_answers_with_the_keyboard_and_without_scripts(survey_link, phone, site):
    page = phone(survey_link[1])
    page.wait_for_timeout(800)
    page.get_by_role("button", name="3", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("textbox").fill("Kargo geç geldi")
    page.get_by_role("button", name="Gönder").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Teşekkürler")
    assert page.problems == []
    assert all(url.startswith((site, "data:")) for url in page.asked)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_customers_answer(survey_link, phone, theme):
    page = phone(survey_link[1], java_script_enabled=True, color_scheme=theme, bypass_csp=True)
    first = Axe().run(page, options=RULES).response["violations"]
    page.get_by_role("button", name="9", exact=True).click()
    second = Axe().run(page, options=RULES).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in first + second] == []


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1440), ("tr", "dark", 390)])
def test_axe_finds_nothing_in_the_builder(survey_link, open_page, language, theme, width):
    page, found = open_page(language, theme, width), {}
    for part in (
        "",
        "words/",
        "sending/",
        "website/",
        "settings/",
        "preview/",
        "questions/score/",
        "questions/improve/",
    ):
        page.goto(f"{survey_link[0]}{part}")
        violations = Axe().run(page, options=RULES).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if violations or wide > 0:
            found[part] = [(each["id"], each["nodes"][0]["html"][:200]) for each in violations], wide

    assert found == {}
