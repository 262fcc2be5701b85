"""Which language model is asked, what it has used, and everything that was said to it."""

from django.contrib.messages import ERROR
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.assist.asking import try_out, visible_calls
from nabiz.assist.engines import engine, remove_engine, set_engine, spent_this_month
from nabiz.assist.forms import EngineForm
from nabiz.assist.problems import NotAsked
from nabiz.team.access import MemberRequest, can
from nabiz.team.paging import page_of
from nabiz.ui.toasts import toast


@can("manage")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    its, spent = engine(), spent_this_month()
    form = EngineForm(request.POST or None, known=its)
    if request.method == "POST" and form.is_valid():
        set_engine(**form.cleaned_data, by=request.member)
        toast(request, _("The settings of the language model are kept"))
        return redirect("assist:settings")
    facts = {"engine": its, "form": form, "spent": spent, "is_used_up": bool(its and spent.tokens >= its.budget)}
    facts |= page_of(request, visible_calls(request.member), 20)
    page = "assist/settings.html#rows" if request.htmx else "assist/settings.html"
    return render(request, page, facts, status=422 if form.errors else 200)


@can("manage")
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    remove_engine(by=request.member)
    toast(request, _("The language model is gone, and its key with it"))
    return redirect("assist:settings")


@can("manage")
@require_POST
def trial(request: MemberRequest) -> HttpResponse:
    try:
        try_out()
        toast(request, _("The language model answers as it should"))
    except NotAsked as problem:
        toast(request, problem.sentence, level=ERROR)
    return redirect("assist:settings")
