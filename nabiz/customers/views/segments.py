from django.contrib.messages import ERROR
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.customers.chips import sentence_of
from nabiz.customers.commands import create_segment, delete_segment
from nabiz.customers.dimensions import rests_on_timeline
from nabiz.customers.filters import parse_filter
from nabiz.customers.forms import NameForm
from nabiz.customers.models import Segment
from nabiz.customers.queries import Count, by_name, count_of, customers_matching, visible_segments
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_http_methods(["GET", "HEAD"])
def segments(request: MemberRequest) -> HttpResponse:
    kept = visible_segments(request.member).select_related("by")
    shown = [(each, _size(each), _words(each)) for each in by_name(kept)]
    return render(request, "customers/segments.html", {"segments": shown, "edits": request.member.can("edit")})


@can("edit")
@require_POST
def new_segment(request: MemberRequest) -> HttpResponse:
    form = NameForm(request.POST)
    try:
        form.full_clean()
        segment = create_segment(form.cleaned_data["name"], form.cleaned_data["query"], by=request.member)
    except (KeyError, ValueError) as problem:
        text = _("A segment needs a name.") if isinstance(problem, KeyError) else str(problem)
        toast(request, text, level=ERROR)
        return redirect(f"{reverse('customers:list')}?{parse_filter(request.POST.get('query', ''))}")
    toast(request, _("The segment “%(name)s” is kept.") % {"name": segment.name})
    return redirect("customers:segments")


@can("edit")
@require_POST
def segment_removal(request: MemberRequest, slug: str) -> HttpResponse:
    segment = get_object_or_404(visible_segments(request.member), slug=slug)
    try:
        delete_segment(segment, by=request.member)
    except ValueError as problem:
        toast(request, str(problem), level=ERROR)
        return redirect("customers:segments")
    toast(request, _("The segment “%(name)s” is gone.") % {"name": segment.name})
    return redirect("customers:segments")


def _size(segment: Segment) -> Count:
    """What rests on the timeline is as last counted: a page with twenty such segments must not count them all anew."""
    if rests_on_timeline(segment) and segment.kept_since is not None:
        return count_of(segment.memberships.filter(until=None))
    return count_of(customers_matching(segment.filter))


def _words(segment: Segment) -> str:
    chosen = parse_filter(segment.filter)
    return " ".join([*chosen.problems, sentence_of(chosen)])
