"""Every kind of question on its page: what is wrong is said beside what was right, and going back finds it again."""

import pytest

from nabiz.feedback.commands import invite
from nabiz.feedback.models import Answer, Question
from nabiz.feedback.tests.test_public_page import text
from nabiz.feedback.tests.visitor import COMMENT, TITLE


def said(label):
    return {"value": label, "texts": {"en": {"label": label}, "tr": {"label": label}}}


MATRIX = {
    "key": "m",
    "kind": "matrix",
    "is_required": True,
    "options": [said("good"), said("bad")],
    "rows": [said("x"), said("y")],
}
CONTACT = {"key": "c", "kind": "contact"}


def test_a_matrix_with_an_open_row_keeps_the_others(make_live, deniz, visit):
    browser = visit(invite(make_live(MATRIX | {"texts": TITLE}), deniz, channel="email").token)
    response = browser.answer(**{"a-x": "bad"})

    assert response.status_code == 422
    assert 'name="a-x" value="bad" checked' in text(response)


def test_a_wrong_address_stands_there_to_be_mended(make_live, deniz, visit):
    browser = visit(invite(make_live(CONTACT | {"texts": TITLE}), deniz, channel="email").token)
    response = browser.answer(**{"a-name": "Deniz", "a-email": "deniz.test"})

    assert response.status_code == 422
    assert 'value="deniz.test"' in text(response)


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_whoever_goes_back_finds_every_answer_again(make_live, deniz, visit, kind):
    question = MATRIX | {"key": "x", "kind": kind, "texts": TITLE}
    browser = visit(invite(make_live(question, COMMENT), deniz, channel="email").token)
    given = {"choices": ["good", "bad"], "choice": "good", "text": "Fast", "consent": "yes"}.get(kind, "3")
    places = {"rank": ("1", "2")}.get(kind, ("good", "bad"))
    more = dict(zip(("a-good", "a-bad"), places, strict=True)) | {"a-x": "good", "a-y": "bad", "a-name": "Deniz"}
    browser.answer(given, **more)
    before, again = Answer.objects.get().value, browser.get(q="x")

    browser.answer(given, url=f"{browser.url}?q=x", **more)
    assert again.status_code == 200
    assert Answer.objects.get(question__key="x").value == before


def test_a_link_brings_words_into_the_first_question(make_live, ceren, visit):
    from nabiz.feedback.authoring import open_link

    question = {"key": "x", "kind": "text", "texts": {"en": {"title": "How was order {order}?"}}}
    browser = visit(open_link(make_live(question, version={"hidden": ["order"]}), by=ceren))
    page = text(browser.get(order="S-1<b>\u202e", other="x"))

    assert "How was order S-1&lt;b&gt;?" in page
