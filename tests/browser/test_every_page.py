"""Every page that a visitor can reach: accessible, whole, and quiet in the console, in both languages and both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LOOKS = [("en", "light", 1440), ("tr", "dark", 390)]


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_axe_finds_nothing_on_any_page(open_page, every_page, language, theme, width):
    page = open_page(language, theme, width)
    violations = {}
    for pattern, url in every_page.items():
        page.goto(url)
        found = Axe().run(page, options=RULES).response["violations"]
        if found:
            violations[pattern] = [(each["id"], each["nodes"][0]["html"][:160]) for each in found]

    assert violations == {}


@pytest.mark.parametrize("width", [360, 390, 900, 2560])
def test_no_page_is_wider_than_the_window(open_page, every_page, width):
    page = open_page("tr", "light", width)
    overflowing = {}
    for pattern, url in every_page.items():
        page.goto(url)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            overflowing[pattern] = too_wide

    assert overflowing == {}


@pytest.mark.parametrize("language", ["en", "tr"])
def test_no_page_complains_in_the_console(open_page, every_page, language):
    page = open_page(language, "light", 1440)
    for url in every_page.values():
        page.goto(url, wait_until="networkidle")

    assert page.problems == []


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_page_says_its_language_and_has_one_main_heading(open_page, every_page, language):
    page = open_page(language, "light", 1440)
    odd = {}
    for pattern, url in every_page.items():
        page.goto(url)
        seen = page.evaluate("[document.documentElement.lang, document.querySelectorAll('h1').length]")
        if seen != [language, 1]:
            odd[pattern] = seen

    assert odd == {}
