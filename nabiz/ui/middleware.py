from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string


class ToastMiddleware:
    """Adds waiting messages to answers for htmx: such an answer is a fragment, and the toasts live in the shell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return with_toasts(request, self.get_response(request))


def with_toasts(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not _is_fragment(request, response) or not (waiting := get_messages(request)):
        return response
    assert isinstance(response, HttpResponse)
    html = render_to_string("ui/parts/toasts_later.html", {"messages": waiting}, request)
    response.write(html)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def _is_fragment(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Boosted") != "true"
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not ({"HX-Redirect", "HX-Refresh", "HX-Location"} & set(response.headers))
        and response.headers.get("Content-Type", "").startswith("text/html")
        and b"<html" not in response.content[:200]
    )
