import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nabiz.reviews.commands import add_feed
from nabiz.reviews.models import Feed
from nabiz.reviews.polling import look_at, look_at_due_places
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """A review site; a test says what it answers."""

    answer = (200, {}, b"")
    asked = ()

    def do_GET(self):
        type(self).asked = (*self.asked, self.headers.get("If-None-Match"))
        status, headers, body = self.answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(settings):
    settings.PRIVATE_ADDRESSES = True
    Site.answer, Site.asked = (200, {}, b""), ()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/reviews.xml"
    server.shutdown()
    server.server_close()


@pytest.fixture
def feed(site, owner):
    return add_feed(name="Forum", url=site, by=owner)


def says(*reviews, **headers):
    items = "".join(
        f"<entry><id>{key}</id><title>{title}</title><updated>2026-11-0{day}T09:00:00Z</updated></entry>"
        for key, title, day in reviews
    )
    Site.answer = (200, headers, f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'.encode())


def told():
    return list(Event.objects.filter(kind__startswith="review.").order_by("id").values_list("kind", "facts__title"))


def test_what_stands_in_a_feed_comes_to_the_timeline_once(feed):
    says(("1", "Good", 1), ("2", "Bad", 2))

    assert (look_at(feed), look_at(feed)) == (2, 0)
    assert told() == [("review.posted", "Good"), ("review.posted", "Bad")]


def test_an_edited_review_keeps_what_it_said_before(feed):
    says(("1", "Good", 1))
    look_at(feed)
    says(("1", "Not any more", 3))
    look_at(feed)
    look_at(feed)

    assert told() == [("review.posted", "Good"), ("review.edited", "Not any more")]


def test_a_review_that_is_changed_back_says_so_too(feed):
    for title, day in (("Good", 1), ("Bad", 2), ("Good", 3)):
        says(("1", title, day))
        look_at(feed)

    assert [title for _, title in told()] == ["Good", "Bad", "Good"]


def test_a_site_is_asked_only_for_what_is_new(feed):
    says(("1", "Good", 1), ETag='"v1"')
    look_at(feed)
    Site.answer = (304, {}, b"")
    look_at(Feed.objects.get())

    assert Site.asked == (None, '"v1"')
    assert Feed.objects.get().problem == ""


@pytest.mark.parametrize(
    ("answer", "problem", "is_paused"),
    [((404, {}, b""), "refused", False), ((410, {}, b""), "gone", True), ((200, {}, b"<html>"), "no_feed", False)],
)
def test_what_a_site_does_wrong_is_said_and_it_is_asked_more_rarely(feed, answer, problem, is_paused):
    Site.answer = answer

    look_at(feed)

    seen = Feed.objects.get()
    assert (seen.problem, seen.is_paused, seen.failures) == (problem, is_paused, 1)
    assert look_at_due_places() == 0
    assert len(Site.asked) == 1


def test_ones_own_network_is_not_looked_at_unless_that_is_allowed(feed, settings):
    settings.PRIVATE_ADDRESSES = False

    look_at(feed)

    assert (Feed.objects.get().problem, Site.asked) == ("private", ())
