"""A survey on a page of the company's own, which lies on another origin and forbids what it can."""

import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_every_page import RULES

PAGE = """<!doctype html><html lang="en"><head><title>Shop</title><meta name="viewport" content="width=device-width">
<script src="/queue.js"></script><script async src="{home}/widget.js" data-key="{key}"></script></head>
<body><main><h1>Shop</h1><p><a href="/other">Other</a></p><button id="act">Act</button></main></body></html>"""
QUEUE = """window.nabiz = function () { (nabiz.q = nabiz.q || []).push(arguments) }
const token = new URLSearchParams(location.search).get("token"); if (token) nabiz("identify", { token })"""
POLICY = "default-src 'none'; script-src 'self' {home}; connect-src {home}; frame-src {home}"
POPOVER = "nabiz-survey"


class Shop(BaseHTTPRequestHandler):
    home = key = ""

    def do_GET(self):
        is_script = self.path == "/queue.js"
        body = (QUEUE if is_script else PAGE.format(home=self.home, key=self.key)).encode()
        self.send_response(200 if self.path != "/favicon.ico" else 204)
        self.send_header("Content-Type", "text/javascript" if is_script else "text/html")
        self.send_header("Content-Security-Policy", POLICY.format(home=self.home))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def shop(site):
    """Serves pages on an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Shop.home = site
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def secret(site, shop, chromium, signed_in):
    """Sets the pop-over as a member would: on /pricing at once; returns the secret that signs who is signed in."""
    context = chromium.new_context(storage_state=signed_in, base_url=site, locale="en-GB")
    page = context.new_page()
    page.goto("/feedback/new/")
    page.locator("button[value=nps]").click()
    page.wait_for_url(re.compile(r"/feedback/\d+/$"))
    builder = page.url
    page.locator("form[action$='publication/'] button").click()
    page.goto(f"{builder}website/")
    page.locator("form[action$='website/key/'] button").click()
    page.locator("[name=sites]").fill(shop)
    page.locator("[name=paths]").fill("/pricing*")
    page.locator("[name=delay_seconds]").fill("0")
    page.locator("[name=percent]").fill("100")
    page.locator("form:has([name=sites]) .button--primary").click()
    page.locator("form[action$='website/secret/'] button").click()
    values = page.locator("copy-field input").evaluate_all("fields => fields.map(field => field.value)")
    Shop.key = re.search(r'data-key="([^"]+)"', values[0])[1]
    context.close()
    return values[1]


@pytest.fixture
def visitor(chromium, secret, shop):
    """Somebody with a browser of their own, who looks at a page of the shop until its script has decided."""
    contexts = []

    class Visitor:
        def __init__(self, **more):
            self.context = chromium.new_context(locale="en-GB", **more)
            contexts.append(self.context)
            self.page, self.problems = self.context.new_page(), []
            self.page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
            self.page.on("pageerror", lambda error: self.problems.append(str(error)))

        def look(self, path):
            with self.page.expect_response(re.compile("/widget/rules")):
                self.page.goto(f"{shop}{path}")
            return self.page

    yield Visitor
    [context.close() for context in contexts]


@pytest.fixture
def known(demo_company, secret):
    """A customer who may be asked, and what the shop's server says of them."""
    customer, user_id = demo_company.query(
        "SELECT i.customer_id, i.value FROM customers_identity i JOIN customers_customer c ON c.id = i.customer_id"
        " WHERE i.kind = 'user_id' AND c.merged_into_id IS NULL AND c.since < now() - interval '60 days'"
        " AND NOT EXISTS (SELECT 1 FROM feedback_invitation f WHERE f.customer_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM privacy_consent p WHERE p.customer_id = c.id) LIMIT 1"
    )[0]
    return customer, jwt.encode({"sub": user_id, "exp": timezone.now() + timedelta(hours=1)}, secret)


def test_it_shows_itself_on_its_page_and_the_answer_lands_on_the_timeline(visitor, known, demo_company):
    somebody = visitor()
    page = somebody.look(f"/pricing?token={known[1]}")
    frame = page.frame_locator(f"{POPOVER} iframe")
    frame.get_by_role("button", name="9", exact=True).click()
    frame.get_by_role("textbox").fill("Fair prices")
    frame.get_by_role("button", name=re.compile("Send|Gönder")).click()
    expect(frame.locator("main[data-done]")).to_be_visible()
    told = "SELECT facts->>'score' FROM timeline_event WHERE kind = 'survey.answered' AND channel = 'web' AND customer_id ="

    assert demo_company.query(f"{told} {known[0]}") == [("9",)]
    assert somebody.problems == []


def test_it_stays_away_from_other_pages(visitor):
    page = visitor().look("/other")
    page.wait_for_load_state("networkidle")

    expect(page.locator(POPOVER)).to_have_count(0)


def test_closing_it_keeps_it_closed(visitor):
    somebody = visitor()
    page = somebody.look("/pricing/plans")
    page.get_by_role("button", name="Close the survey").click()
    expect(page.locator(POPOVER)).to_have_count(0)
    page = somebody.look("/pricing")
    page.wait_for_load_state("networkidle")

    expect(page.locator(POPOVER)).to_have_count(0)


def test_it_takes_the_focus_and_gives_it_back_on_escape(visitor):
    page = visitor().look("/pricing")
    expect(page.get_by_role("dialog", name="A short survey")).to_be_focused()
    page.frame_locator(f"{POPOVER} iframe").get_by_role("button", name="3", exact=True).focus()
    page.keyboard.press("Escape")

    expect(page.locator(POPOVER)).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_with_it_open(visitor, theme, width):
    look = {"color_scheme": theme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    page = visitor(**look).look("/pricing")
    page.frame_locator(f"{POPOVER} iframe").get_by_role("button", name="9", exact=True).wait_for()

    assert [each["id"] for each in Axe().run(page, options=RULES).response["violations"]] == []


def test_a_browser_that_keeps_nothing_sees_its_page_in_peace(visitor):
    somebody = visitor()
    somebody.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('closed', 'SecurityError') } })"
    )
    page = somebody.look("/pricing")
    page.wait_for_load_state("networkidle")

    expect(page.locator(POPOVER)).to_have_count(0)
    assert somebody.problems == []
