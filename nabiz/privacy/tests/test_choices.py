"""The public page behind the link in a message's foot."""

from urllib.parse import urlsplit

from nabiz.customers.models import Identity
from nabiz.privacy.commands import record_consent
from nabiz.privacy.models import Consent
from nabiz.privacy.queries import may_contact, opt_out_headers, opt_out_url


def path_for(customer, purpose="research", channel="email"):
    return urlsplit(opt_out_url(customer.pk, purpose, channel)).path


def test_looking_changes_nothing_and_speaks_in_the_companys_name(client, deniz):
    page = client.get(path_for(deniz))

    assert "Acme" in page.content.decode()
    assert 'lang="tr"' in page.content.decode()
    assert not Consent.objects.exists()


def test_one_click_in_the_mail_program_is_enough(client, deniz, timeline):
    headers = opt_out_headers(deniz.pk, "research")
    path = urlsplit(headers["List-Unsubscribe"].strip("<>")).path

    answers = [client.post(path, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert (answers, headers["List-Unsubscribe-Post"]) == ([200, 200], "List-Unsubscribe=One-Click")
    assert may_contact(deniz, "research", "email").reason == "withdrawn"
    assert timeline(deniz) == ["consent.withdrawn"]


def test_a_choice_is_kept_with_the_words_that_were_shown(client, deniz):
    Identity.objects.create(customer=deniz, kind="phone", value="+905321234567")

    client.post(path_for(deniz), {"wanted": ["marketing-email", "research-sms"]})

    said = {(word.purpose, word.channel): word for word in Consent.objects.filter(customer=deniz)}
    assert said["marketing", "email"].is_given
    assert "Acme" in said["marketing", "email"].text
    assert not said["research", "email"].is_given
    assert ("research", "sms") not in said


def test_an_empty_form_stops_everything_listed(client, deniz):
    record_consent(deniz, "marketing", "email", is_given=True, source="HS_WEB")

    page = client.post(path_for(deniz), follow=True)

    assert page.status_code == 200
    assert not may_contact(deniz, "marketing", "email").allowed
    assert not may_contact(deniz, "research", "email").allowed


def test_a_token_that_we_did_not_make_opens_nothing(client, deniz):
    assert client.get("/c/1-research-email.forged/").status_code == 404
    assert client.post(path_for(deniz).replace("research", "marketing"), {}).status_code == 404


def test_whom_we_forgot_is_told_so(client, deniz):
    path = path_for(deniz)
    deniz.delete()

    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
