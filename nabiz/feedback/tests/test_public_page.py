"""What somebody sees who opens a link, whatever is wrong with it or with what they send."""

import gzip
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nabiz.feedback.authoring import close_link, remove_survey, set_state
from nabiz.feedback.commands import invite
from nabiz.feedback.declining import who_declined
from nabiz.feedback.library import make_from_template, templates
from nabiz.feedback.models import Answer, Brand, Invitation, Response, Survey
from nabiz.feedback.tests.visitor import COMMENT, NPS
from nabiz.privacy.queries import may_contact

pytestmark = pytest.mark.django_db
BUDGET = 30_000


def text(response):
    return response.content.decode()


def test_the_page_asks_in_the_customers_language_and_offers_the_other(invitation, visit):
    page = text(visit(invitation.token).get())

    assert '<html lang="tr">' in page
    assert "Bizi önerir misiniz?" in page
    assert 'lang="en">English</a>' in page


def test_a_browsers_language_counts_where_the_customers_is_not_known(link, visit):
    assert '<html lang="en">' in text(visit(link, HTTP_ACCEPT_LANGUAGE="de,en;q=0.8").get())
    assert '<html lang="tr">' in text(visit(link, HTTP_ACCEPT_LANGUAGE="tr-TR").get())


def test_a_switched_language_is_kept_to_the_end(invitation, visit):
    browser = visit(invitation.token)
    browser.client.post(browser.url, browser.form() | {"a": "9", "lang": "en"})

    assert '<html lang="en">' in text(browser.get())
    assert Response.objects.get().language == "en"


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_weighs_less_than_30_kb_uncompressed(name, ceren, visit, deniz):
    from nabiz.feedback.authoring import publish

    Brand.objects.create(name="Acme", logo=b"\x89PNG" + bytes(12_000), logo_type="image/png")
    survey = publish(make_from_template(templates()[name], name, by=ceren), by=ceren)
    page = visit(invite(survey, deniz, channel="sms").token).get()
    loaded = [Client().get(url) for url in re.findall(r'(?:href|src)="(/s/-/[^"]+)"', text(page))]

    assert len(loaded) == 2
    assert len(page.content) + sum(len(each.content) for each in loaded) < BUDGET
    assert len(gzip.compress(page.content + loaded[0].content)) < 8_000


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script(invitation, visit):
    response = visit(invitation.token).get()

    assert "<script" not in text(response)
    assert re.findall(r'(?:href|src)="(?!/s/|data:,|\?)', text(response)) == []
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_the_page_is_private_and_its_sheet_is_kept(invitation, visit):
    response = visit(invitation.token).get()
    sheet = Client().get(re.search(r'href="(/s/-/[^"]+css)"', text(response))[1])

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    assert "immutable" in sheet["Cache-Control"]


def test_one_cookie_is_set_with_the_first_answer_and_for_this_link_only(invitation, visit):
    response = visit(invitation.token).answer("9")

    assert [(name, cookie["path"], cookie["httponly"]) for name, cookie in response.cookies.items()] == [
        ("nbz_s", f"/s/{invitation.token}", True)
    ]


@pytest.mark.parametrize("token", ["x", "x" * 43, "../../etc", "%00%00", "a" * 500, "<script>alert(1)</script>"])
def test_a_tampered_token_is_told_on_a_clear_page(company, visit, token):
    response = visit(token).get()

    assert response.status_code == 404
    assert "çıkmıyor" in text(response) or "404" in text(response)


def test_a_full_stop_behind_the_link_does_no_harm(invitation, visit):
    assert visit(f"{invitation.token}.").get().status_code == 200


def test_an_expired_invitation_says_so(invitation, visit):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=2))

    assert visit(invitation.token).get().status_code == 410


@pytest.mark.parametrize("state", [Survey.Status.PAUSED, Survey.Status.CLOSED])
def test_who_had_the_page_open_when_the_survey_stopped_finishes(invitation, survey, ceren, visit, state):
    browser = visit(invitation.token)
    form = browser.form()
    set_state(survey, state, by=ceren)

    browser.client.post(browser.url, form | {"a": "9"})
    browser.client.post(browser.url, form | {"q": "why", "a": "Good"})

    assert [each.value for each in Answer.objects.order_by("id")] == [9, "Good"]
    assert Response.objects.get().completed_at


def test_a_survey_removed_while_open_loses_nothing(invitation, survey, ceren, visit):
    browser = visit(invitation.token)
    form = browser.form()
    remove_survey(survey, by=ceren)

    browser.client.post(browser.url, form | {"a": "9"})

    assert Answer.objects.get().value == 9
    assert visit(invitation.token).get().status_code == 410


def test_who_comes_after_a_survey_stopped_is_told(invitation, survey, ceren, visit):
    set_state(survey, Survey.Status.PAUSED, by=ceren)
    browser = visit(invitation.token)

    assert browser.get().status_code == 200
    assert "ara verildi" in text(browser.get())
    assert Response.objects.count() == 0


def test_a_long_comment_is_cut_at_the_stated_limit_and_said(invitation, visit):
    browser = visit(invitation.token)
    browser.answer("9")
    response = browser.answer("ş" * 100_000, url=f"{browser.url}?q=why")

    assert "4.000" in text(browser.get(response["Location"]))
    assert len(Answer.objects.get(question__key="why").value) == 4_000


def test_a_cut_is_told_on_the_next_page(make_live, deniz, visit):
    browser = visit(invite(make_live(COMMENT, NPS), deniz, channel="email").token)
    response = browser.answer("a" * 100_000)

    assert "4.000" in text(browser.get(response["Location"]))


def test_more_than_a_form_may_hold_is_refused_on_a_page(invitation, visit):
    response = visit(invitation.token).answer("x" * 3_000_000)

    assert response.status_code in (400, 413)


EVIL = "\u202eevil\u202c <script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} {customer.name}\x00\u200b"


def test_markup_and_tricks_in_an_answer_are_text(make_live, deniz, visit):
    again = {"key": "again", "kind": "text", "texts": {"tr": {"title": "{why}?"}, "en": {"title": "{why}?"}}}
    browser = visit(invite(make_live(COMMENT, again), deniz, channel="email").token)
    browser.answer(EVIL)

    page = text(browser.get(q="again"))
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page
    assert not set("\u202e\u202c\x00\u200b") & set(page)
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("field", ["q", "v", "k", "lang", "website2"])
def test_markup_in_any_field_of_the_form_breaks_nothing(invitation, visit, field):
    response = visit(invitation.token).answer("9", **{field: EVIL})

    assert response.status_code < 500
    assert "<script>" not in text(response)


def test_hidden_fields_come_from_the_link_short_and_only_those_named(make_live, ceren, visit, slow_key):
    from nabiz.feedback.authoring import open_link

    survey = make_live(NPS, COMMENT, version={"hidden": ["order"]})
    browser = visit(open_link(survey, by=ceren))
    url = f"{browser.url}?order=S-1042{'x' * 500}&other=1&via=qr"
    browser.client.post(url, browser.form(url) | {"a": "9"})

    response = Response.objects.get()
    assert (list(response.hidden), len(response.hidden["order"]), response.channel) == (["order"], 200, "qr")


def test_a_required_question_is_asked_again_in_words(invitation, visit):
    response = visit(invitation.token).answer("11")

    assert response.status_code == 422
    assert 'role="alert"' in text(response)


def test_what_the_mail_brings_along_is_chosen_but_not_yet_kept(invitation, visit):
    page = text(visit(invitation.token).get(a="3"))

    assert re.search(r'value="3"\s+aria-pressed="true"', page)
    assert Response.objects.count() == 0


def test_an_open_link_takes_many_answers_without_a_cookie(link, visit, slow_key):
    for score in ("9", "2"):
        browser = visit(link)
        response = browser.answer(score)
        browser.client.cookies.clear()
        browser.answer("x", url=response["Location"])

    assert Response.objects.completed().count() == 2
    assert response.cookies == {}


def test_a_closed_link_leads_nowhere(link, survey, ceren, visit):
    close_link(survey, by=ceren)

    assert visit(link).get().status_code == 404


def test_declining_takes_a_button_and_not_a_glance(invitation, visit, timeline):
    browser = visit(invitation.token)
    browser.get(f"{browser.url}/decline")
    assert timeline(invitation.customer) == ["survey.invited"]

    for _ in range(2):
        browser.client.post(f"{browser.url}/decline")

    assert timeline(invitation.customer).count("survey.declined") == 1
    assert not may_contact(invitation.customer, "research", "email").allowed
    assert who_declined([invitation.customer_id]) == {invitation.customer_id}
