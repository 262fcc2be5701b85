"""One table of an upload: how it is written, what its columns mean, and what would become of its first rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.imports import uploading
from nabiz.imports.choosing import chosen_plan
from nabiz.imports.drafting import looked, plan_of_draft, visible_drafts
from nabiz.imports.editing.changes import changed
from nabiz.imports.editing.page import page_of
from nabiz.imports.editing.reading import settings_from
from nabiz.imports.forms import NameForm
from nabiz.imports.mappings.toml import BadMapping, dumps, loads
from nabiz.imports.models import Draft
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.views.downloads import toml_file
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@never_cache
@can("connect")
@require_http_methods(["GET", "POST"])
def table(request: MemberRequest, number: int) -> HttpResponse:
    """Every change is kept at once; the answer is the form and what it makes of the first rows."""
    draft = _draft(request, number)
    if draft.job_id:
        return redirect("imports:import", draft.job_id)
    try:
        its = looked(draft)
    except Unreadable as refused:
        return render(request, "imports/gone.html", {"draft": draft, "problem": str(refused)}, status=410)
    if request.method == "POST":
        plan = changed(plan_of_draft(draft), its, request.POST.dict())
        uploading.choose_mapping(draft, plan, preset=draft.preset)
        if not request.htmx:
            return redirect(_after(request, draft))
    return _shown(request, draft, "imports/table.html#mapping" if request.htmx else "imports/table.html")


@can("connect")
@require_POST
def reading(request: MemberRequest, number: int) -> HttpResponse:
    draft = _draft(request, number)
    try:
        uploading.describe_reading(draft, settings_from(request.POST.dict(), looked(draft), draft.settings))
    except Unreadable as refused:
        toast(request, str(refused), level=messages.ERROR)
    return redirect("imports:table", draft.pk)


@can("connect")
@require_POST
def choice(request: MemberRequest, number: int) -> HttpResponse:
    """Begin with a preset, an own mapping, or anew."""
    draft = _draft(request, number)
    name = request.POST.get("preset", "")
    uploading.choose_mapping(draft, chosen_plan(name, looked(draft), request.member), preset=name)
    return redirect("imports:table", draft.pk)


@can("connect")
@require_http_methods(["GET", "POST"])
def toml(request: MemberRequest, number: int) -> HttpResponse:
    draft = _draft(request, number)
    if request.method == "GET":
        return toml_file(plan_of_draft(draft), draft.short_name)
    try:
        uploading.choose_mapping(draft, loads(request.POST.get("toml", "")), preset=draft.preset)
    except BadMapping as bad:
        return _shown(request, draft, "imports/table.html", toml=request.POST.get("toml", ""), toml_problem=str(bad))
    return redirect("imports:table", draft.pk)


@can("connect")
@require_POST
def saved(request: MemberRequest, number: int) -> HttpResponse:
    draft, form = _draft(request, number), NameForm(request.POST)
    if form.is_valid():
        its = uploading.save_mapping(form.cleaned_data["name"], plan_of_draft(draft), by=request.member)
        uploading.choose_mapping(draft, plan_of_draft(draft), preset=f"own:{its.pk}")
        toast(request, _("The mapping is saved as “%(name)s”") % {"name": its.name})
    return redirect("imports:table", draft.pk)


def _draft(request: MemberRequest, number: int) -> Draft:
    return get_object_or_404(visible_drafts(request.member), pk=number)


def _after(request: MemberRequest, draft: Draft) -> str:
    from django.urls import reverse

    is_done = "done" in request.POST
    return reverse("imports:upload", args=[draft.upload_id]) if is_done else reverse("imports:table", args=[draft.pk])


def _shown(request: MemberRequest, draft: Draft, template: str, **more: Any) -> HttpResponse:
    page = page_of(draft, request.member)
    facts = {"page": page, "toml": dumps(page.plan), **more}
    return render(request, template, facts, status=422 if more else 200)
