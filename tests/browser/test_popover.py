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
<body><main><h1>Shop</h1><p><a href="/other">Other</a></p><button id="act">Act</button>{within}</main></body></html>"""
QUEUE = """window.nabiz = function () { (nabiz.q = nabiz.q || []).push(arguments) }
const token = new URLSearchParams(location.search).get("token"); if (token) nabiz("identify", { token })"""
POLICY = "default-src 'none'; script-src 'self' {home}; connect-src {home}; frame-src {home}"
POPOVER = "nabiz-survey"


class Shop(BaseHTTPRequestHandler):
    home = key = within = ""

    def do_GET(self):
        is_script = self.path == "/queue.js"
        body = (QUEUE if is_script else self.page()).encode()
        self.send_response(200 if self.path != "/favicon.ico" else 204)
        self.send_header("Content-Type", "text/javascript" if is_script else "text/html")
        self.send_header("Content-Security-Policy", POLICY.format(home=self.home))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self):
        within = self.within if self.path == "/within" else ""
        return PAGE.format(home=self.home, key=self.key, within=within)

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
def member(site, chromium, signed_in):
    context = chromium.new_context(storage_state=signed_in, base_url=site, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def show(member, shop):
    """Sets a pop-over as a member would; on its page lies what is to be pasted afterwards."""

    def shown(opens="", **fields):
        member.goto("/feedback/new/")
        member.locator("button[value=nps]").click()
        member.wait_for_url(re.compile(r"/feedback/\d+/$"))
        builder = member.url
        member.locator("form[action$='publication/'] button").click()
        member.goto(f"{builder}website/")
        if (key := member.locator("form[action$='website/key/'] button")).count():
            key.click()
        if opens:
            member.locator(f"[name=opens][value={opens}]").check()
        for name, value in ({"sites": shop, "delay_seconds": "0"} | fields).items():
            member.locator(f"[name={name}]").fill(value)
        member.locator("form:has([name=sites]) .button--primary").click()

    return shown


@pytest.fixture(scope="module")
def secret(member, show):
    """Pop-overs at once on /pricing, after an event on /checkout, from the third visit on on /account; returns the
    secret that signs who is signed in."""
    show(paths="/checkout", event="checkout.done")
    show(paths="/account", visit="3")
    show(paths="/contact", opens="tab")
    show(paths="/pricing*")
    Shop.within = member.get_by_label("Code for your page", exact=True).input_value()
    member.locator("form[action$='website/secret/'] button").click()
    values = member.locator("copy-field input").evaluate_all("fields => fields.map(field => field.value)")
    Shop.key = re.search(r'data-key="([^"]+)"', values[0])[1]
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


def test_it_waits_for_its_event(visitor):
    page = visitor().look("/checkout")
    page.wait_for_load_state("networkidle")
    expect(page.locator(POPOVER)).to_have_count(0)
    page.evaluate("nabiz('track', 'cart.opened')")
    page.evaluate("nabiz('track', 'checkout.done')")

    expect(page.get_by_role("dialog", name="A short survey")).to_be_visible()


def test_an_event_on_another_page_shows_nothing(visitor):
    page = visitor().look("/other")
    page.evaluate("nabiz('track', 'checkout.done')")
    page.wait_for_load_state("networkidle")

    expect(page.locator(POPOVER)).to_have_count(0)


def test_it_waits_for_the_third_visit_and_pages_of_one_visit_are_one(visitor):
    somebody, seen = visitor(), []
    for _visit in range(3):
        for path in ("/other", "/account"):
            page = somebody.look(path)
            page.wait_for_load_state("networkidle")
            seen.append(page.locator(POPOVER).count())
        page.evaluate('localStorage.nabiz = localStorage.nabiz.replace(/"seen":\\d+/, \'"seen":0\')')

    assert seen == [0, 0, 0, 0, 0, 1]


def test_who_has_answered_is_not_asked_again(visitor):
    somebody = visitor()
    frame = somebody.look("/pricing").frame_locator(f"{POPOVER} iframe")
    frame.get_by_role("button", name="9", exact=True).wait_for()
    somebody.page.wait_for_timeout(800)  # who answers an open link within a moment is asked once more
    frame.get_by_role("button", name="9", exact=True).click()
    frame.get_by_role("button", name=re.compile("Send|Gönder")).click()
    expect(frame.locator("main[data-done]")).to_be_visible()
    for path in ("/pricing", "/account", "/pricing/plans"):
        page = somebody.look(path)
        page.wait_for_load_state("networkidle")
        expect(page.locator(POPOVER)).to_have_count(0)


def test_within_a_page_of_another_origin_it_is_answered_without_cookies(visitor):
    somebody = visitor()
    frame = somebody.look("/within").frame_locator("main iframe")
    somebody.page.wait_for_timeout(800)  # who answers an open link within a moment is asked once more
    frame.get_by_role("button", name="3", exact=True).click()
    frame.get_by_role("textbox").fill("Kargo geç geldi")
    frame.get_by_role("button", name=re.compile("Send|Gönder")).click()

    expect(frame.get_by_role("heading", level=1)).to_have_text(re.compile("Thank you|Teşekkürler"))
    assert somebody.context.cookies() == []


def test_a_quiet_tab_is_there_always_and_opens_when_it_is_pressed(visitor):
    somebody = visitor()
    for _time in range(2):
        page = somebody.look("/contact")
        expect(page.locator(POPOVER)).to_have_count(0)
        page.get_by_role("button", name=re.compile("Feedback|Görüşünüz")).click()
        expect(page.get_by_role("dialog", name="A short survey")).to_be_visible()
        page.get_by_role("button", name="Close the survey").click()
    page = somebody.look("/other")
    page.wait_for_load_state("networkidle")

    expect(page.locator("nabiz-tab")).to_have_count(0)
    assert somebody.problems == []


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
    frame = page.frame_locator(f"{POPOVER} iframe")
    frame.locator(":root[data-height]").wait_for(state="attached")  # its script runs
    frame.get_by_role("button", name="3", exact=True).focus()
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
