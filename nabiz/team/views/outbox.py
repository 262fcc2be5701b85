from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from nabiz.team.access import MemberRequest, can
from nabiz.team.bounce_box import current_box
from nabiz.team.outbox import send_again
from nabiz.team.paging import page_of
from nabiz.team.queries import visible_mails
from nabiz.ui.toasts import toast

# A mail carries its styles on its elements, which the pages around it may not; it runs and fetches nothing.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@can("manage")
@require_GET
def outbox(request: MemberRequest) -> HttpResponse:
    mails = visible_mails(request.member)
    facts = {
        **page_of(request, mails),
        "waiting": mails.waiting().count(),
        "mail_server": settings.EMAIL_HOST,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "bounce_box": current_box(),
    }
    return render(request, "team/outbox.html#rows" if request.htmx else "team/outbox.html", facts)


@can("manage")
@require_GET
def mail(request: MemberRequest, number: int) -> HttpResponse:
    letter = get_object_or_404(visible_mails(request.member), pk=number)
    return render(request, "team/mail.html", {"mail": letter, "mail_server": settings.EMAIL_HOST})


@can("manage")
@require_GET
@xframe_options_sameorigin
def frame(request: MemberRequest, number: int) -> HttpResponse:
    """The mail as mail programs show it; its links open beside it."""
    letter = get_object_or_404(visible_mails(request.member).exclude(html=""), pk=number)
    html = letter.html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})


@can("manage")
@require_POST
def delivery(request: MemberRequest, number: int) -> HttpResponse:
    letter = get_object_or_404(visible_mails(request.member).waiting(), pk=number)
    send_again(letter)
    toast(request, _("The mail is on its way to the mail server"))
    return redirect("team:outbox")


@can("manage")
@require_POST
def delivery_of_all(request: MemberRequest) -> HttpResponse:
    letters = list(visible_mails(request.member).waiting())
    for letter in letters:
        send_again(letter)
    text = ngettext("%(n)s mail is on its way", "%(n)s mails are on their way", len(letters))
    toast(request, text % {"n": len(letters)})
    return redirect("team:outbox")
