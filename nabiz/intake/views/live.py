import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nabiz.intake.commands import retry_deliveries
from nabiz.intake.models import Verdict
from nabiz.intake.queries import SHOWN, queue, reason_of, visible_sources, visible_verdicts
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@never_cache
@can("connect")
@require_GET
def live(request: MemberRequest) -> HttpResponse:
    """Polled every two seconds, so an answer without news has no body and changes nothing on the page."""
    chosen = {name: request.GET.get(name, "").replace("\0", "") for name in ("source", "outcome")}
    rows = list(visible_verdicts(request.member, **chosen)[:SHOWN])
    waiting = queue()
    state = f"{rows[0].pk if rows else 0}-{waiting.waiting}-{len(waiting.parked)}"
    if request.htmx and request.GET.get("state") == state:
        return HttpResponse(status=204)
    facts = {"rows": [(row, reason_of(row)) for row in rows], "queue": waiting, "state": state, "chosen": chosen}
    facts |= {"sources": visible_sources(request.member), "outcomes": Verdict.Outcome.choices}
    return render(request, "intake/live.html#live" if request.htmx else "intake/live.html", facts)


@can("connect")
@require_GET
def verdict(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_verdicts(request.member), pk=number)
    payload = json.dumps(its.payload, indent=2, ensure_ascii=False)
    return render(request, "intake/verdict.html", {"verdict": its, "reason": reason_of(its), "payload": payload})


@can("connect")
@require_POST
def retries(request: MemberRequest) -> HttpResponse:
    numbers = [int(number) for number in request.POST.getlist("delivery") if number.isdecimal() and len(number) < 19]
    count = retry_deliveries(numbers or None)
    said = ngettext("%(count)s delivery tries again", "%(count)s deliveries try again", count)
    toast(request, said % {"count": count})
    return redirect("intake:live")
