"""The e-mail backend: every mail is written down first, and leaves only where a mail server is configured."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.types import JSONDict

from nabiz.team.models import Mail
from nabiz.team.tasks import deliver


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail; the worker delivers it once the transaction that wrote it has committed."""
        return len(_keep([_mail(message) for message in email_messages if message.recipients()]))


@transaction.atomic
def _keep(mails: list[Mail]) -> list[Mail]:
    kept = Mail.objects.bulk_create(mails)
    if settings.EMAIL_HOST and kept:
        jobs: list[JSONDict] = [{"mail": mail.pk} for mail in kept]
        deliver.batch_defer(*jobs)
    return kept


def _mail(message: EmailMessage) -> Mail:
    return Mail(
        sender=message.from_email,
        recipients=message.recipients(),
        to=", ".join(message.to or message.recipients()),
        subject=str(message.subject),
        text=str(message.body) if message.content_subtype == "plain" else "",
        html=_html_of(message),
        raw=message.message().as_bytes(linesep="\r\n"),  # type: ignore[call-arg]
        is_secret=getattr(message, "is_secret", False),
    )


@transaction.atomic
def send_again(mail: Mail) -> None:
    """Try the mail server once more. A mail that has left is not sent twice."""
    if mail.sent_at is None and settings.EMAIL_HOST:
        deliver.defer(mail=mail.pk)


def forget_mails(addresses: Sequence[str]) -> int:
    """Drop every mail to one of these addresses; returns how many there were."""
    to_them = Q()
    for address in addresses:
        to_them |= Q(recipients__icontains=address) | Q(to__icontains=address)
    return Mail.objects.filter(to_them).delete()[0] if addresses else 0


def old_mails(before: datetime) -> "QuerySet[Mail]":
    """Mails that were written before a moment, whether they left or not."""
    return Mail.objects.filter(written_at__lt=before)


def _html_of(message: EmailMessage) -> str:
    if message.content_subtype == "html":
        return str(message.body)
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")
