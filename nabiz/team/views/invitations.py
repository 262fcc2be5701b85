from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.team.access import MemberRequest, can
from nabiz.team.commands import (
    InvitationGone,
    Refused,
    accept_invitation,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from nabiz.team.forms import InvitationForm, PasswordForm
from nabiz.team.models import Invitation
from nabiz.team.queries import invitation_of, visible_invitations
from nabiz.team.roles import ROLES_IN_WORDS
from nabiz.ui.toasts import toast

TOKEN = "invitation_token"  # noqa: S105  the name of the session's key


@can("manage")
@require_http_methods(["GET", "POST"])
def invitations(request: MemberRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_member(**form.cleaned_data, by=request.member)
            _say_sent(request, form.cleaned_data["email"])
            return redirect("team:members")
        except Refused as refusal:
            form.add_error("email", str(refusal))
    facts = {"form": form, "roles": _roles_in_words(form)}
    return render(request, "team/invite.html", facts, status=422 if form.errors else 200)


@can("manage")
@require_POST
def delivery(request: MemberRequest, number: int) -> HttpResponse:
    invitation = get_object_or_404(visible_invitations(request.member), pk=number)
    resend_invitation(invitation, by=request.member)
    _say_sent(request, invitation.email)
    return redirect("team:members")


@can("manage")
@require_POST
def revocation(request: MemberRequest, number: int) -> HttpResponse:
    invitation = get_object_or_404(visible_invitations(request.member), pk=number)
    revoke_invitation(invitation, by=request.member)
    toast(request, _("The invitation of %(email)s was taken back. Its link no longer works.") % {"email": invitation})
    return redirect("team:members")


@never_cache
@require_GET
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Its token moves into the session at once: addresses end up in logs and referrers."""
    request.session[TOKEN] = token
    return redirect("team:join")


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def join(request: HttpRequest) -> HttpResponse:
    """Open to whoever holds the link. A link that no longer works says why and what to do."""
    invitation = invitation_of(str(request.session.get(TOKEN, "")))
    if invitation is None or not invitation.is_open:
        return render(request, "team/join_gone.html", {"invitation": invitation}, status=410)
    form = PasswordForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        return _join(request, invitation, form)
    facts = {"form": form, "invitation": invitation}
    return render(request, "team/join.html", facts, status=422 if form.errors else 200)


def _join(request: HttpRequest, invitation: Invitation, form: PasswordForm) -> HttpResponse:
    try:
        member = accept_invitation(invitation, **form.cleaned_data, language=(get_language() or "")[:2])
    except InvitationGone:
        return render(request, "team/join_gone.html", {"invitation": invitation}, status=410)
    response: HttpResponse = perform_login(request, member)
    return response


def _say_sent(request: HttpRequest, email: str) -> None:
    """Where no mail server is configured, the mail waits; saying "sent" would be a lie."""
    if settings.EMAIL_HOST:
        toast(request, _("The invitation to %(email)s is on its way") % {"email": email})
    else:
        toast(request, _("The invitation to %(email)s waits in the outbox: no mail server is set") % {"email": email})


def _roles_in_words(form: InvitationForm) -> list[tuple[str, str]]:
    return [(label, str(ROLES_IN_WORDS[value])) for value, label in form.fields["role"].choices]  # type: ignore[attr-defined]
