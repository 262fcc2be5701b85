from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabiz.team.access import MemberRequest, can
from nabiz.team.commands import NewCompany, change_company
from nabiz.team.forms import CompanyForm
from nabiz.team.queries import company as present_company
from nabiz.ui.toasts import toast


@can("manage")
@require_http_methods(["GET", "POST"])
def company(request: MemberRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None, instance=request.company)
    if request.method == "POST" and form.is_valid():
        before = present_company()  # the form has already written into the one on the request
        assert before
        change_company(before, cast(NewCompany, form.cleaned_data), by=request.member)
        toast(request, _("The company settings are saved"))
        return redirect("team:company")
    return render(request, "team/company.html", {"form": form}, status=422 if form.errors else 200)
