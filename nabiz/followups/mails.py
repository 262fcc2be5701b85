"""The mails that go out when the loop is closed: to the customer once more, and to whoever has to act."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.feedback.commands import mark
from nabiz.feedback.sending.mails import mail_invitations
from nabiz.followups.queries import Row
from nabiz.team.queries import company, zone_of
from nabiz.ui import formats
from nabiz.ui.mail import mail_html

if TYPE_CHECKING:
    from nabiz.feedback.models import Invitation
    from nabiz.team.models import Member


def mail_reask(invitation: "Invitation", address: str) -> None:
    """The same question as before, ready to be answered in the mail."""
    mail_invitations([(invitation, address)], say=_ask_again)
    mark("sent", invitation)


def mail_owner(owner: "Member", rows: Sequence[Row]) -> None:
    """What waits for a member, in their language and on their clock: who, what was said, until when."""
    its = company()
    language = owner.language or (its.language if its else settings.LANGUAGE_CODE)
    with translation.override(language), timezone.override(zone_of(owner, its)):
        subject = _subject(rows)
        facts = {"lines": [_line(row) for row in rows], "subject": subject, "language": language, "name": its or ""}
        mail = EmailMultiAlternatives(subject, render_to_string("followups/mail/owner.txt", facts), to=[owner.email])
        mail.attach_alternative(mail_html("followups/mail/owner.html", facts), "text/html")
        mail.send()


def _subject(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return _("To follow up: %(who)s") % {"who": _who(rows[0])}
    return ngettext("%(n)s customer to follow up", "%(n)s customers to follow up", len(rows)) % {"n": len(rows)}


def _who(row: Row) -> str:
    return f"{row.it.customer}, {row.it}"


def _line(row: Row) -> dict[str, str]:
    link = f"{settings.PUBLIC_URL}{reverse('followups:follow_up', args=[row.it.pk])}"
    return {"who": _who(row), "comment": row.comment, "due": formats.format_moment(row.it.due_at), "link": link}


def _ask_again(title: str) -> tuple[str, str]:
    lead = _(
        "You told us that something was not right, and we got back to you. Did it help? "
        "We would like to ask you the same question once more:"
    )
    return _("Is it better now?"), lead
