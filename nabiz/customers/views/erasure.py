from contextlib import suppress

from django.contrib.messages import WARNING
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.models import Customer
from nabiz.customers.queries import one_person, visible_customers, whom
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.queries import counts_of
from nabiz.ui.toasts import toast


@can("erase")
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_customers(request.member), pk=number)
    if request.method != "POST":
        shown = {"customer": person, "whom": whom(person), "events": counts_of(one_person(person.pk)).total}
        return render(request, "customers/erasure.html", shown)
    with suppress(Customer.DoesNotExist):  # a second click while the first was at work
        _erase(request, person)
    return redirect("customers:list")


def _erase(request: MemberRequest, person: Customer) -> None:
    number = person.pk
    erased = erase_customer(person, by=request.member)
    if left := prove_erased(erased.customer_ids, erased.needles):
        text = _("Customer %(number)s is erased, but is still named here: %(places)s.")
        toast(request, text % {"number": number, "places": ", ".join(left)}, level=WARNING)
    else:
        toast(
            request,
            _("Customer %(number)s is erased. A search of every table found nothing left.") % {"number": number},
        )
