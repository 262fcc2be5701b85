"""“You said, we did”: written by one, approved by one who may, read by everybody, mailed once to those who had said it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.merging import merge_customers
from nabiz.customers.models import Customer, Identity
from nabiz.feedback.models import Invitation, Survey
from nabiz.feedback.sending.caps import judge
from nabiz.feedback.sending.contacts import free_from
from nabiz.followups.causes import make_cause, save_cause
from nabiz.followups.heard.audience import forecast
from nabiz.followups.heard.letters import begin_letters, progress_of, send_due
from nabiz.followups.heard.models import Letter, Story
from nabiz.followups.heard.stories import NotReady, publish_story, save_showing, save_story, withdraw_story
from nabiz.privacy.commands import record_consent
from nabiz.privacy.models import Policy
from nabiz.themes.models import Theme, Verbatim

TONES = {"negative": 1.0, "neutral": 0.0, "positive": 0.0, "intensity": 0.5, "language": "tr"}
WORDS = {
    "title_tr": "Kargo artık iki günde",
    "text_tr": "Başka bir kargo firmasıyla çalışıyoruz.",
    "title_en": "Parcels now take two days",
    "text_en": "We work with another carrier.",
}


@pytest.fixture
def cause(company, ana):
    its = make_cause(Theme.objects.create(name="Kargo"), by=ana)
    return save_cause(its, {"action": "New carrier", "action_since": timezone.localdate()}, by=ana)


@pytest.fixture
def story(cause, ana, ceren):
    its = save_story(cause, WORDS, by=ana)
    publish_story(its, by=ceren)
    return Story.objects.get()


@pytest.fixture
def speak(cause):
    def said(customer, label="negative", days_ago=3):
        number = Verbatim.objects.count() + 1
        at = timezone.now() - timedelta(days=days_ago)
        about = {"customer_id": customer.pk, "at": at, "theme": cause.theme, "label": label}
        return Verbatim.objects.create(event_id=number, xid=1, **about, **TONES)

    return said


@pytest.fixture
def invited(deniz):
    def days_ago(days, customer=deniz):
        survey = Survey.objects.create(name="Recommend?", status="live")
        Invitation.objects.create(
            survey=survey,
            customer=customer,
            token_hash=f"h{survey.pk}",
            channel="email",
            invited_at=timezone.now() - timedelta(days=days),
            expires_at=timezone.now() + timedelta(days=30),
        )
        return survey

    return days_ago


def test_without_an_action_nothing_is_published(cause, ana, ceren):
    save_cause(cause, {"action": ""}, by=ana)

    with pytest.raises(NotReady):
        publish_story(save_story(cause, WORDS, by=ana), by=ceren)


def test_half_a_language_is_not_published(cause, ana, ceren):
    with pytest.raises(NotReady):
        publish_story(save_story(cause, WORDS | {"text_en": ""}, by=ana), by=ceren)


def test_what_is_published_is_changed_only_by_who_may_publish(story, cause, ana, ceren):
    with pytest.raises(NotReady):
        save_story(cause, WORDS | {"title_tr": "Bedava kargo"}, by=ana)

    assert save_story(cause, WORDS | {"title_tr": "Kargo iki günde"}, by=ceren).title_tr == "Kargo iki günde"


def test_everybody_reads_it_in_their_language_without_a_script(story, client):
    turkish = client.get("/heard/", headers={"Accept-Language": "tr"})
    english = client.get(f"/heard/{story.pk}/?lang=en")

    assert "Kargo artık iki günde" in turkish.content.decode()
    assert "Parcels now take two days" in english.content.decode()
    assert b"<script" not in turkish.content + english.content
    assert (turkish["Cache-Control"], turkish["Content-Language"]) == ("public, max-age=300", "tr")
    assert turkish.cookies == english.cookies == {}


def test_a_page_that_did_not_change_is_not_sent_again(story, client):
    first = client.get("/heard/?lang=en")

    assert client.get("/heard/?lang=en", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_full_page_with_its_style_sheet_is_light(story, client, ana, ceren):
    for n in range(9):
        cause = make_cause(Theme.objects.create(name=f"T{n}"), by=ana)
        save_cause(cause, {"action": "Done", "action_since": timezone.localdate()}, by=ana)
        publish_story(save_story(cause, WORDS | {"text_tr": "ş" * 1_500}, by=ana), by=ceren)
    page = client.get("/heard/?lang=tr").content
    sheet = page.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]

    assert page.count(b"<article") == 10
    assert len(page.replace("ş".encode() * 1_500, b"s" * 1_500)) + len(client.get(sheet).content) < 30_000


def test_markup_in_the_words_is_shown_as_it_was_typed(cause, ana, ceren, client):
    publish_story(save_story(cause, WORDS | {"text_en": "<script>alert(1)</script>"}, by=ana), by=ceren)

    assert b"&lt;script&gt;" in client.get("/heard/?lang=en").content


def test_the_feed_has_the_newest_stories(story, client):
    feed = client.get("/heard/tr.atom")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Kargo artık iki günde" in feed.content.decode()
    assert client.get("/heard/de.atom").status_code == 404


def test_what_is_withdrawn_is_gone(story, client, ceren):
    withdraw_story(story, by=ceren)

    assert client.get(f"/heard/{story.pk}/").status_code == 404
    assert b"Parcels" not in client.get("/heard/?lang=en").content


def test_search_engines_are_kept_out_on_request(story, client, ceren):
    assert not client.get("/heard/").has_header("X-Robots-Tag")

    save_showing(False, by=ceren)

    assert client.get("/heard/")["X-Robots-Tag"] == "noindex"


def test_those_who_said_it_are_told_once_in_their_language(story, speak, deniz, ceren, timeline, mailoutbox):
    speak(deniz)
    speak(deniz)
    begin_letters(story, by=ceren)
    begin_letters(story, by=ceren)

    assert (send_due(), send_due()) == (1, 0)
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [("Kargo artık iki günde", ["deniz@acme.test"])]
    assert "List-Unsubscribe-Post" in mailoutbox[0].extra_headers
    assert timeline(deniz) == ["story.told"]


def test_who_praised_or_spoke_long_ago_is_not_told(story, speak, deniz, ceren):
    speak(deniz, label="positive")
    speak(deniz, days_ago=400)

    assert begin_letters(story, by=ceren) == 0


def test_before_sending_it_says_how_many_get_it_and_why_others_do_not(story, speak, deniz, acme):
    silent = Customer.objects.create(name="Ada", account=acme)
    speak(deniz)
    speak(silent)

    seen = forecast(story)

    assert (seen.total, seen.sentences) == (1, [("No address is known for this channel.", 1)])


def test_who_does_not_want_it_is_not_told(story, speak, deniz, ceren):
    speak(deniz)
    begin_letters(story, by=ceren)
    record_consent(deniz, "research", "email", is_given=False, source="HS_WEB")

    assert send_due() == 0
    assert progress_of(story)["reasons"] == [("They no longer want it.", 1)]


def test_where_consent_is_asked_for_nobody_is_told_without_it(story, speak, deniz):
    Policy.objects.create(purpose="research", basis="consent")
    speak(deniz)

    assert forecast(story).total == 0


def test_who_was_asked_lately_is_told_when_the_pause_is_over(story, speak, deniz, ceren, invited):
    invited(10)
    speak(deniz)
    assert (forecast(story).at_once, forecast(story).later) == (0, 1)
    begin_letters(story, by=ceren)

    assert send_due() == 0
    assert (Letter.objects.get().due_at - timezone.now()).days in (19, 20)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=31))
    assert send_due(timezone.now() + timedelta(days=21)) == 1


def test_who_was_told_is_not_asked_right_after(story, speak, deniz, ceren, invited):
    survey = invited(200)
    speak(deniz)
    begin_letters(story, by=ceren)
    send_due()

    assert judge(survey, "email", [deniz.pk], follows_event=True).held == {deniz.pk: "capped"}
    assert deniz.pk in free_from([deniz.pk])


def test_a_withdrawn_story_is_mailed_to_nobody(story, speak, deniz, ceren):
    speak(deniz)
    begin_letters(story, by=ceren)
    withdraw_story(story, by=ceren)

    assert send_due() == 0


def test_two_records_of_one_person_get_one_letter(story, speak, deniz, acme, ceren, mailoutbox):
    other = Customer.objects.create(name="Deniz K.", account=acme, language="en")
    Identity.objects.create(customer=other, kind="email", value="dk@acme.test", is_verified=True)
    speak(deniz)
    speak(other)
    begin_letters(story, by=ceren)
    merge_customers(other, into=deniz, by=ceren)

    assert send_due() == 1
    assert len(mailoutbox) == 1


def test_erasing_a_customer_leaves_no_letter_and_no_story_that_names_them(story, speak, deniz, cause, ceren, owner):
    speak(deniz)
    begin_letters(story, by=ceren)
    send_due()
    save_story(cause, WORDS | {"text_tr": "deniz@acme.test haklıydı."}, by=ceren)

    erased = erase_customer(deniz, by=owner)

    assert prove_erased(erased.customer_ids, erased.needles) == []
    assert not Letter.objects.exists()
    assert not Story.objects.published().exists()


def test_nothing_written_is_neither_published_nor_withdrawn_nor_mailed(sign_in, cause, ceren, client):
    browser, page = sign_in(ceren), f"/followups/causes/{cause.pk}/story/"

    answers = [
        browser.post(f"{page}{what}").status_code for what in ("publication/", "publication/removal/", "letters/")
    ]

    assert answers == [302, 302, 302]
    assert not Story.objects.exists()


def test_the_pages_lead_from_words_to_letters(sign_in, cause, speak, deniz, ana, ceren):
    speak(deniz)
    page = f"/followups/causes/{cause.pk}/story/"
    sign_in(ana).post(page, WORDS)
    assert sign_in(ana).post(f"{page}publication/").status_code == 404
    browser = sign_in(ceren)
    browser.post(f"{page}publication/")
    assert b"Mail it to 1 customer" in browser.get(page).content

    browser.post(f"{page}letters/")

    assert b"waiting: 1" in browser.get(page).content
    assert send_due() == 1
