from django.contrib.messages import ERROR
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.reviews.commands import add_site, pause_place, remove_site
from nabiz.reviews.models import Site
from nabiz.reviews.polling import try_site
from nabiz.reviews.queries import visible_sites
from nabiz.reviews.site_forms import SiteForm
from nabiz.reviews.sites.accounts import KINDS
from nabiz.reviews.sites.kinds import Kind
from nabiz.reviews.sites.sentences import about_site
from nabiz.reviews.tasks import look_at_site_now
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_safe
def sites(request: MemberRequest) -> HttpResponse:
    visible = visible_sites(request.member)
    lines = [(site, KINDS[site.kind], about_site(site.problem), f"remove-{site.pk}") for site in visible]
    return render(request, "reviews/sites.html", {"lines": lines, "kinds": KINDS.values()})


@can("connect")
@require_http_methods(["GET", "HEAD", "POST"])
def new_site(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    return _edited(request, KINDS[kind], SiteForm(KINDS[kind], request.POST or None))


@can("connect")
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: MemberRequest, number: int) -> HttpResponse:
    its = _site(request, number)
    return _edited(request, KINDS[its.kind], SiteForm(KINDS[its.kind], request.POST or None, known=its))


@can("connect")
@require_POST
def trial(request: MemberRequest, number: int) -> HttpResponse:
    """Ask for the newest reviews right now."""
    its = _site(request, number)
    trouble = try_site(its)
    if trouble:
        words = about_site(trouble.why)
        toast(request, f"{words} {trouble.said}".strip(), level=ERROR)
        return redirect("reviews:sites")
    look_at_site_now.defer(site=its.pk)
    toast(request, _("%(site)s works. What is new appears among the reviews.") % {"site": its})
    return redirect("reviews:sites")


@can("connect")
@require_POST
def pause(request: MemberRequest, number: int) -> HttpResponse:
    its = _site(request, number)
    pause_place(its, not its.is_paused)
    return redirect("reviews:sites")


@can("connect")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    its = _site(request, number)
    remove_site(its, by=request.member)
    toast(request, _("%(site)s was removed with its key; its reviews stay") % {"site": its})
    return redirect("reviews:sites")


def _edited(request: MemberRequest, kind: Kind, form: SiteForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        its = add_site(kind.key, form.name, form.options, by=request.member)
        look_at_site_now.defer(site=its.pk)
        toast(request, _("%(site)s is asked for reviews now, and once an hour from here on") % {"site": its})
        return redirect("reviews:sites")
    facts = {"form": form, "kind": kind, "site": form.known}
    return render(request, "reviews/site.html", facts, status=422 if form.errors else 200)


def _site(request: MemberRequest, number: int) -> Site:
    return get_object_or_404(visible_sites(request.member), pk=number)
