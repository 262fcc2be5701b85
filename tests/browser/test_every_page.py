"""Every page that a visitor can reach: accessible, whole, and quiet in the console, in both languages and both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LOOKS = [("en", "light", 1440), ("tr", "dark", 390)]
WIDTHS = (360, 390, 900, 2560)


class Walk:
    """What was seen on the way through every page in one look. Each page is opened once, for that takes the time."""

    def __init__(self, page, language, pages):
        self.page, self.language = page, language
        self.violations, self.overflowing, self.odd = {}, {}, {}
        for pattern, url in pages.items():
            page.goto(url)
            expect(page.locator(".htmx-request")).to_have_count(0, timeout=60_000)
            self.look_at(pattern)
            self.resize(pattern)

    def look_at(self, pattern):
        page = self.page
        found = Axe().run(page, options=RULES).response["violations"]
        if found:
            self.violations[pattern] = [(each["id"], each["nodes"][0]["html"][:160]) for each in found]
        seen = page.evaluate("[document.documentElement.lang, document.querySelectorAll('h1').length]")
        if seen != [self.language, 1]:
            self.odd[pattern] = seen

    def resize(self, pattern):
        own = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": own["height"]})
            too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if too_wide > 0:
                self.overflowing[pattern, width] = too_wide
        self.page.set_viewport_size(own)


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def walk(request, open_page_for_long, every_page):
    language, theme, width = request.param
    return Walk(open_page_for_long(language, theme, width), language, every_page)


def test_axe_finds_nothing_on_any_page(walk):
    assert walk.violations == {}


def test_no_page_is_wider_than_the_window(walk):
    assert walk.overflowing == {}


def test_no_page_complains_in_the_console(walk):
    assert walk.page.problems == []


def test_every_page_says_its_language_and_has_one_main_heading(walk):
    assert walk.odd == {}
