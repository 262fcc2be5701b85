"""Handing a mail to the mail server. What it answers is kept with the mail."""

import smtplib

from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from nabiz.team.bounces import envelope_sender, note_bounce, status_in
from nabiz.team.models import Mail

REFUSALS = (smtplib.SMTPException, OSError)
PERMANENT = 500
Refused = dict[str, tuple[int, bytes]]


def deliver_mail(number: int) -> None:
    """Send one mail, once. Raises what the mail server raised, after noting it, so that the worker tries again.

    An address that the server refuses for good is not tried again: that mail has come back.
    """
    problem: Exception | None = None
    with transaction.atomic():
        mail = Mail.objects.waiting().select_for_update(skip_locked=True).filter(pk=number).first()
        if mail is None:
            return
        refused: Refused = {}
        try:
            refused = _hand_over(mail)
        except REFUSALS as refusal:
            problem = refusal
        _note(mail, problem, refused)
    if problem:
        raise problem


def _hand_over(mail: Mail) -> Refused:
    """Which addresses the server does not take. Raises where it takes none, unless it refuses all of them for good."""
    server = EmailBackend()
    server.open()
    assert server.connection
    try:
        return server.connection.sendmail(envelope_sender(mail), mail.recipients, bytes(mail.raw))
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _words in refusal.recipients.values()):
            return refusal.recipients
        raise
    finally:
        server.close()


def _note(mail: Mail, problem: Exception | None, refused: Refused) -> None:
    """A secret that has left is not kept: the link in it belongs to whom it was sent."""
    for address, (code, said) in refused.items():
        words = said.decode(errors="replace")
        if code >= PERMANENT:
            note_bounce(mail, [address], status_in(words, code), f"{code} {words}")
    if len(refused) == len(mail.recipients):
        return
    if problem:
        mail.problem = f"{type(problem).__name__}: {problem}"[:500]
    else:
        mail.sent_at, mail.problem = timezone.now(), mail.problem if refused else ""
        if mail.is_secret:
            mail.text, mail.html, mail.raw = "", "", b""
    mail.save()
