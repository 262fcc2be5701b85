"""A question of consent writes to the ledger, with the words that were read."""

import pytest

from nabiz.feedback.commands import invite, settle
from nabiz.feedback.models import Response
from nabiz.feedback.tests.visitor import NPS
from nabiz.privacy.queries import history_of, may_contact

pytestmark = pytest.mark.django_db
CONSENT = {
    "key": "news", "kind": "consent", "consents": ["marketing/email", "marketing/sms"],
    "texts": {"tr": {"title": "Size haber verelim mi?", "low": "Kampanyaları gönderin"},
              "en": {"title": "May we write?", "low": "Send me offers"}},
}  # fmt: skip


@pytest.fixture
def asked(make_live, deniz):
    return invite(make_live(NPS, CONSENT), deniz, channel="email")


def ledger(customer):
    return sorted((each.purpose, each.channel, each.is_given) for each in history_of(customer.pk))


def test_a_yes_is_written_with_source_time_and_proof(asked, visit, deniz):
    browser = visit(asked.token)
    browser.answer("9")
    browser.answer("yes")
    response = Response.objects.get()
    word = history_of(deniz.pk)[0]

    assert ledger(deniz) == [("marketing", "email", True), ("marketing", "sms", True)]
    assert (word.source, word.at) == ("HS_WEB", response.touched_at)
    assert word.text == "Size haber verelim mi?\nKampanyaları gönderin"
    assert word.version == f"survey {asked.survey_id} version 1, news, response {response.pk}"
    assert may_contact(deniz, "marketing", "email").allowed


def test_a_no_is_written_too_and_withdraws(asked, visit, deniz):
    from nabiz.privacy.commands import record_consent

    record_consent(deniz, "marketing", "email", is_given=True, source="HS_WEB")
    browser = visit(asked.token)
    browser.answer("9")
    browser.answer()

    assert ("marketing", "sms", False) in ledger(deniz)
    assert may_contact(deniz, "marketing", "email").reason == "withdrawn"


def test_what_was_not_reached_says_nothing(asked, visit, deniz):
    visit(asked.token).answer("9")
    settle(Response.objects.get())

    assert ledger(deniz) == []


def test_who_left_after_agreeing_has_agreed_once(make_live, deniz, visit):
    browser = visit(invite(make_live(CONSENT, NPS), deniz, channel="email").token)
    browser.answer("yes")
    settle(Response.objects.get())
    browser.answer("9")

    assert len(ledger(deniz)) == 2


def test_an_open_link_and_a_trial_reach_no_ledger(make_live, deniz, ceren, visit, slow_key):
    from nabiz.feedback.authoring import open_link
    from nabiz.feedback.commands import invite_to_try
    from nabiz.feedback.queries import asked_version
    from nabiz.privacy.models import Consent

    survey = make_live(CONSENT)
    visit(open_link(survey, by=ceren)).answer("yes")
    visit(invite_to_try(survey, asked_version(survey), by=ceren).token).answer("yes")

    assert not Consent.objects.exists()


def test_a_member_chooses_what_a_yes_means(make_live, ceren, sign_in):
    survey, browser = make_live(CONSENT), sign_in(ceren)
    address = f"/feedback/{survey.pk}/questions/news/"
    sent = {"title:tr": "Yazalım mı?", "title:en": "May we?", "consents": ["research/email", "nonsense"]}
    browser.post(address, sent)

    assert survey.versions.last().questions.get().consents == ["research/email"]
    assert 'value="research/email" checked' in browser.get(address).content.decode()
