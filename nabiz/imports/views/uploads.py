"""Bring files, see what stands in them, try them out and bring them in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.imports import uploading
from nabiz.imports.drafting import in_order, visible_uploads
from nabiz.imports.forms import UploadForm
from nabiz.imports.lines import is_live, lines_of, numbers_of, refusals_of
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.reading.problems import Unreadable
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_http_methods(["GET", "POST"])
def new_upload(request: MemberRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = uploading.take_upload(form.cleaned_data["file"], by=request.member)
        if upload.drafts.exists():
            return redirect("imports:upload", upload.pk)
        form.refuse(refusals_of(upload))
        upload.delete()
    return render(request, "imports/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@can("connect")
@require_GET
def upload(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_uploads(request.member), pk=number)
    lines = lines_of(its)
    facts = {"upload": its, "lines": lines, "is_live": is_live(lines), "refusals": refusals_of(its)}
    facts["still_waiting"] = any(line.outcome is None for line in lines)
    return render(request, "imports/upload.html#state" if request.htmx else "imports/upload.html", facts)


@can("connect")
@require_POST
def trial(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_uploads(request.member), pk=number)
    uploading.want_tables(its, numbers_of(request.POST.getlist("table")))
    uploading.start_trial(its)
    return redirect("imports:upload", its.pk)


@can("connect")
@require_POST
def run(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_uploads(request.member), pk=number)
    uploading.want_tables(its, numbers_of(request.POST.getlist("table")))
    drafts = in_order(its.drafts.filter(is_wanted=True, job=None))
    try:
        jobs = uploading.import_upload(its, drafts, by=request.member)
    except (BadMapping, Unreadable) as refused:
        toast(request, str(refused), level=messages.ERROR)
        return redirect("imports:upload", its.pk)
    return redirect("imports:import", jobs[0].pk) if len(jobs) == 1 else redirect("imports:upload", its.pk)


@can("connect")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_uploads(request.member), pk=number)
    count = its.drafts.filter(job=None).count()
    uploading.discard_upload(its)
    said = ngettext("%(count)s table is thrown away", "%(count)s tables are thrown away", count)
    toast(request, said % {"count": count} if count else _("The upload is put away"))
    return redirect("imports:imports")
