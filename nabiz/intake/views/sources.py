from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.intake.commands import NameRefused, change_source, create_source, revoke_source, rotate_key
from nabiz.intake.forms import LimitsForm, SourceForm, limits_of
from nabiz.intake.models import Source
from nabiz.intake.queries import source_lines, visible_sources
from nabiz.intake.snippets import snippets
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_http_methods(["GET"])
def sources(request: MemberRequest) -> HttpResponse:
    facts = {"lines": source_lines(request.member), "snippets": snippets(_host(request), _("YOUR_KEY"))[:1]}
    return render(request, "intake/sources.html", facts)


@never_cache
@can("connect")
@require_http_methods(["GET", "POST"])
def new_source(request: MemberRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _show_key(request, *create_source(**form.cleaned_data, by=request.member))
        except NameRefused as refusal:
            form.add_error("name", str(refusal))
    return render(request, "intake/new_source.html", {"form": form}, status=422 if form.errors else 200)


@can("connect")
@require_http_methods(["GET", "POST"])
def source(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_sources(request.member), pk=number)
    form = LimitsForm(request.POST or None, initial=limits_of(its))
    if request.method == "POST" and form.is_valid():
        change_source(its, **form.cleaned_data, by=request.member)
        toast(request, _("The limits of %(source)s are saved") % {"source": its})
        return redirect("intake:source", its.pk)
    line = next(line for line in source_lines(request.member) if line.source == its)
    return render(request, "intake/source.html", {"line": line, "form": form}, status=422 if form.errors else 200)


@never_cache
@can("connect")
@require_POST
def key(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_sources(request.member), pk=number)
    return _show_key(request, its, rotate_key(its, by=request.member))


@can("connect")
@require_POST
def revocation(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_sources(request.member), pk=number)
    revoke_source(its, by=request.member)
    toast(request, _("%(source)s can send nothing more") % {"source": its})
    return redirect("intake:source", its.pk)


def _show_key(request: HttpRequest, its: Source, key: str) -> HttpResponse:
    """Straight in the answer, for a redirect would have to keep the key somewhere."""
    facts = {"source": its, "key": key, "snippets": snippets(_host(request), key, its.trust)}
    return render(request, "intake/key.html", facts)


def _host(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
