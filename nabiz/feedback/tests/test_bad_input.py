"""What members and strangers may send that was never meant to be sent: a clear page, nothing executed, nothing lost."""

import json

import pytest
from django.test import Client

from nabiz.feedback import authoring
from nabiz.feedback.commands import invite, invite_to_try
from nabiz.feedback.models import Answer, Question, Response, Survey
from nabiz.feedback.queries import newest_version, questions_of
from nabiz.feedback.tests.test_public_page import EVIL, text
from nabiz.feedback.tests.visitor import COMMENT

UNSEEN = set("\u202e\u202c\x00\u200b")
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{ 7*7 }}{% debug %}"


def evil_texts():
    names = ("title", "hint", "low", "high", "why", "thanks", "label")
    return {language: dict.fromkeys(names, MARKUP) for language in ("tr", "en")}


def evil(kind):
    options = [{"value": value, "texts": evil_texts()} for value in ("a", "b")]
    return {"key": "score", "kind": kind, "texts": evil_texts(), "options": options, "rows": options}


@pytest.fixture(params=Question.Kind.values)
def hostile(request, ceren):
    """A survey whose every text is markup, of each kind of question."""
    survey = authoring.make_survey(MARKUP, questions=[evil(request.param)], version={"texts": evil_texts()}, by=ceren)
    return authoring.publish(survey, by=ceren)


def is_harmless(page):
    return "<script>alert" not in page and "<img src=x" not in page and "{{ 7*7 }}" in page


def test_markup_in_every_text_of_a_survey_is_text_to_customers(hostile, ceren, visit):
    trial = invite_to_try(hostile, newest_version(hostile), by=ceren)

    assert is_harmless(text(visit(trial.token).get()))


def test_markup_in_every_text_of_a_survey_is_text_to_members(hostile, ceren, sign_in):
    browser = sign_in(ceren)
    parts = (
        "",
        "words/",
        "preview/",
        "preview/tr/score/",
        "preview/en/thanks/",
        "questions/score/",
        "settings/",
        "results/",
    )

    pages = [browser.get(f"/feedback/{hostile.pk}/{part}") for part in parts]
    assert [page.status_code for page in pages] == [200] * len(parts)
    assert [part for part, page in zip(parts, pages, strict=True) if not is_harmless(page.content.decode())] == []


def test_markup_in_a_survey_and_in_a_name_is_text_in_the_mail(make_live, deniz, mailoutbox):
    from nabiz.feedback.sending.mails import mail_invitations

    deniz.name = f"{MARKUP}\r\nBcc: all@x.test"
    deniz.save()
    named = evil("scale10") | {"texts": {each: {"title": f"{MARKUP} {{customer.name}}"} for each in ("tr", "en")}}
    mail_invitations([(invite(make_live(named), deniz, channel="email"), "deniz@acme.test")])

    (mail,) = mailoutbox
    assert is_harmless(mail.alternatives[0][0])
    assert "\n" not in mail.subject
    assert mail.recipients() == ["deniz@acme.test"]


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("words/", ["score.title:tr", "score.title:en", "why:tr", "thanks:en", "thanks-tr", "thanks-en"]),
        ("questions/score/", ["title:tr", "title:en", "hint:tr", "low:en", "measure", "if-value", "jump-value-0"]),
        ("settings/", ["name", "touchpoint", "hidden", "allowed_sites", "purpose", "stage", "languages"]),
        ("sending/", ["kind", "fact", "segment", "channel", "on_channel", "nth", "every_days"]),
        ("website/", ["sites", "paths", "event", "audience", "channel"]),
        ("order/", ["key"]),
        ("questions/", ["kind"]),
    ],
)
def test_tricks_in_a_form_of_the_builder_are_refused_or_cleaned(survey, ceren, sign_in, part, fields):
    sent = dict.fromkeys(fields, EVIL) | {"thanks-low": "0", "thanks-high": "10"}
    response = sign_in(ceren).post(f"/feedback/{survey.pk}/{part}", sent)

    assert response.status_code < 500
    kept = json.dumps([[each.texts, each.options] for each in questions_of(newest_version(survey))], ensure_ascii=False)
    words = json.dumps([newest_version(survey).texts, newest_version(survey).thanks], ensure_ascii=False)
    assert not UNSEEN & set(kept + words)


def test_a_hundred_thousand_characters_in_every_text_keep_to_the_limit(survey, ceren, sign_in):
    browser, long = sign_in(ceren), "ş" * 100_000
    browser.post(f"/feedback/{survey.pk}/words/", {"score.title:tr": long, "why:tr": long})
    browser.post(f"/feedback/{survey.pk}/questions/score/", {"title:en": long, "title:tr": long})

    version = newest_version(survey)
    lengths = [
        len(words) for each in questions_of(version) for texts in each.texts.values() for words in texts.values()
    ]
    assert max([*lengths, len(version.texts["tr"]["why"])]) == 600


NONSENSE = (EVIL, "x" * 100_000, "", "9" * 5_000, "-1", "1e9", "true")
FIELDS = ("a", "a-a", "a-b", "a-name", "a-email", "a-phone")


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_whatever_is_sent_for_a_question_the_page_is_clear(make_live, deniz, visit, kind):
    options = [{"value": each, "texts": {"en": {"label": each}}} for each in ("a", "b")]
    question = {"key": "score", "kind": kind, "texts": {"en": {"title": "?"}}, "options": options, "rows": options}
    browser = visit(invite(make_live(question, COMMENT), deniz, channel="email").token)
    url = f"{browser.url}?q=score"
    codes = {browser.answer(url=url, q="score", **dict.fromkeys(FIELDS, each)).status_code for each in NONSENSE}

    assert codes <= {303, 422}
    assert not any(UNSEEN & set(json.dumps(each.value, ensure_ascii=False)) for each in Answer.objects.all())


@pytest.mark.parametrize(
    "said",
    [
        b"{}", b"[]", b"null", b"\x00", b'"x"', b"[" * 10_000, b'{"survey": {}}', b'{"survey": 1e400}',
        rb'{"survey": %d, "key": "\u0000"}', rb'{"survey": %d, "key": {"a": 1}, "person": "x", "context": [1]}',
        rb'{"survey": %d, "person": {"token": "\u0000.\u0000.\u0000"}}',
        rb'{"survey": %d, "context": {"order": "\ud800", "\ud800": "x", "page": "\u0000"}}',
        rb'{"survey": %d, "person": {"user_id": "\ud800", "user_hash": "\ud800"}}',
    ],
)  # fmt: skip
def test_nonsense_from_a_page_breaks_nothing(survey, owner, said):
    from nabiz.feedback.popover.commands import make_site, show_on_pages

    show_on_pages(survey, sites=["https://shop.test"], audience="everybody", by=owner)
    key = make_site(by=owner).key.encode()
    said = said.replace(b"%d", b"%d" % survey.pk)
    for body in (said, said.replace(b'{"survey"', b'{"key": "%s", "survey"' % key)):
        response = Client().post(
            "/widget/turns?lang=\x00", body, content_type="text/plain", headers={"Origin": "https://shop.test"}
        )
        assert response.status_code in (200, 403)


@pytest.mark.parametrize("query", ["q=%00", "a=%00&q=score", "lang=%00", "v=x", "k=%ff", "via=%00&order=%00", "q[]=1"])
def test_nonsense_in_an_address_is_an_ordinary_page(invitation, visit, query):
    page = visit(invitation.token)

    assert page.client.get(f"{page.url}?{query}").status_code == 200


def test_a_survey_removed_while_its_builder_is_open_says_so(survey, ceren, sign_in):
    browser = sign_in(ceren)
    authoring.remove_survey(survey, by=ceren)
    parts = ("words/", "questions/score/", "settings/", "sending/", "publication/", "order/")

    assert {browser.post(f"/feedback/{survey.pk}/{part}").status_code for part in parts} == {404}
    assert Survey.objects.filter(pk=survey.pk).exists()


def test_an_invitation_outlives_neither_its_token_nor_its_survey(invitation, visit):
    tampered = invitation.token[:-1] + ("A" if invitation.token[-1] != "A" else "B")

    assert visit(tampered).get().status_code == 404
    assert visit(invitation.token.swapcase()).get().status_code == 404
    assert Response.objects.count() == 0
