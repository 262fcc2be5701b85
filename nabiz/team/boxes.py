"""Encryption of secrets that must be used again, so that a hash would not do."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def box_for(purpose: str) -> Fernet:
    """A key of its own for each purpose, drawn from the secret key of the installation."""
    digest = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
