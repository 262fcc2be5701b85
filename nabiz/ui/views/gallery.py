from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nabiz.ui import samples
from nabiz.ui.charts.breakdown import breakdown_chart
from nabiz.ui.charts.distribution import distribution_chart
from nabiz.ui.charts.export import standalone
from nabiz.ui.charts.nps import nps_bar
from nabiz.ui.charts.trend import trend_chart, trend_svg
from nabiz.ui.colours import tokens
from nabiz.ui.context import THEMES, chosen_theme
from nabiz.ui.readers import reader_of
from nabiz.ui.toasts import toast

BADGES = ["none", "accent", "good", "warn", "bad"]


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and state with made-up data: ?lang=tr|en&theme=light|dark."""
    if reader_of(request) is None and not settings.DEBUG:
        raise Http404
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # the "show more" links of the gallery lead nowhere
    theme = request.GET.get("theme", "")
    with translation.override(_language(request)):
        page = sample_page() | {"theme": theme if theme in THEMES else chosen_theme(request)}
        if "toasts" in request.GET:
            toast(request, _("Deniz Kaya archived."), undo_url="#")
            toast(request, _("The mail server does not answer."), level=messages.ERROR)
        return render(request, "ui/gallery.html", page)


@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """The sample chart as a file, for trying the downloads."""
    if reader_of(request) is None and not settings.DEBUG:
        raise Http404
    with translation.override(_language(request)):
        drawing = trend_svg(samples.trend(), samples.NPS, title=_("NPS by month"))
    return HttpResponse(standalone(drawing), content_type="image/svg+xml")


def sample_page() -> dict[str, Any]:
    form = samples.SampleForm()
    wrong = samples.SampleForm({"name": "", "email": "ceren@", "channel": "sms"}, auto_id="wrong_%s")
    return sample_charts() | {
        "tiles": samples.tiles(),
        "moments": samples.moments(),
        "customers": samples.customers(),
        "views": samples.views(),
        "chips": samples.chips(),
        "form": form,
        "wrong_form": wrong,
        "badges": BADGES,
        "colours": list(tokens("light")),
        "channels": ["email", "chat", "phone", "sms", "whatsapp", "web", "app", "store", "social", "review", "survey"],
        "now": samples.NOW,
    }


def sample_charts() -> dict[str, Any]:
    note = _("The line is the score of each month, the band where the true score lies in 95 of 100 cases.")
    return {
        "trend": trend_chart(samples.trend(), samples.NPS, title=_("NPS by month"), note=note, svg_url="chart.svg"),
        "breakdown": breakdown_chart(
            samples.stages(), samples.NPS, title=_("Delivery loses the points"), by=_("Stage"), overall=35
        ),
        "distribution": distribution_chart(samples.scores(), title=_("Answers from 0 to 10"), answers=_("Score")),
        "nps": nps_bar(599, 399, 206, title=_("Promoters, passives, detractors")),
    }


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
