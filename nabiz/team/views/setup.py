"""The first start: who owns this installation, and which company it serves. Open to the person at the terminal only."""

from typing import cast

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from nabiz.team.access import MemberRequest
from nabiz.team.choices import FIRST_ZONE
from nabiz.team.commands import NewCompany, NewOwner, create_company, create_owner
from nabiz.team.forms import CompanyForm, OwnerForm, SetupCodeForm
from nabiz.team.queries import has_owner, is_setup_code

KEY = "setup_code"


@never_cache
@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """Whichever step comes next."""
    if given := request.GET.get("code"):
        request.session[KEY] = given
        return redirect("team:setup")
    if elsewhere := _elsewhere(request):
        return elsewhere
    if has_owner():
        return render(request, "team/setup_company.html", {"form": CompanyForm(initial=_guesses())})
    if not _knows_the_code(request):
        form = SetupCodeForm({"code": request.session[KEY]} if KEY in request.session else None)
        return _ask_for_code(request, form)
    return render(request, "team/setup_owner.html", {"form": OwnerForm()})


@require_POST
def code(request: HttpRequest) -> HttpResponse:
    request.session[KEY] = request.POST.get("code", "")
    return redirect("team:setup")


@require_POST
@sensitive_post_parameters("password")
def owner(request: HttpRequest) -> HttpResponse:
    if has_owner() or not _knows_the_code(request):
        return redirect("team:setup")
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return render(request, "team/setup_owner.html", {"form": form}, status=422)
    member = create_owner(cast(NewOwner, form.cleaned_data), language=(get_language() or "")[:2])
    request.session.pop(KEY, None)
    response: HttpResponse = perform_login(request, member, redirect_url="/team/setup/")
    return response


@require_POST
def company(request: HttpRequest) -> HttpResponse:
    if elsewhere := _elsewhere(request):
        return elsewhere
    form = CompanyForm(request.POST)
    if not has_owner() or not form.is_valid():
        return render(request, "team/setup_company.html", {"form": form}, status=422)
    create_company(cast(NewCompany, form.cleaned_data), by=cast(MemberRequest, request).member)
    return redirect("/")


def _elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Nothing to see here after the first start, and nobody but the owner sees its second half."""
    known = cast(MemberRequest, request)
    if not has_owner():
        return None
    if known.member is None:
        return redirect("account_login")
    return redirect("/") if known.company or not known.member.can("manage") else None


def _knows_the_code(request: HttpRequest) -> bool:
    return is_setup_code(str(request.session.get(KEY, "")))


def _ask_for_code(request: HttpRequest, form: SetupCodeForm) -> HttpResponse:
    if form.is_bound:
        form.full_clean()
        form.add_error("code", form.fields["code"].error_messages["wrong"])
    return render(request, "team/setup_code.html", {"form": form}, status=403 if form.is_bound else 200)


def _guesses() -> dict[str, str]:
    return {"language": (get_language() or "en")[:2], "time_zone": FIRST_ZONE, "currency": "TRY"}
