"""What was brought in, what it left out, and the way back."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nabiz.imports.commands import Busy, JournalGone, start_import, stop_import, undo_import
from nabiz.imports.mappings.presets import presets
from nabiz.imports.pages import Outcome, outcome_of, unfinished_uploads
from nabiz.imports.queries import visible_imports
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast

SHOWN = 200


@can("connect")
@require_GET
def imports(request: MemberRequest) -> HttpResponse:
    lines = [Outcome(job) for job in visible_imports(request.member)[:SHOWN]]
    facts = {"lines": lines, "unfinished": unfinished_uploads(request.member), "presets": presets().values()}
    return render(request, "imports/imports.html", facts)


@never_cache
@can("connect")
@require_GET
def one_import(request: MemberRequest, number: int) -> HttpResponse:
    """Asks for itself again while rows come in, so that it can be left and found again."""
    job = get_object_or_404(visible_imports(request.member), pk=number)
    page = "imports/import.html#state" if request.htmx else "imports/import.html"
    return render(request, page, {"it": outcome_of(job)})


@can("connect")
@require_POST
def undo(request: MemberRequest, number: int) -> HttpResponse:
    job = get_object_or_404(visible_imports(request.member), pk=number)
    try:
        undo_import(job, by=request.member)
        toast(request, _("All that %(file)s brought is taken back") % {"file": job.file_name})
    except Busy:
        toast(request, _("It is still running. Stop it first, then undo it."), level=messages.ERROR)
    except JournalGone:
        toast(request, _("It came in so long ago that its journal was deleted."), level=messages.ERROR)
    return redirect("imports:import", job.pk)


@can("connect")
@require_POST
def stop(request: MemberRequest, number: int) -> HttpResponse:
    job = get_object_or_404(visible_imports(request.member), pk=number)
    stop_import(job)
    return redirect("imports:import", job.pk)


@can("connect")
@require_POST
def resumption(request: MemberRequest, number: int) -> HttpResponse:
    job = get_object_or_404(visible_imports(request.member), pk=number)
    start_import(job)
    return redirect("imports:import", job.pk)


@can("connect")
@require_GET
def bad_rows(request: MemberRequest, number: int) -> HttpResponse | FileResponse:
    job = get_object_or_404(visible_imports(request.member), pk=number)
    path = Path(job.bad_rows)
    if not job.bad_rows or not path.is_file():
        raise Http404
    name = f"{Path(job.file_name).stem}-{job.pk}-left-out.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
