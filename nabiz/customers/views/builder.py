"""The builder: conditions row by row, with the size and a few of those who are meant, as one goes."""

from typing import Any

from django.contrib.messages import ERROR
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabiz.customers.chips import sentence_of
from nabiz.customers.commands import change_segment
from nabiz.customers.filters import GROUPS, CustomerFilter, parse_filter
from nabiz.customers.forms import NameForm
from nabiz.customers.models import Segment
from nabiz.customers.queries import visible_segments
from nabiz.customers.segmenting.offers import offers
from nabiz.customers.segmenting.rows import Row, filter_of, op_labels, rows_from, rows_of
from nabiz.customers.segmenting.sizing import size_of
from nabiz.customers.segmenting.wording import SIGNS
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_safe
def builder(request: MemberRequest) -> HttpResponse:
    """A new segment, or the changed conditions of one that is there (`of`)."""
    segment = visible_segments(request.member).filter(slug=request.GET.get("of", "")).first()
    rows = rows_from(request.GET)
    rest = request.GET.get("rest", "") or _rest(parse_filter(request.GET))
    page = _page(request, rows, rest, segment)
    part = {"builder": "#builder", "preview": "#preview"}.get(request.htmx.target or "", "") if request.htmx else ""
    return render(request, f"customers/builder.html{part}", page)


@can("see")
@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: MemberRequest, slug: str) -> HttpResponseBase:
    kept = get_object_or_404(visible_segments(request.member), slug=slug)
    if request.method == "POST":
        return _change(request, kept)
    chosen = parse_filter(kept.filter)
    return render(request, "customers/builder.html", _page(request, rows_of(chosen), _rest(chosen), kept))


@can("edit")
def _change(request: MemberRequest, kept: Segment) -> HttpResponse:
    form = NameForm(request.POST)
    try:
        form.full_clean()
        change_segment(kept, form.cleaned_data["name"], form.cleaned_data["query"], by=request.member)
    except (KeyError, ValueError) as problem:
        toast(request, _("A segment needs a name.") if isinstance(problem, KeyError) else str(problem), level=ERROR)
        return redirect(f"{reverse('customers:builder')}?of={kept.slug}&{parse_filter(request.POST.get('query', ''))}")
    toast(request, _("The segment “%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
    return redirect("customers:segments")


def _page(request: MemberRequest, rows: list[Row], rest: str, kept: Segment | None) -> dict[str, Any]:
    chosen = filter_of(rows, rest)
    shown = rows if rows and "add" not in request.GET else [*rows, Row()]
    return {
        "segment": kept,
        "chosen": chosen,
        "sentence": sentence_of(chosen),
        "rest": rest,
        "rest_sentence": sentence_of(parse_filter(rest)) if rest else "",
        "rows": [(n, row, op_labels(row)) for n, row in enumerate(shown)],
        "fact_ops": SIGNS.items(),
        "offers": offers(shown, kept.slug if kept else ""),
        "size": None if chosen.problems else size_of(chosen),
        "edits": request.member.can("edit"),
    }


def _rest(chosen: CustomerFilter) -> str:
    """What is no condition of the builder: words searched for, languages, owners and the like."""
    without: dict[str, Any] = dict.fromkeys(GROUPS, ())
    return str(CustomerFilter(**{**chosen.__dict__, **without, "problems": ()}))
