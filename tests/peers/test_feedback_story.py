"""From the builder over a real mail server to the timeline: a survey hears a customer."""

import http.client
import json
import os
import re
import shutil
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from nabiz.intake.tests.client import basic
from tests.browser.conftest import FLAGS
from tests.installation import Installation
from tests.peers.mailserver import MailServer

pytestmark = [pytest.mark.peer, pytest.mark.browser, pytest.mark.xdist_group("browser")]
COMMENT = "Kargo geç geldi, kutu ezikti"


class Mailing(Installation):
    """An installation that hands its mails to that server."""

    mails = None

    def environment(self, **more):
        smtp = {"NABIZ_SMTP_HOST": "127.0.0.1", "NABIZ_SMTP_PORT": str(self.mails.smtp), "NABIZ_SMTP_TLS": "0"}
        return super().environment(**smtp | {"NABIZ_MAIL_FROM": "Nabız <nabiz@customer.test>"} | more)


@pytest.fixture(scope="module")
def mails():
    lacking = [name for name in ("postfix", "dovecot", "chromium") if not shutil.which(name)]
    if lacking or os.geteuid():
        why = f"needs root and {lacking or 'nothing else'}"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def company(mails, tmp_path_factory):
    home = tmp_path_factory.mktemp("story")
    home.chmod(0o755)
    running = Mailing(home)
    running.mails = mails
    filled = running.run("demo", "--customers", "30", "--months", "3", "--no-serve")
    assert filled.returncode == 0, filled.stderr
    running.owner = re.search(r"(\S+@\S+) +(\S+)", filled.stdout).groups()
    running.serve()
    yield running
    running.stop()
    running.clean_up()


@pytest.fixture
def member(company):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(locale="en-GB", base_url=f"http://localhost:{company.port}").new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill(company.owner[0])
        page.get_by_label("Password", exact=True).fill(company.owner[1])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"http://localhost:{company.port}/")
        yield page
        browser.close()


def build_a_survey(page):
    page.goto("/feedback/new/")
    page.locator("button[value=nps]").click()
    page.wait_for_url(re.compile(r"/feedback/\d+/$"))
    address = page.url
    page.locator("form[action$='publication/'] button").click()
    return address


def set_a_trigger(page, survey):
    page.goto(f"{survey}sending/")
    page.get_by_label("After which event").select_option("order.delivered")
    page.get_by_role("button", name="Set the trigger").click()
    expect(page.get_by_role("heading", name="After “Order delivered”, by e-mail")).to_be_visible()


def deliver_an_order(company):
    made = company.run("key", "shop")
    key = next(word for word in made.stdout.split() if word.startswith("nbz_"))
    headers = {"Authorization": basic(key), "Content-Type": "application/json"}
    traits = {"email": "ayse@customer.test", "name": "Ayşe Yılmaz", "language": "tr"}
    sent = [
        ("identify", {"traits": traits}),
        ("track", {"event": "Order Delivered", "properties": {"order_id": "S-7"}}),
    ]
    for way, body in sent:
        server = http.client.HTTPConnection("127.0.0.1", company.port, timeout=60)
        server.request(
            "POST", f"/v1/{way}", json.dumps({"userId": "ayse", "messageId": f"story-{way}"} | body), headers
        )
        assert server.getresponse().status == 200


def answer_in_the_mail(page, mail):
    html = mail.get_body(("html",)).get_content().replace("&amp;", "&")
    phone = page.context.browser.new_context(locale="tr-TR", java_script_enabled=False).new_page()
    phone.goto(re.search(r'href="([^"]*a=3)"', html)[1])
    phone.get_by_role("textbox").fill(COMMENT)
    phone.get_by_role("button").last.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(re.compile("Teşekkür|Thank"))


def see_it_on_the_timeline(page, company, within=30):
    deadline = time.monotonic() + within
    query = (
        "SELECT customer_id, facts->>'score' FROM timeline_event WHERE facts->>'comment' LIKE 'Kargo geç geldi, kutu%'"
    )
    while not (rows := company.query(query)) and time.monotonic() < deadline:
        time.sleep(0.2)
    ((customer, score),) = rows
    page.goto(f"/customers/{customer}/")
    expect(page.get_by_text(COMMENT).first).to_be_visible()
    assert score == "3"


def test_a_delivered_order_is_asked_about_and_heard(member, company, mails):
    survey = build_a_survey(member)
    set_a_trigger(member, survey)
    deliver_an_order(company)
    answer_in_the_mail(member, mails.wait_for_mail("ayse"))
    see_it_on_the_timeline(member, company)
