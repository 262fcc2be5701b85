"""One customer's consent, and their copy."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabiz.customers.queries import visible_customers
from nabiz.privacy.bouncing import dead_addresses_of
from nabiz.privacy.commands import allow_again, record_consent
from nabiz.privacy.copying import copy_person, file_name
from nabiz.privacy.forms import WordForm
from nabiz.privacy.purposes import Way
from nabiz.privacy.queries import history_of, standing_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_safe
def consents(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_customers(request.member), pk=number)
    shown = {"customer": person, "lines": standing_of(person.pk), "dead": dead_addresses_of(person.pk)}
    shown |= {"exports": request.member.can("export")}
    if request.htmx:
        return render(request, "privacy/consents.html#panel", shown)
    shown |= {"history": history_of(person.pk), "form": WordForm(), "edits": request.member.can("edit")}
    return render(request, "privacy/consents.html", shown)


@can("edit")
@require_POST
def words(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_customers(request.member), pk=number)
    form = WordForm(request.POST)
    if form.is_valid():
        record_consent(person, **form.cleaned_data, by=request.member)
        toast(request, _("It is written down and holds from now on."))
    else:
        toast(request, _("Choose purpose, channel and source, and say why."))
    return redirect(reverse("privacy:consents", args=[person.pk]))


@can("edit")
@require_POST
def address(request: MemberRequest, number: int) -> HttpResponse:
    """An address from which messages came back is used again."""
    person = get_object_or_404(visible_customers(request.member), pk=number)
    if (given := request.POST.get("address", "")) in dead_addresses_of(person.pk):
        allow_again(Way.EMAIL, given)
        toast(request, _("Messages go to %(address)s again.") % {"address": given})
    return redirect(reverse("privacy:consents", args=[person.pk]))


@can("export")
@require_POST
def copy(request: MemberRequest, number: int) -> FileResponse:
    person = get_object_or_404(visible_customers(request.member), pk=number)
    return FileResponse(copy_person(person, by=request.member), as_attachment=True, filename=file_name(person))
