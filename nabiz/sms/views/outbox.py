"""Through which gateway short messages leave, and those that were written."""

from django.contrib.messages import ERROR
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.sms import gateways
from nabiz.sms.forms import GatewayForm, TrialForm
from nabiz.sms.gateways import PROVIDERS, remove_gateway, set_gateway
from nabiz.sms.outbox import send_again, visible_texts, write
from nabiz.sms.spending import spent_this_month
from nabiz.team.access import MemberRequest, can
from nabiz.team.paging import page_of
from nabiz.ui.toasts import toast


@can("connect")
@require_GET
def outbox(request: MemberRequest) -> HttpResponse:
    texts, its = visible_texts(request.member), gateways.gateway()
    facts = page_of(request, texts) | {"waiting": texts.waiting().count(), "gateway": its, "spent": spent_this_month()}
    facts |= {"provider": PROVIDERS[its.provider] if its else None, "providers": PROVIDERS.values()}
    page = "sms/outbox.html#rows" if request.htmx else "sms/outbox.html"
    return render(request, page, facts | {"trial": TrialForm()})


@can("connect")
@require_http_methods(["GET", "POST"])
def gateway(request: MemberRequest, provider: str) -> HttpResponse:
    if provider not in PROVIDERS:
        raise Http404
    form = GatewayForm(provider, request.POST or None, known=gateways.gateway())
    if request.method == "POST" and form.is_valid():
        set_gateway(provider, form.options, by=request.member, **form.own)
        toast(request, _("Short messages leave through this gateway from now on"))
        return redirect("sms:outbox")
    facts = {"form": form, "provider": PROVIDERS[provider]}
    return render(request, "sms/gateway.html", facts, status=422 if form.errors else 200)


@can("connect")
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    remove_gateway(by=request.member)
    toast(request, _("Short messages wait from now on"))
    return redirect("sms:outbox")


@can("connect")
@require_POST
def trial(request: MemberRequest) -> HttpResponse:
    form = TrialForm(request.POST)
    if not form.is_valid():
        toast(request, str(form.errors["to"][0]), level=ERROR)
        return redirect("sms:outbox")
    write(form.cleaned_data["to"], _("Nabız sends short messages through this gateway."), purpose="service")
    toast(request, _("The message is on its way to the gateway"))
    return redirect("sms:outbox")


@can("connect")
@require_POST
def delivery(request: MemberRequest, number: int) -> HttpResponse:
    send_again(get_object_or_404(visible_texts(request.member), pk=number))
    toast(request, _("The message is on its way to the gateway"))
    return redirect("sms:outbox")


@can("connect")
@require_POST
def delivery_of_all(request: MemberRequest) -> HttpResponse:
    texts = list(visible_texts(request.member).waiting())
    for text in texts:
        send_again(text)
    words = ngettext("%(n)s message is on its way", "%(n)s messages are on their way", len(texts))
    toast(request, words % {"n": len(texts)})
    return redirect("sms:outbox")
