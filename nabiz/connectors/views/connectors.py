from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.connectors import making
from nabiz.connectors.commands import (
    change_connector,
    new_secret,
    pause_connector,
    remove_connector,
    resume_connector,
    rotate_secret,
)
from nabiz.connectors.forms import OPTIONS, options_form, secret_form
from nabiz.connectors.models import Connector
from nabiz.connectors.pages import page_of
from nabiz.connectors.queries import connector_lines, findings, visible_connectors
from nabiz.connectors.tasks import soon
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_GET
def connectors(request: MemberRequest) -> HttpResponse:
    facts = {"lines": connector_lines(request.member), "kinds": making.kinds()}
    return render(request, "connectors/connectors.html", facts)


@never_cache
@can("connect")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in OPTIONS:
        raise Http404
    forms = making.Forms.of(kind, request.POST or None)
    if request.method == "POST" and forms.are_valid() and (made := forms.make(by=request.member)):
        return _shown(request, *made)
    facts = {"forms": forms, "kind": making.kind_named(kind)}
    return render(request, "connectors/new.html", facts, status=422 if forms.have_errors else 200)


@can("connect")
@require_GET
def connector(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    return render(request, "connectors/connector.html", page_of(request.member, its))


@can("connect")
@require_http_methods(["GET", "POST"])
def options(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    form = options_form(its.kind, request.POST or None, initial=its.options)
    if request.method == "POST" and form.is_valid():
        change_connector(its, options=form.cleaned_data, by=request.member)
        toast(request, _("The settings of %(connector)s are saved") % {"connector": its})
        return redirect("connectors:connector", its.pk)
    return render(
        request, "connectors/options.html", {"connector": its, "form": form}, status=422 if form.errors else 200
    )


@never_cache
@can("connect")
@require_http_methods(["GET", "POST"])
def secret(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    form = secret_form(its.kind, request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        if given := form.cleaned_data["secret"]:
            rotate_secret(its, given, user=form.cleaned_data.get("user", ""), by=request.member)
            return _shown(request, its, "")
        made = new_secret(str(its.options.get("scheme")))
        return _shown(request, rotate_secret(its, made, by=request.member), made)
    return render(request, "connectors/rotate.html", {"connector": its, "form": form})


@can("connect")
@require_POST
def check(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    return render(request, "connectors/connector.html", page_of(request.member, its) | {"findings": findings(its)})


@can("connect")
@require_POST
def looks(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    soon(its.pk)
    toast(request, _("%(connector)s is asked in a moment") % {"connector": its})
    return redirect("connectors:connector", its.pk)


@can("connect")
@require_POST
def pause(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    pause_connector(its, by=request.member)
    toast(request, _("%(connector)s is paused") % {"connector": its})
    return redirect("connectors:connector", its.pk)


@can("connect")
@require_POST
def resumption(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    resume_connector(its, by=request.member)
    toast(request, _("%(connector)s goes on") % {"connector": its})
    return redirect("connectors:connector", its.pk)


@can("connect")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    remove_connector(its, by=request.member)
    toast(request, _("%(connector)s is removed") % {"connector": its})
    return redirect("connectors:connectors")


def _shown(request: MemberRequest, its: Connector, secret: str) -> HttpResponse:
    """A secret that Nabız made stands in the answer itself, for a redirect would have to keep it somewhere."""
    if not secret:
        return redirect("connectors:connector", its.pk)
    arguments = [its.key, secret] if its.options.get("scheme") == "path" else [its.key]
    name = "in:delivery_in_path" if its.options.get("scheme") == "path" else "in:delivery"
    address = settings.PUBLIC_URL.rstrip("/") + reverse(name, args=arguments)
    return render(request, "connectors/secret.html", {"connector": its, "secret": secret, "address": address})
