from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.customers.chips import country_name, language_name
from nabiz.customers.commands import change_customer, write_note
from nabiz.customers.forms import CustomerForm, NoteForm
from nabiz.customers.merging import unmerge
from nabiz.customers.models import Customer
from nabiz.customers.queries import became, contacts_of, merges_of, one_person, visible_customers
from nabiz.customers.traits import edited, traits_of
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import names_of_members
from nabiz.timeline.entries import badge_for
from nabiz.timeline.panels import Whose, older_lines, panel_of
from nabiz.timeline.queries import last_scores
from nabiz.ui.toasts import toast


@can("see")
@require_safe
def customer(request: MemberRequest, number: int) -> HttpResponse:
    if merged := became(request.member, number):
        return redirect("customers:customer", merged)
    person = _customer(request, number)
    whose = _whose(person)
    shown = _shown(person) | {"panel": panel_of(whose, request.GET), "note_form": NoteForm()}
    shown |= {"edits": request.member.can("edit"), "erases": request.member.can("erase")}
    scores = [(badge_for(each.measure, each.score), each.happened_at) for each in last_scores(whose.customer_ids)]
    return render(request, "customers/customer.html", shown | {"scores": scores, "merges": merges_of(person)})


@can("see")
@require_safe
def customer_timeline(request: MemberRequest, number: int) -> HttpResponse:
    person = _customer(request, number)
    if not request.htmx:
        return render(
            request, "customers/older.html", {"customer": person, "panel": older_lines(_whose(person), request.GET)}
        )
    return render(request, "timeline/page.html", {"panel": older_lines(_whose(person), request.GET)})


@can("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: MemberRequest, number: int) -> HttpResponse:
    person = _customer(request, number)
    form = CustomerForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        change_customer(person, by=request.member, **form.cleaned_data)
        return _done(request, person)
    return _form(request, "customers/details.html", {"customer": person, "form": form})


@can("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def traits(request: MemberRequest, number: int) -> HttpResponse:
    person = _customer(request, number)
    if request.method == "POST":
        lines = zip(request.POST.getlist("name"), request.POST.getlist("value"), strict=False)
        change_customer(person, by=request.member, traits=edited(person.traits, lines))
        return _done(request, person)
    return _form(
        request, "customers/traits.html", {"customer": person, "traits": traits_of(person.traits), "blanks": "123"}
    )


@can("edit")
@require_POST
def notes(request: MemberRequest, number: int) -> HttpResponse:
    person = _customer(request, number)
    form = NoteForm(request.POST)
    if form.is_valid():
        write_note(person, form.cleaned_data["text"], by=request.member)
    return redirect(f"{reverse('customers:customer', args=[person.pk])}#timeline")


@can("edit")
@require_POST
def merge_removal(request: MemberRequest, number: int, merge: int) -> HttpResponse:
    person = _customer(request, number)
    taken = get_object_or_404(merges_of(person), pk=merge)
    unmerge(taken.customer, into=taken.into, by=request.member)
    toast(request, _("They are two customers again."))
    return redirect("customers:customer", person.pk)


def _customer(request: MemberRequest, number: int) -> Customer:
    return get_object_or_404(visible_customers(request.member).select_related("account", "owner"), pk=number)


def _whose(person: Customer) -> Whose:
    return Whose(
        customer_ids=one_person(person.pk),
        url=reverse("customers:customer", args=[person.pk]),
        more_url=reverse("customers:timeline", args=[person.pk]),
        members=names_of_members(),
    )


def _shown(person: Customer) -> dict[str, Any]:
    return {
        "customer": person,
        "contacts": contacts_of(person),
        "identities": person.identities.filter(is_hearsay=False).order_by("kind", "-is_verified", "id"),
        "traits": traits_of(person.traits),
        "language": language_name(person.language),
        "country": country_name(person.country),
    }


def _form(request: MemberRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """Inside the customer's page for htmx, a page of its own otherwise."""
    return render(request, f"{template}#form" if request.htmx else template, shown)


def _done(request: MemberRequest, person: Customer) -> HttpResponse:
    there = reverse("customers:customer", args=[person.pk])
    return HttpResponse(headers={"HX-Redirect": there}) if request.htmx else redirect(there)
