"""Who may open a view. Every staff view begins with `@can(...)`; what a member may not do does not exist for them."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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
        wrap = _guard_later if iscoroutinefunction(view) else _guard
        guarded: Any = wrap(cast(Any, view), capability)
        guarded.capability = capability
        return cast(GuardedView[P, R], guarded)

    return guard


def _guard(view: View[P, HttpResponseBase], capability: Capability) -> GuardedView[P, HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _elsewhere(request, capability) or view(cast(MemberRequest, request), *args, **kwargs)

    return guarded


def _guard_later(
    view: View[P, Awaitable[HttpResponseBase]], capability: Capability
) -> GuardedView[P, Awaitable[HttpResponseBase]]:
    @wraps(view)
    async def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if elsewhere := _elsewhere(request, capability):
            return elsewhere
        return await view(cast(MemberRequest, request), *args, **kwargs)

    return guarded


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
