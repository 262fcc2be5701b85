import asyncio
import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import activate
from django.utils.translation import gettext as _

from nabiz.config.handler import THREADS_FOR_MEMBERS, Handler
from nabiz.customers.views.bulk import _stream  # the way in which files are sent

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]
go_on = threading.Event()
closed = threading.Event()


def report(request):
    go_on.wait(60)
    return HttpResponse("a report")


def survey(request):
    return HttpResponse(f"a survey, {len(request.body)}")


def lines():
    yield _("Customers")
    yield "\nAyşe"


class Watched(StreamingHttpResponse):
    def close(self):
        super().close()
        closed.set()


def file(request):
    activate("tr")
    return Watched(_stream(lines()))


def endless(request):
    return Watched(_stream(iter(lambda: "x", "")))


def broken(request):
    def half():
        yield "x" * 10
        raise RuntimeError("half way")

    return StreamingHttpResponse(_stream(half()))


urlpatterns = [
    path("report", report),
    path("s/abc", survey),
    path("file", file),
    path("endless", endless),
    path("broken", broken),
]


class Browser:
    """A connection to the handler: what it sends, and when it goes away."""

    def __init__(self, where, body=b""):
        headers = [(b"host", b"localhost"), (b"content-length", str(len(body)).encode())]
        self.scope = {"type": "http", "method": "POST" if body else "GET", "path": where, "headers": headers}
        self.scope |= {"query_string": b"", "http_version": "1.1", "server": ("localhost", 80)}
        self.messages = [{"type": "http.request", "body": body, "more_body": False}]
        self.gone, self.body, self.status = asyncio.Event(), b"", 0

    async def receive(self):
        if self.messages:
            return self.messages.pop()
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")
        if self.scope["path"] == "/endless" and self.body:
            self.gone.set()

    async def go(self, handler):
        await handler(self.scope, self.receive, self.send)
        return self


@pytest.fixture
def handler(settings):
    settings.MIDDLEWARE = []
    closed.clear()
    go_on.clear()
    yield Handler()
    go_on.set()


def visit(handler, where, body=b""):
    async def one():
        return await Browser(where, body).go(handler)

    return asyncio.run(one())


def test_a_customer_does_not_wait_for_the_reports_of_members(handler):
    async def story():
        reports = [asyncio.create_task(Browser("/report").go(handler)) for _ in range(THREADS_FOR_MEMBERS + 3)]
        answered = await Browser("/s/abc", b"a=9").go(handler)
        waiting = [each for each in reports if not each.done()]
        go_on.set()
        return answered, len(waiting), [(await each).body for each in reports]

    answered, waiting, bodies = asyncio.run(story())

    assert (answered.status, answered.body) == (200, b"a survey, 3")
    assert waiting == len(bodies)
    assert set(bodies) == {b"a report"}


def test_a_file_is_written_in_the_language_of_its_request_and_closed(handler):
    assert visit(handler, "/file").body.decode() == "Müşteriler\nAyşe"
    assert closed.is_set()
    assert visit(handler, "/s/abc").body == b"a survey, 0"


def test_who_goes_away_ends_the_sending(handler):
    assert visit(handler, "/endless").body.startswith(b"x")
    assert closed.is_set()


def test_a_file_that_breaks_half_way_does_not_look_whole(handler):
    with pytest.raises(RuntimeError, match="half way"):
        visit(handler, "/broken")
