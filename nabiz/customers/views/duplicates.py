from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabiz.customers.candidates import (
    accept_candidate,
    is_certain,
    open_candidates,
    put_off_candidate,
    reject_candidate,
)
from nabiz.customers.evidence import speaks_against, speaks_for
from nabiz.customers.models import Candidate, Customer
from nabiz.customers.queries import count_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast

SHOWN = 20


@can("edit")
@require_safe
def duplicates(request: MemberRequest) -> HttpResponse:
    waiting = open_candidates()
    pairs = [_pair(each) for each in waiting.prefetch_related("one__identities", "other__identities")[:SHOWN]]
    return render(request, "customers/duplicates.html", {"pairs": pairs, "count": count_of(waiting)})


@can("edit")
@require_POST
def duplicate_merge(request: MemberRequest, number: int) -> HttpResponse:
    candidate = get_object_or_404(open_candidates(), pk=number)
    sides = {str(each.pk): each for each in (candidate.one, candidate.other)}
    keep = sides.get(request.POST.get("keep", ""), candidate.one)
    accept_candidate(candidate, keep=keep, by=request.member)
    toast(request, _("They are one customer now. It can be taken back on their page."))
    return redirect("customers:duplicates")


@can("edit")
@require_POST
def duplicate_rejection(request: MemberRequest, number: int) -> HttpResponse:
    reject_candidate(get_object_or_404(open_candidates(), pk=number), by=request.member)
    toast(request, _("They stay two customers, and are not proposed again."))
    return redirect("customers:duplicates")


@can("edit")
@require_POST
def duplicate_delay(request: MemberRequest, number: int) -> HttpResponse:
    put_off_candidate(get_object_or_404(open_candidates(), pk=number), by=request.member)
    toast(request, _("They are proposed again in a month."))
    return redirect("customers:duplicates")


def _pair(candidate: Candidate) -> dict[str, Any]:
    return {
        "candidate": candidate,
        "is_certain": is_certain(candidate),
        "sides": [_side(candidate.one), _side(candidate.other)],
        "pros": speaks_for(candidate),
        "cons": speaks_against(candidate),
    }


def _side(customer: Customer) -> dict[str, Any]:
    known = [each for each in customer.identities.all() if not each.is_hearsay]
    return {"customer": customer, "identities": known[:6]}
