"""The goal of a metric: set it, change it, drop it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.metrics.commands import drop_goal, set_goal
from nabiz.metrics.definitions import Metric, metric_named
from nabiz.metrics.forms import GoalForm
from nabiz.metrics.goals import goals_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_http_methods(["GET", "POST"])
def goal(request: MemberRequest, name: str) -> HttpResponse:
    metric = _metric(name)
    kept = goals_of([name]).get(name)
    form = GoalForm(metric, kept, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        set_goal(metric, **form.cleaned_data, by=request.member)
        toast(request, _("The goal is set."))
        return redirect("metrics:metric", name)
    page = {"metric": metric, "form": form, "goal": kept}
    return render(request, "metrics/goal.html", page, status=422 if form.errors else 200)


@can("succeed")
@require_POST
def goal_removal(request: MemberRequest, name: str) -> HttpResponse:
    drop_goal(_metric(name), by=request.member)
    toast(request, _("The goal is dropped."))
    return redirect("metrics:metric", name)


def _metric(name: str) -> Metric:
    found = metric_named(name)
    if found is None:
        raise Http404
    return found
