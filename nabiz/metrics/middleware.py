"""A page whose numbers the engine cannot give just now says so, instead of breaking; so does one that cannot be."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.parsing import BadQuestion


class UnansweredMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BadQuestion):
            return render(request, "metrics/refused.html", {"sentence": str(exception)}, status=400)
        if not isinstance(exception, Unanswered):
            return None
        return render(request, "metrics/unanswered.html", {"sentence": str(exception)}, status=503)
