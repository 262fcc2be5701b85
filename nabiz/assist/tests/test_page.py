"""The page on which the owner sets the language model up."""

import pytest
from django.urls import reverse

from nabiz.assist.engines import engine
from nabiz.assist.tests.conftest import completion

PAGE = "/assist/"
GIVEN = {"base": "https://llm.example.com/v1/chat/completions", "model": "small", "key": "k-1", "budget": "5000"}


def test_only_the_owner_finds_it(sign_in, owner, ceren):
    assert sign_in(ceren).get(PAGE).status_code == 404
    browser = sign_in(owner)

    assert browser.get(PAGE).status_code == 200
    assert PAGE in browser.get(reverse("team:settings")).content.decode()


def test_what_the_owner_enters_is_kept_and_off(sign_in, owner):
    browser = sign_in(owner)
    browser.post(PAGE, GIVEN)

    its = engine()
    assert (its.base, its.model, its.budget, its.is_on) == ("https://llm.example.com/v1", "small", 5000, False)
    assert "k-1" not in browser.get(PAGE).content.decode()


@pytest.mark.parametrize("wrong", [{"base": "ftp://x"}, {"base": "http://x.test"}, {"key": "a b"}, {"budget": "-1"}])
def test_what_cannot_be_is_said(sign_in, owner, wrong):
    assert sign_in(owner).post(PAGE, GIVEN | wrong).status_code == 422
    assert engine() is None


@pytest.mark.parametrize(("language", "words"), [("en", "does not accept the key"), ("tr", "anahtarı kabul etmiyor")])
def test_a_trial_says_what_went_wrong(sign_in, owner, endpoint, language, words):
    endpoint((401, {}), is_on=False)
    type(owner).objects.filter(pk=owner.pk).update(language=language)

    assert words in sign_in(owner).post(f"{PAGE}trial/", follow=True).content.decode()


def test_a_trial_shows_what_was_sent_and_what_came(sign_in, owner, endpoint):
    endpoint(completion({"ready": True}, tokens=31), is_on=False)

    content = sign_in(owner).post(f"{PAGE}trial/", follow=True).content.decode()

    assert "answers as it should" in content
    assert "{&quot;ready&quot;: true}" in content
    assert "31 of 100,000 tokens" in content


def test_removed_it_is_gone(sign_in, owner, endpoint):
    endpoint()
    sign_in(owner).post(f"{PAGE}removal/")

    assert engine() is None
