from contextlib import suppress

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from procrastinate.exceptions import AlreadyEnqueued

from nabiz.demo import tasks
from nabiz.demo.queries import demo_run, is_moving
from nabiz.team.access import MemberRequest, can


@can("manage")
@require_GET
def demo(request: MemberRequest) -> HttpResponse:
    """The made-up company: bring it in, watch it arrive, take it out."""
    return render(request, "demo/demo.html", {"run": demo_run(), "is_moving": is_moving()})


@can("manage")
@require_POST
def filling(request: MemberRequest) -> HttpResponse:
    with suppress(AlreadyEnqueued), transaction.atomic():
        tasks.fill.defer()
    return redirect("demo:demo")


@can("manage")
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    with suppress(AlreadyEnqueued), transaction.atomic():
        tasks.remove.defer()
    return redirect("demo:demo")
