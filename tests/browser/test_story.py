"""What somebody does in the first ten minutes, clicked through."""

import base64
import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(open_page):
    return open_page("en", "light", 1440)


def test_a_number_leads_to_its_definition_its_trend_and_the_rows_behind_it(page):
    page.goto("/")
    page.locator("#tile-nps").get_by_role("link", name="NPS").click()

    expect(page).to_have_url(re.compile("/metrics/nps/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("NPS")
    expect(page.get_by_text("100 × (promoters − detractors)")).to_be_visible()
    page.get_by_role("heading", name="The rows behind it").scroll_into_view_if_needed()
    page.locator("#rows a[href^='/customers/'], table a[href^='/customers/']").first.click()
    expect(page).to_have_url(re.compile(r"/customers/\d+/"))


def test_period_and_segment_move_every_tile_and_stand_in_the_address(page):
    page.goto("/")
    before = page.locator(".tile__n").all_inner_texts()

    page.get_by_role("link", name="91 days").click()
    page.get_by_label("Segment").select_option(index=1)
    page.wait_for_url(re.compile(r"period=91d&segment="))

    expect(page.locator(".tile").first).to_be_visible()
    assert page.locator(".tile__n").all_inner_texts() != before
    assert all(
        "segment=" in link for link in page.locator(".tile__link").evaluate_all("links => links.map(a => a.href)")
    )


@pytest.mark.parametrize("typed", ["IŞIK", "ışık", "isik"])
def test_a_name_is_found_however_it_is_typed(page, demo_company, typed):
    demo_company.run("shell", "-c", NAME_SOMEBODY_ISIK)
    page.goto("/customers/")

    page.get_by_label(re.compile("Name, e-mail")).fill(typed)
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Gökçe Işık")).to_be_visible()


NAME_SOMEBODY_ISIK = """
from nabiz.customers.models import Customer
from nabiz.customers.commands import refresh_search
customer = Customer.objects.order_by("pk").first()
Customer.objects.filter(pk=customer.pk).update(name="Gökçe Işık")
refresh_search([customer.pk])
"""


def test_ctrl_k_jumps_to_a_customer(page):
    page.goto("/customers/")
    name = page.locator("tbody th a, tbody td a[href^='/customers/']").first.inner_text()
    page.goto("/")

    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    page.get_by_role("dialog").get_by_role("link", name=name).or_(page.get_by_role("option", name=name)).first.click()

    expect(page).to_have_url(re.compile(r"/customers/\d+/"))


def test_the_language_switch_keeps_the_page(open_page):
    page = open_page("en", "light", 1440)
    page.goto("/metrics/nps/?period=91d")

    page.get_by_text("Ayşe").first.click()
    page.get_by_role("button", name="Türkçe").first.click()

    expect(page).to_have_url(re.compile(r"/metrics/nps/\?period=91d"))
    expect(page.locator("html")).to_have_attribute("lang", "tr")


def test_an_event_sent_with_a_new_key_is_seen_live_and_on_the_timeline(page, site):
    page.goto("/sources/")
    page.get_by_role("link", name=re.compile("source", re.I)).filter(
        has_text=re.compile("new|add|make", re.I)
    ).first.click()
    page.get_by_label(re.compile("name", re.I)).first.fill("Till")
    page.get_by_role("main").get_by_role("button").last.click()
    key = re.search(r"nbz_[\w-]+", page.content())[0]

    send(
        site,
        key,
        {
            "userId": "story-1",
            "event": "order.paid",
            "properties": {"order": "S-1", "revenue": 12.5, "currency": "TRY"},
        },
    )
    page.goto("/sources/live/")

    expect(page.get_by_text("order.paid").first).to_be_visible(timeout=10_000)


def send(site, key, event):
    body = json.dumps(event | {"messageId": "story-message-1", "type": "track"}).encode()
    token = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{site}/v1/track", body, headers)) as answer:
        assert answer.status == 200


def test_the_pages_work_without_javascript(chromium, site, signed_in):
    context = chromium.new_context(storage_state=signed_in, java_script_enabled=False, base_url=site)
    page = context.new_page()

    page.goto("/")
    page.locator("#tile-csat a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("CSAT")
    page.goto("/customers/?q=a")
    page.locator(".more a, a.more").last.click()

    expect(page.locator("tbody tr").first).to_be_visible()
    context.close()
