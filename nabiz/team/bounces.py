"""Mails that came back. Who sends mails registers with `hear_bounces`, and is told in the transaction that notes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from nabiz.team.models import Mail

_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_OF_CODE = {550: "5.1.1", 551: "5.1.6", 552: "5.2.2", 553: "5.1.3"}
# By RFC 3463: nobody there, no such domain, moved, cannot be an address, switched off, no way there. A full mailbox, a
# policy or a mail that was too large says nothing against the address.
_FOR_GOOD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})
_TAGGED = re.compile(r"\+(\d{1,18})\.([0-9a-f]{20})@", re.IGNORECASE)


@dataclass(frozen=True)
class Bounce:
    """One address that a mail did not reach. `status` is that of RFC 3463, `message_id` the mail's own."""

    address: str
    status: str
    message_id: str

    @property
    def is_for_good(self) -> bool:
        """Nothing more will reach this address."""
        return self.status in _FOR_GOOD


Listener = Callable[[Bounce], object]
_listeners: list[Listener] = []


def hear_bounces(listener: Listener) -> None:
    _listeners.append(listener)


@transaction.atomic
def note_bounce(mail: Mail, addresses: list[str], status: str, words: str) -> None:
    """A mail did not reach these of its addresses. Telling it again changes nothing."""
    mail.bounced_at = mail.bounced_at or timezone.now()
    mail.problem = words[:500]
    mail.save(update_fields=["bounced_at", "problem"])
    message_id = str(message_from_bytes(bytes(mail.raw)).get("Message-ID", ""))
    for address in addresses:
        for listener in _listeners:
            listener(Bounce(address, status, message_id))


def status_in(words: str, code: int = 0) -> str:
    """The status that a mail server's answer holds, or that its code stands for."""
    found = _STATUS.search(words)
    return found[0] if found else _OF_CODE.get(code, "5.0.0" if code >= 500 else "4.0.0")


def envelope_sender(mail: Mail) -> str:
    """Where reports about this mail go: an address of its own, signed, so that nobody else can report on it."""
    name, sign, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{mail.pk}.{_mac(mail.pk)}@{domain}" if sign else parseaddr(mail.sender)[1]


def mail_reported_to(addresses: str) -> Mail | None:
    """The mail whose own address is among these."""
    for number, mac in _TAGGED.findall(addresses):
        if constant_time_compare(mac.lower(), _mac(int(number))):
            return Mail.objects.filter(pk=int(number)).first()
    return None


def _mac(number: int) -> str:
    return salted_hmac("nabiz.team.bounce", str(number), algorithm="sha256").hexdigest()[:20]
