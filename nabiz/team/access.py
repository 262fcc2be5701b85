"""Who may open a view. Every staff view begins with `@can(...)`; what a member may not do does not exist for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from nabiz.team.models import Company, Member
from nabiz.team.queries import has_owner
from nabiz.team.roles import Capability


class MemberRequest(HttpRequest):
    """A request of a signed-in member of an installation that is set up."""

    member: Member
    company: Company
    htmx: Any


P = ParamSpec("P")
R = TypeVar("R")
View = Callable[Concatenate[MemberRequest, P], R]
GuardedView = Callable[Concatenate[HttpRequest, P], R]


def can(capability: Capability) -> Callable[[View[P, R]], GuardedView[P, R]]:
    """Let in who has the capability. Anonymous readers are led to the sign-in page, others get 404.

    Before the first start is through, everything leads to it. The capability stays readable as `view.capability`.
    """

    def guard(view: View[P, R]) -> GuardedView[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Any:
            return _elsewhere(request, capability) or view(cast(MemberRequest, request), *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return guard


def _elsewhere(request: HttpRequest, capability: Capability) -> HttpResponse | None:
    """Where a reader goes who may not come in; None for one who may."""
    known = cast(MemberRequest, request)
    if known.company is None or (known.member is None and not has_owner()):
        return _lead_to(request, redirect("team:setup"))
    if known.member is None:
        return _lead_to(request, redirect_to_login(_page_of(request)))
    if not known.member.can(capability):
        raise Http404
    return None


def _lead_to(request: HttpRequest, there: HttpResponse) -> HttpResponse:
    """A fragment cannot follow a redirect without swapping the whole sign-in page into itself."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": there["Location"]})
    return there


def _page_of(request: HttpRequest) -> str:
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    if page.path:
        return f"{page.path}?{page.query}" if page.query else page.path
    return request.get_full_path()
