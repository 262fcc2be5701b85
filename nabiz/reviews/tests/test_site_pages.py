import json

import pytest
from django.urls import reverse

from nabiz.reviews.models import Site
from nabiz.reviews.sites.accounts import account_of
from nabiz.reviews.tests.conftest import PACKAGE

pytestmark = pytest.mark.django_db
LIST, NEW = "/reviews/sites/", "/reviews/sites/new/google_play/"
FILLED = {"name_of_site": "Play", "package": PACKAGE, "key": '{"type": "service_account"}'}


def test_an_account_is_added_and_its_key_is_never_shown(sign_in, owner):
    browser = sign_in(owner)

    assert browser.post(NEW, FILLED).status_code == 302
    site = Site.objects.get()
    pages = [browser.get(url).content.decode() for url in (LIST, f"{LIST}{site.pk}/")]
    assert account_of(site)["key"] == FILLED["key"]
    assert ["service_account" in page for page in pages] == [False, False]


def test_a_key_that_is_left_empty_stays_as_it_is(sign_in, owner):
    browser = sign_in(owner)
    browser.post(NEW, FILLED)
    browser.post(f"{LIST}{Site.objects.get().pk}/", {"package": "com.example.other", "key": ""})

    account = account_of(Site.objects.get())
    assert (account["package"], account["key"]) == ("com.example.other", FILLED["key"])


WRONG = [
    ("package", "../../secrets"), ("package", ""), ("key", ""), ("name_of_site", "")
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_right_is_explained_beside_its_field(sign_in, owner, name, value):
    response = sign_in(owner).post(NEW, FILLED | {name: value})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [name])
    assert not Site.objects.exists()


def test_two_sites_do_not_share_a_name(sign_in, owner):
    browser = sign_in(owner)
    browser.post(NEW, FILLED)

    assert browser.post(NEW, FILLED | {"package": "com.example.other"}).status_code == 422
    assert Site.objects.get().options["package"] == PACKAGE


def test_trying_says_that_it_works(sign_in, owner, play, stores):
    stores.reviews = [{"key": "1", "body": "Good"}]

    page = sign_in(owner).post(f"{LIST}{play.pk}/trial/", follow=True).content.decode()

    assert "Google Play works" in page


def test_trying_says_in_a_sentence_what_is_wrong(sign_in, owner, play, stores):
    stores.failing = [(403, {}, {"error": {"message": "The caller does not have permission"}})]

    page = sign_in(owner).post(f"{LIST}{play.pk}/trial/", follow=True).content.decode()

    assert "does not accept this key" in page
    assert "The caller does not have permission" in page


def test_a_site_is_paused_goes_on_and_is_removed(sign_in, owner, play):
    browser = sign_in(owner)

    browser.post(f"{LIST}{play.pk}/pause/")
    assert Site.objects.get().is_paused
    browser.post(f"{LIST}{play.pk}/pause/")
    assert not Site.objects.get().is_paused
    browser.post(f"{LIST}{play.pk}/removal/")
    assert not Site.objects.exists()


@pytest.mark.parametrize("name", ["sites", "site", "new_site", "try_site", "pause_site", "remove_site"])
def test_who_may_not_connect_sees_and_changes_nothing(sign_in, ana, play, name):
    own = {"sites": [], "new_site": ["google_play"]}.get(name, [play.pk])
    url = reverse(f"reviews:{name}", args=own)

    for response in (sign_in(ana).get(url), sign_in(ana).post(url, FILLED)):
        assert response.status_code in (403, 404, 405)
    assert list(Site.objects.values_list("is_paused", flat=True)) == [False]


def test_what_a_key_looks_like_is_not_sent_to_the_page_when_a_field_is_wrong(sign_in, owner):
    key = json.dumps({"private_key": "SECRET"})

    page = sign_in(owner).post(NEW, FILLED | {"key": key, "package": "?"}).content.decode()

    assert "SECRET" not in page
