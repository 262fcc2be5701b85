"""Read the mailbox to which undeliverable mails come back. Nothing in it is marked, moved or deleted."""

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nabiz.team.bounces import mail_reported_to, note_bounce
from nabiz.team.models import BounceBox
from nabiz.team.reports import LARGEST, Report, reports_in

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds for each answer of the server
AT_ONCE = 500
_NUMBERS = re.compile(rb"\d+")
FAILURES = (imaplib.IMAP4.error, OSError)


def read_bounces() -> int:
    """Read what is new; returns how many reports were taken. Why the mailbox cannot be read is kept for the outbox."""
    if not settings.BOUNCE_IMAP:
        return 0
    box = BounceBox.objects.get_or_create(address=_without_password(settings.BOUNCE_IMAP))[0]
    taken = 0
    try:
        with _folder(settings.BOUNCE_IMAP) as (server, validity):
            if box.validity != validity:  # the folder was made anew, and its numbers with it
                box.validity, box.last = validity, 0
            for number in _new(server, box.last):
                taken += _take(_raw(server, number))
                box.last = number
                box.save()
        box.problem = ""
    except FAILURES as failure:
        box.problem = f"{type(failure).__name__}: {failure}"[:300]
        log.warning("Bounces cannot be read: %s", box.problem)
    box.read_at = timezone.now()
    box.save()
    return taken


def current_box() -> BounceBox | None:
    """How reading goes, where a mailbox is set."""
    return BounceBox.objects.filter(address=_without_password(settings.BOUNCE_IMAP)).first()


def take_report(raw: bytes) -> bool:
    """Note what a report says of one of our mails; False for whatever else lies in the mailbox."""
    failed = [each for each in reports_in(raw) if each.has_failed]
    if not failed:
        return False
    head = raw[:20_000].partition(b"\r\n\r\n")[0].decode("latin-1")
    return _note(head, failed)


@transaction.atomic
def _note(head: str, failed: list[Report]) -> bool:
    mail = mail_reported_to(head)
    if mail is None:
        return False
    for report in failed:
        known = [each for each in mail.recipients if len(mail.recipients) == 1 or each.lower() in report.addresses]
        note_bounce(mail, known, report.status, report.words)
    return True


def _take(raw: bytes) -> bool:
    """Whatever is wrong with one mail, the next one is read."""
    try:
        return take_report(raw)
    except (ValueError, LookupError, TypeError) as wrong:
        log.warning("A mail among the bounces cannot be read: %s", type(wrong).__name__)
        return False


@contextmanager
def _folder(url: str) -> Iterator[tuple[imaplib.IMAP4, int]]:
    parts = urlsplit(url)
    kind: type[imaplib.IMAP4] = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    with kind(parts.hostname or "", port, timeout=PATIENCE) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        _said(server.select(f'"{folder}"', readonly=True))
        validity = _NUMBERS.search(server.response("UIDVALIDITY")[1][0] or b"0")
        yield server, int(validity[0]) if validity else 0


def _new(server: imaplib.IMAP4, last: int) -> list[int]:
    """`9:*` also names the last mail where that has number 3, so the numbers are compared once more."""
    (found, *_rest) = _said(server.uid("SEARCH", f"UID {last + 1}:*"))
    return sorted(number for each in _NUMBERS.findall(found or b"") if (number := int(each)) > last)[:AT_ONCE]


def _raw(server: imaplib.IMAP4, number: int) -> bytes:
    answer = _said(server.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LARGEST}>)"))
    return next((each[1] for each in answer if isinstance(each, tuple)), b"")


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(str(answer[1])[:200])
    return answer[1]


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.username}@{parts.hostname}{parts.path}"
