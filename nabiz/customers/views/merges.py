from django.contrib.messages import ERROR
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.customers.merging import judge_identity, merge_customers
from nabiz.customers.models import Customer
from nabiz.customers.queries import customers_found_by, page_of_customers, visible_customers
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast

VERDICTS = {"shared": True, "personal": False, "open": None}
FOUND = 10


@can("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: MemberRequest, number: int) -> HttpResponse:
    person = _customer(request, number)
    if request.method == "POST":
        other = get_object_or_404(visible_customers(request.member), pk=request.POST.get("other") or 0)
        merge_customers(other, into=person, by=request.member)
        toast(request, _("They are one customer now. It can be taken back on their page."))
        return redirect("customers:customer", person.pk)
    query = request.GET.get("q", "").strip()[:200]
    return render(
        request, "customers/merge.html", {"customer": person, "query": query, "found": _found(request, person)}
    )


@can("edit")
@require_POST
def identity_verdict(request: MemberRequest, number: int, identity: int) -> HttpResponse:
    judged = get_object_or_404(_customer(request, number).identities, pk=identity)
    verdict = request.POST.get("verdict", "")
    if verdict in VERDICTS:
        judge_identity(judged, is_shared=VERDICTS[verdict], by=request.member)
        toast(request, _("Noted. Who is one with whom was decided anew."))
    else:
        toast(request, _("That is no verdict."), level=ERROR)
    return redirect("customers:customer", number)


def _customer(request: MemberRequest, number: int) -> Customer:
    return get_object_or_404(visible_customers(request.member), pk=number)


def _found(request: MemberRequest, person: Customer) -> list[Customer]:
    query = request.GET.get("q", "").strip()[:200]
    if not query:
        return []
    others = customers_found_by(request.member, query).exclude(pk=person.pk)
    language = get_language() or "en"
    return list(page_of_customers(others, sort="name", language=language, rows=FOUND, query=query).rows)
