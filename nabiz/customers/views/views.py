"""A member's own saved views of the list."""

from django.contrib.messages import ERROR
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabiz.customers.commands import delete_view, rename_view, save_view
from nabiz.customers.forms import NameForm
from nabiz.customers.queries import own_views
from nabiz.customers.views.lists import looking
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_POST
def views(request: MemberRequest) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        toast(request, _("A view needs a name."), level=ERROR)
        return redirect("customers:list")
    view = save_view(form.cleaned_data["name"], _query(form), by=request.member)
    return redirect(f"{reverse('customers:list')}?{view.query}")


@can("see")
@require_POST
def view(request: MemberRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(own_views(request.member), pk=number)
    form = NameForm(request.POST)
    if form.is_valid():
        rename_view(kept, form.cleaned_data["name"], by=request.member)
    return redirect(f"{reverse('customers:list')}?{kept.query}")


@can("see")
@require_POST
def view_removal(request: MemberRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(own_views(request.member), pk=number)
    delete_view(kept, by=request.member)
    toast(request, _("The view “%(name)s” is gone.") % {"name": kept.name})
    return redirect(f"{reverse('customers:list')}?{kept.query}")


def _query(form: NameForm) -> str:
    return str(looking(QueryDict(form.cleaned_data["query"])))
