"""Settings of privacy: on what basis people are contacted, what is kept, and who was erased."""

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabiz.privacy.backups import backups
from nabiz.privacy.commands import set_policy
from nabiz.privacy.forms import PolicyForm
from nabiz.privacy.purposes import Purpose
from nabiz.privacy.queries import erasures, policies
from nabiz.privacy.rules import register_lines
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.exports import harmless
from nabiz.ui.toasts import toast


@can("manage")
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    shown = {"policies": policies(), "register": register_lines(), "erasures": erasures(), "backups": backups()}
    return render(request, "privacy/overview.html", shown)


@can("manage")
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: MemberRequest, purpose: str) -> HttpResponse:
    if purpose not in Purpose.values:
        raise Http404
    its = next(each for each in policies() if each.purpose == purpose)
    initial = {"basis": its.basis, "quiet_from": its.quiet_from, "quiet_to": its.quiet_to}
    form = PolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_policy(purpose, **form.cleaned_data, by=request.member)
        toast(request, _("The policy is saved and holds from now on."))
        return redirect("privacy:overview")
    return render(request, "privacy/policy.html", {"policy": its, "form": form}, status=422 if form.errors else 200)


@can("manage")
@require_safe
def register_csv(request: MemberRequest) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="register.csv"'
    writer = csv.writer(response)
    writer.writerow([_("table"), _("about"), _("what"), _("why"), _("legal basis"), _("how long")])
    for kept, rules in register_lines():
        how_long = " ".join([f"{kept.how_long}.", *(f"{rule.keeping.what}: {rule.sentence}" for rule in rules)])
        row = [kept.table, _(kept.whose), kept.what, kept.why, _(kept.basis), how_long]
        writer.writerow([harmless(str(cell)) for cell in row])
    return response
