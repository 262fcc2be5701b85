import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse

from nabiz.ui.middleware import ToastMiddleware
from nabiz.ui.toasts import toast

HTMX = {"HX-Request": "true"}


def answer(rf, response, headers=HTMX):
    """What the browser gets after a view that said something."""

    def view(request):
        toast(request, "Archived <b>", undo_url="/undo/", level=messages.SUCCESS)
        return response

    request = rf.get("/", headers=headers)
    request.htmx = bool(headers)
    return SessionMiddleware(MessageMiddleware(ToastMiddleware(view)))(request).content.decode()


@pytest.mark.django_db
def test_a_fragment_carries_its_toast_along(rf):
    html = answer(rf, HttpResponse("<p>done</p>"))

    assert 'hx-swap-oob="beforeend:#toasts"' in html
    assert "Archived &lt;b&gt;" in html
    assert 'action="/undo/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("response", "headers"),
    [
        (HttpResponse("<!doctype html><html>"), HTMX),
        (HttpResponse("{}", content_type="application/json"), HTMX),
        (HttpResponse("", headers={"HX-Redirect": "/"}), HTMX),
        (HttpResponse("<p>page</p>"), {}),
    ],
)
def test_whole_pages_and_other_answers_keep_the_message_for_later(rf, response, headers):
    assert "toast" not in answer(rf, response, headers)
