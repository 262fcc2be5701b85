"""Somebody with five exports, an empty installation and no command line."""

import csv
import os
import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_page import RULES
from tests.installation import Installation

SHARED = (
    Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2] / "../shared/data") / "saas_ravenstack"
)
FILES = ("accounts.csv", "churn_events.csv", "feature_usage.csv.gz", "subscriptions.csv.gz", "support_tickets.csv")
PATIENCE = 60_000  # a busy machine may take long; nothing here waits longer than it has to
SET_UP = """
from nabiz.team.commands import set_up
owner = {"name": "Olcay", "email": "olcay@raven.test", "password": "a-long-password-9"}
set_up(owner=owner, company={"name": "Raven", "language": "en", "time_zone": "Europe/Istanbul", "currency": "USD"})
"""


@pytest.fixture(scope="module")
def empty_company(chromium_path, tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("empty") / "home")
    made = installation.run("shell", "-c", SET_UP)
    assert made.returncode == 0, made.stderr
    installation.serve()
    yield installation
    installation.stop()
    installation.clean_up()


@pytest.fixture(scope="module")
def signed_in_there(empty_company, chromium):
    site = f"http://localhost:{empty_company.port}"
    context = chromium.new_context(locale="en-GB", base_url=site)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill("olcay@raven.test")
    page.get_by_label("Password", exact=True).fill("a-long-password-9")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/")
    yield site, context.storage_state()
    context.close()


@pytest.fixture
def newcomer(signed_in_there, chromium):
    site, state = signed_in_there
    context = chromium.new_context(storage_state=state, base_url=site, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def five_files(tmp_path):
    """Small files in the shape of a subscription business: who, what they pay, what they asked."""
    firms = [f"A-{n}" for n in range(30)]
    tables = {
        "accounts.csv": [("account_id", "account_name", "industry"), *((f, f"Company {f}", "EdTech") for f in firms)],
        "churn_events.csv": [("churn_event_id", "account_id", "churn_date", "reason_code"), ("C-1", "A-1", "2024-06-25", "support")],
        "feature_usage.csv": [("usage_id", "subscription_id", "usage_date", "feature_name"), ("U-1", "S-A-1", "2024-05-01", "export")],
        "subscriptions.csv": [
            ("subscription_id", "account_id", "start_date", "end_date", "plan_tier", "mrr_amount"),
            *((f"S-{f}", f, "2024-03-01", "", "Pro", "49") for f in firms),
        ],
        "support_tickets.csv": [
            ("ticket_id", "account_id", "submitted_at", "closed_at", "happiness"),
            *((f"T-{f}", f, "2024-07-08", "2024-07-09 03:00:00", str(3 + n % 3)) for n, f in enumerate(firms)),
        ],
    }  # fmt: skip
    for name, rows in tables.items():
        with (tmp_path / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return [tmp_path / name for name in tables]


def upload(page, files):
    page.goto("/")
    page.get_by_role("link", name="Bring your own data").click()
    page.get_by_label(re.compile("Choose files")).set_input_files([str(path) for path in files])
    page.get_by_role("button", name="Look into the files").click()
    page.wait_for_url(re.compile(r"/imports/uploads/\d+/"))


def correct(page, table, what, slot, column, seen):
    """Say which column it is, and see the preview follow."""
    page.locator(".sheet", has_text=table).get_by_role("link", name="Check and correct").click()
    page.wait_for_url(re.compile(r"/imports/tables/"))  # loaded whole: before that nothing listens to a choice
    page.locator(".happening > summary", has_text=what).click()
    with page.expect_response(lambda answer: "/imports/tables/" in answer.url and answer.request.method == "POST"):
        page.locator(f"[id='{slot}']").select_option(column)
    expect(page.locator(".import-preview")).to_contain_text(seen)
    page.get_by_role("button", name="That is right").click()
    page.wait_for_url(re.compile(r"/imports/uploads/\d+/"))


def bring_in(page):
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("link", name="Open the pulse")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".sheet .badge--good")).to_have_count(page.locator(".sheet").count())


def wait_for_pulse(page, shown):
    """The mirror is some seconds behind; ask again until the pulse has followed."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.goto("/")
        if shown(page):
            return
    raise AssertionError(page.inner_text("main"))


def undo_everything(page):
    page.goto("/imports/")
    standing = page.locator("tbody tr", has=page.locator(".badge--good"))
    for link in standing.locator("th a").evaluate_all("links => links.map(a => a.href)"):
        page.goto(link)
        page.get_by_role("button", name="Undo this import").click()
        page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
        expect(page.get_by_text(re.compile("is taken back"))).to_be_visible()


def story(page, files, *correction):
    upload(page, files)
    correct(page, "support_tickets", *correction)
    bring_in(page)
    wait_for_pulse(page, lambda its: its.locator(".tile").count() and its.locator("#tile-csat .tile__n").count())
    undo_everything(page)
    wait_for_pulse(page, lambda its: its.locator(".start").count())


def test_five_files_one_corrected_mapping_a_changed_pulse_and_the_way_back(newcomer, five_files):
    story(newcomer, five_files, "Survey answered", "event5.facts.score", "happiness", "CSAT")


def test_the_pages_of_an_import_are_accessible_in_both_looks(newcomer, five_files):
    upload(newcomer, five_files)
    overview = newcomer.url
    tables = newcomer.locator(".sheet__name a").evaluate_all("links => links.map(a => a.href)")
    newcomer.get_by_role("button", name="Try it first").click()
    expect(newcomer.get_by_role("button", name="Bring it in")).to_be_visible(timeout=PATIENCE)
    finished = newcomer.evaluate("() => document.querySelector('.trial').innerText")
    violations = {}
    for width, scheme in ((1440, "light"), (390, "dark")):
        newcomer.set_viewport_size({"width": width, "height": 900})
        newcomer.emulate_media(color_scheme=scheme)
        for url in (overview, tables[-1], "/imports/", "/imports/1/"):
            newcomer.goto(url)
            found = Axe().run(newcomer, options=RULES).response["violations"]
            too_wide = newcomer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if found or too_wide > 0:
                violations[url, width] = [(each["id"], each["nodes"][0]["html"][:160]) for each in found], too_wide

    assert "would be taken" in finished
    assert violations == {}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the data folder is not here")
def test_the_real_five_files_and_back(newcomer):
    story(
        newcomer, [SHARED / name for name in FILES], "Conversation opened", "event0.facts.queue", "priority", "urgent"
    )
