"""What all versions of a survey share, its open link and QR code, and the brand of all surveys."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.feedback import authoring
from nabiz.feedback.branding import change_brand
from nabiz.feedback.brands import weaknesses
from nabiz.feedback.codes import qr_svg
from nabiz.feedback.forms import BrandForm, SettingsForm, brand_of, settings_of
from nabiz.feedback.overview import page_of
from nabiz.feedback.pages import default_brand
from nabiz.feedback.queries import newest_version, survey_url, visible_surveys
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    form = SettingsForm(request.POST or None, initial=settings_of(survey, newest_version(survey).hidden))
    if request.method == "POST" and form.is_valid():
        authoring.change_settings(survey, by=request.member, **form.cleaned_data)
        toast(request, _("The settings are saved"))
        return redirect("feedback:settings", survey.pk)
    link = survey_url(survey.link_token) if survey.link_token else ""
    page = page_of(survey, request.member, "settings") | {"form": form, "link": link}
    page["code"] = qr_svg(f"{link}?via=qr") if link else ""
    return render(request, "feedback/settings.html", page, status=422 if form.errors else 200)


@can("succeed")
@require_POST
def link(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.open_link(survey, by=request.member)
    return redirect("feedback:settings", survey.pk)


@can("succeed")
@require_POST
def link_closing(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.close_link(survey, by=request.member)
    return redirect("feedback:settings", survey.pk)


@can("see")
@require_GET
def code(request: MemberRequest, number: int) -> HttpResponse:
    """The QR code as a file to print."""
    survey = get_object_or_404(visible_surveys(request.member).exclude(link_token=None), pk=number)
    image = qr_svg(f"{survey_url(str(survey.link_token))}?via=qr")
    response = HttpResponse(image, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="nabiz-survey-{survey.pk}.svg"'
    return response


@can("succeed")
@require_http_methods(["GET", "POST"])
def brand(request: MemberRequest) -> HttpResponse:
    its = default_brand()
    form = BrandForm(request.POST or None, request.FILES or None, initial=brand_of(its))
    if request.method == "POST" and form.is_valid():
        change_brand(its, by=request.member, **form.cleaned_data)
        toast(request, _("The brand is saved"))
        return redirect("feedback:brand")
    colour = brand_of(its)["colour"]
    facts = {"form": form, "brand": its, "weak": weaknesses(colour)}
    return render(request, "feedback/brand.html", facts, status=422 if form.errors else 200)
