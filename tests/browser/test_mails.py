"""The mails as a mail program shows them: on the smallest phone, in the dark, with a thumb."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

WRITE = """
import json
from django.db import transaction
from nabiz.customers.queries import customers_matching
from nabiz.feedback.commands import invite
from nabiz.feedback.models import Survey
from nabiz.feedback.queries import asked_version
from nabiz.feedback.sending.mails import mail_invitations
from nabiz.pulse.weekly.mails import mail_week
from nabiz.team.models import Mail, Member
with transaction.atomic():
    mail_week(Member.objects.owners()[0])
    person = customers_matching("").exclude(name="").first()
    for survey in [each for each in Survey.objects.order_by("pk") if asked_version(each)][:6]:
        mail_invitations([(invite(survey, person, channel="email"), "deniz@example.com")])
    print("MAILS" + json.dumps([(mail.subject, mail.html) for mail in Mail.objects.order_by("-pk")[:7]]))
"""
GROUND = "[...document.querySelectorAll('.sheet')].map(e => getComputedStyle(e).backgroundColor)[0]"
SMALL = """[...document.querySelectorAll('.point__link, .button__link')]
  .filter(link => link.getBoundingClientRect().height < 44 || link.getBoundingClientRect().width < 44).length"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def mails(demo_company):
    written = demo_company.run("shell", "-c", WRITE)
    assert "MAILS" in written.stdout, written.stderr
    return dict(json.loads(written.stdout.split("MAILS")[1]))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_mails_fit_the_smallest_phone_and_can_be_read_in_both_themes(mails, chromium, theme):
    context = chromium.new_context(viewport={"width": 320, "height": 700}, color_scheme=theme)
    page, wrong = context.new_page(), {}
    for subject, html in mails.items():
        page.set_content(html)
        unread = Axe().run(page, options={"runOnly": ["color-contrast", "link-name", "image-alt"]}).response
        wrong[subject] = (page.evaluate(WIDER), page.evaluate(SMALL), [each["id"] for each in unread["violations"]])
    is_light = page.evaluate(GROUND) == "rgb(255, 255, 255)"
    context.close()

    assert len(mails) >= 4
    assert wrong == dict.fromkeys(mails, (0, 0, []))
    assert is_light == (theme == "light")


def test_the_outbox_shows_the_mail_as_it_looks(mails, open_page):
    page = open_page()
    page.goto("/team/outbox/")
    page.locator(".table__link").first.click()

    page.frame_locator(".letter__frame").locator(".sheet").wait_for()

    assert page.problems == []
