import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from nabiz.reviews.commands import add_site
from nabiz.reviews.models import Site
from nabiz.reviews.polling import look_at_due_places, look_at_site
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("which", ["play", "app_store", "maps", "trustpilot_site"])


@pytest.fixture
def site(request, which):
    return request.getfixturevalue(which)


def told(kind="review."):
    return [
        (event.kind.removeprefix("review."), event.facts.get("body", event.facts.get("reply")))
        for event in Event.objects.filter(kind__startswith=kind).order_by("id")
    ]


@EACH
def test_reviews_on_every_page_of_a_site_come_to_the_timeline_once(site, stores):
    stores.reviews = [{"key": str(n), "body": f"Text {n}"} for n in range(5)]

    assert (look_at_site(site), look_at_site(site)) == (5, 0)
    assert told() == [("posted", f"Text {n}") for n in range(5)]


def test_what_google_says_of_a_review_is_kept(play, stores):
    stores.reviews = [{"key": "gp:1", "title": "Güzel ama yavaş", "body": "I <3 it, 5 < 6", "stars": 3}]
    look_at_site(play)

    event = Event.objects.get(kind="review.posted")
    wanted = {"title": "Güzel ama yavaş", "body": "I <3 it, 5 < 6", "rating": 3, "author": "Deniz K", "thumbs": 3}
    wanted |= {"language": "tr", "device": "klte", "version": "4.2", "site": "Google Play", "review": "gp:1"}
    assert wanted.items() <= event.facts.items()
    assert (event.source, event.happened_at) == (f"site:{play.pk}", datetime(2026, 11, 10, 9, tzinfo=UTC))


def test_what_apple_says_of_a_review_is_kept(app_store, stores):
    stores.reviews = [{"key": "a1", "title": "Harika", "body": "Çok iyi", "stars": 4}]
    look_at_site(app_store)

    event = Event.objects.get(kind="review.posted")
    wanted = {"title": "Harika", "body": "Çok iyi", "rating": 4, "author": "deniz_k", "territory": "TUR"}
    assert wanted.items() <= event.facts.items()
    assert event.happened_at == datetime(2026, 11, 10, 16, tzinfo=UTC)


@EACH
def test_an_edited_review_keeps_what_it_said_before(site, stores):
    for body, day in (("Good", 10), ("Bad", 11), ("Good", 12), ("Bad", 13)):
        stores.reviews = [{"key": "1", "body": body, "day": day}]
        look_at_site(site)

    assert told() == [("posted", "Good"), ("edited", "Bad"), ("edited", "Good"), ("edited", "Bad")]


@EACH
def test_what_was_answered_on_the_site_itself_is_an_answer_once(site, stores):
    stores.reviews = [{"key": "1", "body": "Bad", "reply": "We mend it."}]

    look_at_site(site)
    look_at_site(site)

    assert told() == [("posted", "Bad"), ("replied", "We mend it.")]


TROUBLES = [
    ((401, {}, {}), "denied"),
    ((403, {}, {}), "denied"),
    ((404, {}, {}), "missing"),
    ((429, {"Retry-After": "7200"}, {}), "busy"),
    ((503, {}, b"<html>"), "down"),
    ((302, {"Location": "http://elsewhere.example/"}, b""), "odd"),
    ((200, {}, b'{"reviews": [{'), "odd"),
    ((200, {}, b"[]"), "odd"),
]


@pytest.mark.parametrize(("answer", "problem"), TROUBLES)
def test_what_goes_wrong_is_said_and_the_site_is_asked_more_rarely(play, stores, answer, problem):
    stores.failing = [answer]

    look_at_site(play)

    seen = Site.objects.get()
    assert (seen.problem, seen.failures, look_at_due_places()) == (problem, 1, 0)
    waits = seen.next_look_at - timezone.now()
    assert waits > timedelta(minutes=119 if problem == "busy" else 59)


def test_the_words_of_the_site_about_the_problem_are_kept_until_it_is_gone(play, stores):
    stores.failing = [(403, {}, {"error": {"code": 403, "message": "The caller does not have permission"}})]
    look_at_site(play)
    assert Site.objects.get().said == "The caller does not have permission"

    look_at_site(play)
    assert (Site.objects.get().said, Site.objects.get().problem) == ("", "")


def test_a_page_that_fails_loses_nothing_of_those_before(play, stores):
    stores.reviews = [{"key": str(n), "body": f"Text {n}"} for n in range(4)]
    look = [(200, {}, stores.google_page({})), (503, {}, b"")]
    stores.failing = look

    assert look_at_site(play) == 2
    assert look_at_site(play) == 2


def test_odd_shapes_bring_nothing_and_break_nothing(play, stores):
    odd = [
        None,
        7,
        {"reviewId": 5},
        {"reviewId": "1", "comments": {}},
        {"reviewId": "2", "comments": [{"userComment": 3}]},
    ]
    stores.failing = [(200, {}, {"reviews": odd, "tokenPagination": []})]

    assert look_at_site(play) == 0
    assert Site.objects.get().problem == ""


def test_the_token_for_apple_is_not_handed_to_another_server(app_store, stores):
    stores.failing = [(200, {}, {"data": [], "links": {"next": "http://127.0.0.2:9/v1/apps/77/customerReviews"}})]

    look_at_site(app_store)

    assert Site.objects.get().problem == "odd"


@pytest.mark.parametrize(
    "key",
    [
        "no json",
        "[]",
        '{"client_email": "a@b"}',
        '{"client_email": "a", "private_key": "x", "token_uri": "http://127.0.0.1/"}',
    ],
)
def test_what_is_no_key_of_a_service_account_is_said_to_be_none(play, owner, key):
    add_site("google_play", "Google Play", {"key": key}, by=owner)

    look_at_site(Site.objects.get())

    assert Site.objects.get().problem == "key"


def test_a_key_that_google_does_not_know_is_no_permission(play, stores, service_account, owner, app_store):
    from cryptography.hazmat.primitives.asymmetric import rsa

    from nabiz.reviews.tests.conftest import pem

    other = service_account | {"private_key": pem(rsa.generate_private_key(65537, 2048))}
    add_site("google_play", "Google Play", {"key": json.dumps(other)}, by=owner)

    look_at_site(Site.objects.get(kind="google_play"))

    seen = Site.objects.get(kind="google_play")
    assert (seen.problem, seen.said) == ("denied", "Invalid JWT Signature.")


def test_keys_are_kept_encrypted_and_a_lost_secret_key_is_explained(app_store, stores, settings):
    assert "PRIVATE" not in Site.objects.get().boxed + json.dumps(Site.objects.get().options)
    settings.SECRET_KEY = "another"

    look_at_site(app_store)

    assert (Site.objects.get().problem, stores.asked) == ("locked", [])


def test_ones_own_network_is_not_asked_unless_that_is_allowed(app_store, stores, settings):
    settings.PRIVATE_ADDRESSES = False

    look_at_site(app_store)

    assert (Site.objects.get().problem, stores.asked) == ("private", [])
