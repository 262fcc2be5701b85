"""How long each kind of data is kept, with what a rule would delete before it is settled."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabiz.privacy.forms import RetentionForm
from nabiz.privacy.outdated import settle_retention
from nabiz.privacy.rules import AT_MOST_COUNTED, kinds_without_a_rule, rule_named, rules
from nabiz.privacy.trying import try_retention
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("manage")
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    if kind := request.GET.get("kind"):
        return redirect("privacy:retention_rule", f"kind.{kind}")
    shown = {"rules": rules(), "kinds": kinds_without_a_rule(), "most": AT_MOST_COUNTED}
    return render(request, "privacy/retention.html", shown)


@can("manage")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: MemberRequest, name: str) -> HttpResponse:
    its = rule_named(name)
    if its is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    form = RetentionForm(asked if "days" in asked else None, rule=its)
    if request.method == "POST" and form.is_valid():
        settle_retention(its, form.cleaned_data["days"], by=request.member)
        toast(request, _("The rule is saved. What it calls outdated goes tonight."))
        return redirect("privacy:retention")
    trial = try_retention(its, form.cleaned_data["days"]) if form.is_valid() else None
    shown = {"rule": its, "form": form, "trial": trial}
    return render(request, "privacy/retention_rule.html", shown, status=422 if form.errors else 200)
