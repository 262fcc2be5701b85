"""A demo company, served for real, and a real browser to look at it."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.installation import Installation

START = ("/", "/account/login/", "/ui/gallery/")
CONNECTED = """
from nabiz.connectors.commands import create_connector, new_secret
from nabiz.connectors.receiving import write_down
shop = create_connector("shop", "webhook", options={"scheme": "standard"}, secrets={"secret": new_secret("standard")})
write_down(shop, {"content-type": "application/json"}, b'{"order": "A-1", "total": 9.9, "email": "ada@shop.test"}')
create_connector("exports", "folder", options={"place": "/nowhere"}, secrets={})
"""


def pytest_collection_modifyitems(items):
    """The second walk through every page comes last of all: by then the other worker is free."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/browser/test_every_page") and "tr-dark" in item.nodeid)
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo_company(chromium_path, tmp_path_factory):
    """A served demo company; its first sign-in is the owner's."""
    installation = Installation(tmp_path_factory.mktemp("site") / "home")
    filled = installation.run("demo", "--customers", "300", "--months", "9", "--no-serve")
    assert filled.returncode == 0, filled.stderr
    connected = installation.run("shell", "-c", CONNECTED)
    assert connected.returncode == 0, connected.stderr
    installation.serve()
    installation.owner = re.search(r"(\S+@\S+) +(\S+)", filled.stdout).groups()
    yield installation
    installation.stop()
    installation.clean_up()


@pytest.fixture(scope="session")
def site(demo_company):
    return f"http://localhost:{demo_company.port}"


@pytest.fixture(scope="session")
def signed_in(site, demo_company, chromium):
    """Cookies of the demo company's owner, signed in through the form."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/")
    page.get_by_label("E-mail").fill(demo_company.owner[0])
    page.get_by_label("Password", exact=True).fill(demo_company.owner[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(site, chromium, signed_in):
    yield from opener(site, chromium, signed_in)


@pytest.fixture(scope="module")
def open_page_for_long(site, chromium, signed_in):
    yield from opener(site, chromium, signed_in)


def opener(site, chromium, signed_in):
    """Open a page as somebody would see it: language, theme and width of their choice. Errors of the page are kept."""
    contexts = []

    def opened(language="en", theme="light", width=1440, state=signed_in):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            locale={"en": "en-GB", "tr": "tr-TR"}[language],
            storage_state=state,
            base_url=site,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        for name, value in (("language", language), ("theme", theme)):
            token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
            chosen = page.request.post(
                f"/ui/{name}/", form={name: value, "csrfmiddlewaretoken": token}, headers={"Referer": site}
            )
            assert chosen.ok, chosen.text()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


def way_out(installation):
    """The page behind the link in a message's foot; no page leads to it."""
    ask = "from nabiz.privacy.queries import opt_out_url; print(opt_out_url(1, 'research', 'email'))"
    return urlsplit(installation.run("shell", "-c", ask).stdout.split()[-1]).path


TELL = """
from django.utils import timezone
from nabiz.followups.causes import make_cause, save_cause
from nabiz.followups.heard.stories import publish_story, save_story
from nabiz.pulse.weekly.scopes import save_scope
from nabiz.reviews.commands import add_site, pause_place, take_in
from nabiz.reviews.feeds import Entry
from nabiz.team.models import Member
from nabiz.team.teams import form_team, set_members
from nabiz.themes.starters import starters
owner = Member.objects.owners()[0]
cause = make_cause(starters()["delivery"], by=owner)
save_cause(cause, {"action": "Another carrier", "action_since": timezone.localdate()}, by=owner)
words = {"title_tr": "Kargo iki günde", "text_tr": "Kargoyu değiştirdik.", "title_en": "Two days", "text_en": "A new carrier."}
team = form_team("Delivery", by=owner)
set_members(team, [owner], by=owner)
play = add_site("google_play", "Google Play", {"package": "com.example.shop", "key": "{}"}, by=owner)
pause_place(play, True)
now = timezone.now()
take_in(play, [Entry("gp:1", now, now, "Güzel ama yavaş", "Arama yavaş.", "deniz", "", 3.0, "4.2", reply="Hızlandırdık.")])
save_scope(team, {"stages": ["receive", "support"]}, by=owner)
publish_story(save_story(cause, words, by=owner), by=owner)
"""


def pattern_of(url):
    """Pages that differ only in a number or a token are one page."""
    path = urlsplit(url).path
    return re.sub(r"/[0-9a-zA-Z_-]{20,}(?=/|$)", "/…", re.sub(r"/\d+(?=/|$)", "/1", path))


def links_on(page, site):
    hrefs = page.eval_on_selector_all(
        "a[href]", "links => links.filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))"
    )
    wanted = (urljoin(page.url, href) for href in hrefs)
    inside = (url for url in wanted if url.startswith(site) and "/logout" not in url)
    return [
        url
        for url in inside
        if not re.search(r"\.(atom|csv|svg|png|json|ics)(\?|$)|[?&](format|lang)=|/api/|export", url)
    ]


@pytest.fixture(scope="session")
def every_page(site, demo_company, chromium, signed_in):
    """One address of each kind of page, found by following links as a visitor would."""
    told = demo_company.run("shell", "-c", TELL)
    assert told.returncode == 0, told.stderr
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    found, waiting, dead = {}, [*map(site.__add__, START), site + way_out(demo_company)], []
    while waiting:
        url = waiting.pop(0)
        if pattern_of(url) in found:
            continue
        found[pattern_of(url)] = url
        response = page.goto(url)
        if response.status >= 400:
            dead.append((url, response.status))
        waiting += [link for link in links_on(page, site) if pattern_of(link) not in found]
    context.close()
    assert dead == []
    return found
