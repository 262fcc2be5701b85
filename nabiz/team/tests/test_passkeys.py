import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch, owner, live_server):
    """A real browser on a device with a fingerprint reader."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium found (Debian: apt install chromium)")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(locale="en-GB", base_url=live_server.url.replace("127.0.0.1", "localhost"))
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()


def add_passkey(page, email):
    page.goto("/account/login/?next=/account/2fa/webauthn/add/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()


@pytest.mark.browser
def test_a_passkey_is_added_and_then_opens_the_door_alone(page, owner):
    add_passkey(page, owner.email)
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()

    page.goto("/account/login/?next=/team/me/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_role("heading", name="Security").wait_for()
    assert owner.email in page.content()


@pytest.mark.browser
def test_a_refused_passkey_says_what_to_do(page, owner):
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("The passkey was not used.").wait_for()
