"""How a survey stands on the company's own pages: as a pop-over by a script, or within a page as a frame."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.feedback.overview import page_of
from nabiz.feedback.popover import commands
from nabiz.feedback.popover.forms import PopoverForm, popover_of
from nabiz.feedback.popover.snippets import website_page
from nabiz.feedback.queries import visible_surveys
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_http_methods(["GET", "POST"])
def website(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    form = PopoverForm(request.POST or None, initial=popover_of(survey))
    if request.method == "POST" and form.is_valid():
        commands.show_on_pages(survey, by=request.member, **form.cleaned_data)
        toast(request, _("The survey shows itself on your site as soon as it is live"))
        return redirect("feedback:website", survey.pk)
    page = page_of(survey, request.member, "website") | website_page(survey, request.member) | {"form": form}
    return render(request, "feedback/website.html", page, status=422 if form.errors else 200)


@can("succeed")
@require_POST
def pause(request: MemberRequest, number: int) -> HttpResponse:
    commands.pause_popover(get_object_or_404(visible_surveys(request.member), pk=number), by=request.member)
    return redirect("feedback:website", number)


@can("succeed")
@require_POST
def resumption(request: MemberRequest, number: int) -> HttpResponse:
    commands.resume_popover(get_object_or_404(visible_surveys(request.member), pk=number), by=request.member)
    return redirect("feedback:website", number)


@can("connect")
@require_POST
def key(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    commands.make_site(by=request.member)
    return redirect("feedback:website", survey.pk)


@never_cache
@can("connect")
@require_POST
def secret(request: MemberRequest, number: int) -> HttpResponse:
    """Straight in the answer, for a redirect would have to keep the secret somewhere."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    secret = commands.new_secret(commands.make_site(by=request.member), by=request.member)
    page = page_of(survey, request.member, "website") | website_page(survey, request.member) | {"secret": secret}
    return render(request, "feedback/website.html", page | {"form": PopoverForm(initial=popover_of(survey))})
