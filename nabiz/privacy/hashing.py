"""Keyed hashes: enough to recognise a text that is shown to us again, useless to whoever has only the database."""

import hashlib
import hmac

from django.conf import settings

from nabiz.customers.normalise import email_of, phone_of
from nabiz.privacy.purposes import ADDRESS_OF, Way


def keyed_hash(text: str) -> str:
    key = hashlib.sha256(f"nabiz.privacy.hash:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), "sha256").hexdigest() if text else ""


def plain_address(channel: str, address: str) -> str:
    """As identities have it; empty where it is none that this channel reaches."""
    if Way(channel) not in ADDRESS_OF:
        return address.strip()
    return email_of(address) if channel == Way.EMAIL else phone_of(address)
