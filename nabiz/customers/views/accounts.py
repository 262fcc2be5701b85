from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from nabiz.customers.commands import change_account
from nabiz.customers.forms import AccountForm
from nabiz.customers.models import Account
from nabiz.customers.queries import (
    accounts_found_by,
    count_of,
    everybody_in,
    page_of_accounts,
    page_of_customers,
    visible_accounts,
    visible_customers,
)
from nabiz.customers.rows import rows_of
from nabiz.customers.traits import traits_of
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import names_of_members
from nabiz.timeline.entries import Person
from nabiz.timeline.panels import Whose, older_lines, panel_of

PEOPLE_SHOWN = 10
MOST_PEOPLE = 1_000  # whose events are shown together


@can("see")
@require_safe
def accounts(request: MemberRequest) -> HttpResponse:
    query, after = request.GET.get("q", "")[:200], request.GET.get("after", "")
    found = accounts_found_by(request.member, query)
    page = page_of_accounts(found, language=get_language() or "en", after=after)
    next_url = f"?{urlencode({'q': query, 'after': page.next})}" if page.next else ""
    shown = {"accounts": page.rows, "next_url": next_url, "query": query}
    if after and request.htmx:
        return render(request, "customers/accounts.html#rows", shown)
    return render(request, "customers/accounts.html", shown | {"count": count_of(found)})


@can("see")
@require_safe
def account(request: MemberRequest, number: int) -> HttpResponse:
    company = _account(request, number)
    people = visible_customers(request.member).filter(account=company)
    page = page_of_customers(people, sort="name", language=get_language() or "en", rows=PEOPLE_SHOWN)
    shown = {"account": company, "rows": rows_of(page.rows), "has_more": bool(page.next), "count": count_of(people)}
    shown |= {"panel": panel_of(_whose(request, company), request.GET), "traits": traits_of(company.traits)}
    shown["edits"] = request.member.can("edit")
    return render(request, "customers/account.html", shown)


@can("see")
@require_safe
def account_timeline(request: MemberRequest, number: int) -> HttpResponse:
    company = _account(request, number)
    shown = {"account": company, "panel": older_lines(_whose(request, company), request.GET)}
    return render(request, "timeline/page.html" if request.htmx else "customers/older.html", shown)


@can("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def account_details(request: MemberRequest, number: int) -> HttpResponse:
    company = _account(request, number)
    form = AccountForm(company, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        change_account(company, by=request.member, **form.cleaned_data)
        return redirect("customers:account", company.pk)
    return render(request, "customers/account_details.html", {"account": company, "form": form})


def _account(request: MemberRequest, number: int) -> Account:
    return get_object_or_404(visible_accounts(request.member).select_related("owner"), pk=number)


def _whose(request: MemberRequest, company: Account) -> Whose:
    """Everybody of the company, those who were merged into them included."""
    people = visible_customers(request.member).filter(account=company).order_by("pk")[:MOST_PEOPLE]
    named = {person.pk: Person(str(person), reverse("customers:customer", args=[person.pk])) for person in people}
    ids = {each: named[root] for root, several in everybody_in(named).items() for each in several}
    return Whose(
        customer_ids=list(ids),
        url=reverse("customers:account", args=[company.pk]),
        more_url=reverse("customers:account_timeline", args=[company.pk]),
        members=names_of_members(),
        people=ids,
    )
