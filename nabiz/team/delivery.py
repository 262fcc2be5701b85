"""Handing a mail to the mail server. What it answers is kept with the mail."""

import smtplib
from email.utils import parseaddr

from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from nabiz.team.models import Mail

REFUSALS = (smtplib.SMTPException, OSError)


def deliver_mail(number: int) -> None:
    """Send one mail, once. Raises what the mail server raised, after noting it, so that the worker tries again."""
    problem: Exception | None = None
    with transaction.atomic():
        mail = Mail.objects.waiting().select_for_update(skip_locked=True).filter(pk=number).first()
        if mail is None:
            return
        try:
            _hand_over(mail)
        except REFUSALS as refusal:
            problem = refusal
        _note(mail, problem)
    if problem:
        raise problem


def _hand_over(mail: Mail) -> None:
    server = EmailBackend()
    server.open()
    assert server.connection
    try:
        server.connection.sendmail(parseaddr(mail.sender)[1], mail.recipients, bytes(mail.raw))
    finally:
        server.close()


def _note(mail: Mail, problem: Exception | None) -> None:
    """A secret that has left is not kept: the link in it belongs to whom it was sent."""
    if problem:
        mail.problem = f"{type(problem).__name__}: {problem}"[:500]
    else:
        mail.sent_at, mail.problem = timezone.now(), ""
        if mail.is_secret:
            mail.text, mail.html, mail.raw = "", "", b""
    mail.save()
