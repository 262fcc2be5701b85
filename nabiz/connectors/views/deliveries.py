import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nabiz.connectors.commands import retry_deliveries
from nabiz.connectors.queries import visible_connectors, visible_deliveries
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast

LONGEST = 100_000


@can("connect")
@require_GET
def delivery(request: MemberRequest, number: int, delivery: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    found = get_object_or_404(visible_deliveries(request.member, its), pk=delivery)
    facts = {"connector": its, "delivery": found, "body": readable(bytes(found.body))}
    return render(request, "connectors/delivery.html", facts)


@can("connect")
@require_POST
def retries(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    numbers = [int(each) for each in request.POST.getlist("delivery") if each.isdecimal() and len(each) < 19]
    count = retry_deliveries(its, numbers or None)
    said = ngettext("%(count)s delivery is taken in again", "%(count)s deliveries are taken in again", count)
    toast(request, said % {"count": count})
    return redirect("connectors:connector", its.pk)


def readable(body: bytes) -> str:
    """JSON laid out; anything else as text."""
    try:
        text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = body.decode(errors="replace")
    return text[:LONGEST]
