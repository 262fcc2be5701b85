"""A survey that shows itself on a page: where, to whom, and where its answer goes."""

import gzip
import json
import re
import threading
from datetime import timedelta
from urllib.parse import urlsplit

import jwt
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from nabiz.feedback.models import Invitation, Response, Survey
from nabiz.feedback.popover.commands import make_site, new_secret, pause_popover, show_on_pages
from nabiz.feedback.popover.visitors import hash_for

pytestmark = pytest.mark.django_db
SITE = "https://www.acme.test"


@pytest.fixture
def site(owner):
    return make_site(by=owner)


@pytest.fixture
def shown(survey, ceren):
    """Shows the survey on pages of the site."""

    def show(**fields):
        show_on_pages(survey, sites=[SITE], by=ceren, **fields)
        survey.refresh_from_db()
        return survey

    return show


@pytest.fixture
def page(site):
    """A page of the site that asks."""

    class Page:
        def __init__(self):
            self.site = site

        def rules(self, origin=SITE, key=""):
            sent = {"key": key or self.site.key, "lang": "en"}
            return Client().get("/widget/rules", sent, headers={"Origin": origin})

        def turn(self, survey, origin=SITE, **said):
            sent = json.dumps({"key": self.site.key, "survey": survey.pk} | said)
            return Client().post("/widget/turns?lang=en", sent, content_type="text/plain", headers={"Origin": origin})

    return Page()


@pytest.fixture
def signed(site, owner, deniz):
    """Says who is signed in on the page, as its server would."""
    from nabiz.customers.models import Identity

    Identity.objects.create(customer=deniz, kind="user_id", value="17")
    deniz.since -= timedelta(days=100)
    deniz.save()
    secret = new_secret(site, by=owner)

    def token(sub="17", secret=secret, minutes=5):
        return {"token": jwt.encode({"sub": sub, "exp": timezone.now() + timedelta(minutes=minutes)}, secret)}

    token.secret = secret
    return token


def test_the_script_is_small_and_may_be_loaded_from_anywhere():
    response = Client().get("/widget.js")

    assert len(gzip.compress(response.content)) < 10_000
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}


def test_only_pages_of_allowed_sites_hear_of_a_survey(shown, page):
    survey = shown(paths=["/pricing"], event="")

    assert [rule["id"] for rule in page.rules().json()["surveys"]] == [survey.pk]
    assert page.rules(origin="https://evil.test").json()["surveys"] == []
    assert page.rules(key="nbz_wrong").json() == {}


def test_the_key_of_a_server_shows_nothing(shown, page, owner):
    from nabiz.intake.commands import create_source

    shown()

    assert page.rules(key=create_source("shop", by=owner)[1]).json() == {}


def test_an_answer_crosses_origins_without_cookies(shown, page):
    response = page.rules()

    assert response["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in response
    assert "Origin" in response["Vary"]


@pytest.mark.parametrize("state", ["paused", "draft", "popover"])
def test_what_rests_shows_itself_nowhere(shown, page, ceren, state):
    survey = shown()
    if state == "popover":
        pause_popover(survey, by=ceren)
    else:
        Survey.objects.update(status=state)

    assert page.rules().json()["surveys"] == []
    assert page.turn(survey).json() == {}


def follow(browser, url, answers):
    """Answer in the frame; returns the last page."""
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}"
    for value in answers:
        html = browser.get(address).content.decode()
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
        address = browser.post(address, form | {"a": value})["Location"]
    return browser.get(address)


def test_anybody_answers_in_a_frame_that_keeps_no_cookie(shown, page, slow_key, monkeypatch):
    from nabiz.feedback.entering import new_key

    monkeypatch.setattr("nabiz.feedback.popover.showing.new_key", new_key)
    browser = Client()
    last = follow(browser, page.turn(shown()).json()["url"], ["3", "Slow"])

    assert "data-done" in last.content.decode()
    assert browser.cookies == {}
    assert Response.objects.get().channel == "web"


def test_only_the_allowed_site_may_frame_it(shown, page):
    url = urlsplit(page.turn(shown()).json()["url"])
    response = Client().get(f"{url.path}?{url.query}")

    assert f"frame-ancestors {SITE};" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response


def test_who_is_signed_in_is_asked_once_and_the_answer_is_theirs(shown, page, signed, deniz, timeline):
    survey = shown(channel="app")
    url = page.turn(survey, person=signed()).json()["url"]
    again = page.turn(survey, person=signed()).json()
    follow(Client(), url, ["9", "Nice"])

    assert again == {}
    assert timeline(deniz) == ["survey.invited", "survey.answered"]
    assert Invitation.objects.get().channel == "app"


def test_a_site_whose_key_was_revoked_signs_no_more(shown, page, signed, owner):
    from nabiz.intake.commands import revoke_source

    revoke_source(page.site.source, by=owner)
    page.site = make_site(by=owner)
    secret, survey = new_secret(page.site, by=owner), shown()

    assert page.turn(survey, person=signed()).status_code == 403
    assert page.turn(survey, person=signed(secret=secret)).json()["url"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_key(owner):
    from nabiz.intake.models import Source

    def click():
        make_site(by=owner)
        connection.close()

    clicks = [threading.Thread(target=click) for _n in range(4)]
    [each.start() for each in clicks]
    [each.join() for each in clicks]

    assert Source.objects.count() == 1


def test_a_hash_of_the_user_id_signs_too(shown, page, signed, deniz):
    person = {"user_id": "17", "user_hash": hash_for("17", signed.secret)}

    assert page.turn(shown(), person=person).json()["url"]
    assert Invitation.objects.get().customer == deniz


@pytest.mark.parametrize("wrong", ["secret", "expired", "hash", "bare"])
def test_who_is_named_without_a_valid_signature_is_not_asked(shown, page, signed, wrong):
    people = {
        "secret": signed(secret="x" * 43),
        "expired": signed(minutes=-5),
        "hash": {"user_id": "17", "user_hash": "0" * 64},
        "bare": {"user_id": "17"},
    }

    assert page.turn(shown(), person=people[wrong]).status_code == 403
    assert not Invitation.objects.exists()


def test_the_limits_of_all_surveys_hold_on_pages(shown, page, signed, deniz, make_live):
    from nabiz.feedback.commands import invite
    from nabiz.feedback.tests.visitor import COMMENT

    with transaction.atomic():
        invite(make_live(COMMENT), deniz, channel="email")

    assert page.turn(shown(), person=signed()).json() == {}


def test_who_declined_is_left_alone_on_pages(shown, page, signed, deniz, invitation):
    from nabiz.feedback.declining import decline

    decline(invitation)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=390))

    assert page.turn(shown(), person=signed()).json() == {}


def test_strangers_are_not_asked_where_only_known_customers_are(shown, page, signed):
    survey = shown(audience="known")

    assert page.turn(survey).json() == {}
    assert page.turn(survey, person=signed("nobody")).json() == {}


@pytest.mark.parametrize("body", ["", "[]", "{", '{"survey": []}', "[" * 9_000, '{"survey": true, "key": {}}'])
def test_nonsense_gets_nothing(shown, body):
    shown()
    response = Client().post("/widget/turns", body, content_type="text/plain", headers={"Origin": SITE})

    assert (response.status_code, response.json()) == (200, {})


def test_a_member_sets_where_it_shows_itself(survey, owner, sign_in):
    browser, address = sign_in(owner), f"/feedback/{survey.pk}/website/"
    browser.post(f"{address}key/")
    sent = {"sites": f"{SITE}/", "paths": "/pricing\n/blog/*", "event": "", "visit": 3, "delay_seconds": 0,
            "percent": 50, "opens": "tab", "audience": "everybody", "channel": "web"}  # fmt: skip
    browser.post(address, sent)
    html = browser.get(address).content.decode()
    survey.refresh_from_db()

    assert (survey.popover.paths, survey.popover.opens) == (["/pricing", "/blog/*"], "tab")
    assert all(part in html for part in ("/widget.js", "data-key=&quot;nbz_", "&lt;iframe"))


def test_the_secret_is_shown_once_and_kept_encrypted(survey, owner, sign_in):
    from nabiz.feedback.popover.models import Site

    browser, address = sign_in(owner), f"/feedback/{survey.pk}/website/"
    once = browser.post(f"{address}secret/").content.decode()
    secret = Site.objects.get().secret

    assert secret in once
    assert secret not in browser.get(address).content.decode()
    assert secret not in Site.objects.get().boxed_secret


def test_who_presses_the_tab_may_speak_although_they_were_asked_lately(shown, page, signed, deniz, make_live):
    from nabiz.feedback.commands import invite
    from nabiz.feedback.tests.visitor import COMMENT

    with transaction.atomic():
        invite(make_live(COMMENT), deniz, channel="email")
    by_tab = shown(opens="tab", percent=1)

    assert page.turn(by_tab, person=signed()).json()["url"]
    assert [rule["tab"] for rule in page.rules().json()["surveys"]] == [True]
