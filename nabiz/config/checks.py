"""System checks: each setting from the environment that makes no sense is explained, with a way out."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

ENGINES = ("duckdb", "postgres", "spark")


@register()
def settings_make_sense(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """`nabiz check` prints what these find; `nabiz serve` refuses to start on an error."""
    return [*_database(), *_port(), *_engine(), *_address(), *_mail(), *_bounces()]


def _database() -> list[CheckMessage]:
    url = os.environ.get("DATABASE_URL", "")
    if url and urlsplit(url).scheme not in ("postgres", "postgresql"):
        hint = "Write postgresql://user:password@host:5432/name, or unset it to use the embedded PostgreSQL."
        return [Error("DATABASE_URL names no PostgreSQL server.", hint=hint, id="nabiz.E001")]
    return []


def _port() -> list[CheckMessage]:
    if 0 <= settings.PORT <= 65535:
        return []
    return [Error(f"NABIZ_PORT is {settings.PORT}.", hint="Choose a number from 1 to 65535.", id="nabiz.E002")]


def _engine() -> list[CheckMessage]:
    if settings.ENGINE in ENGINES:
        return []
    hint = f"Unset it for the default, or choose one of: {', '.join(ENGINES)}."
    return [Error(f"NABIZ_ENGINE names an unknown engine: {settings.ENGINE}.", hint=hint, id="nabiz.E003")]


def _address() -> list[CheckMessage]:
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme in ("http", "https") and parts.hostname:
        return []
    hint = "It is what links in mails begin with, such as https://nabiz.example.com."
    return [Error(f"NABIZ_URL is no web address: {settings.PUBLIC_URL}", hint=hint, id="nabiz.E004")]


def _mail() -> list[CheckMessage]:
    if settings.EMAIL_HOST or not settings.IS_HTTPS:
        return []
    hint = "Set NABIZ_SMTP_HOST; until then every mail waits in the outbox, under Settings."
    return [Warning("No mail server is set, though the address looks public.", hint=hint, id="nabiz.W001")]


def _bounces() -> list[CheckMessage]:
    """Both settings or neither: reports about mails go to the one, and are read in the other."""
    address, box = settings.BOUNCE_ADDRESS, urlsplit(settings.BOUNCE_IMAP)
    if not address and not settings.BOUNCE_IMAP:
        return []
    if "@" not in address:
        hint = "It is where undeliverable mails come back to, such as bounces@example.com."
        return [Error(f"NABIZ_BOUNCE_ADDRESS is no e-mail address: {address or '(empty)'}", hint=hint, id="nabiz.E005")]
    if box.scheme not in ("imap", "imaps") or not box.hostname or not box.username:
        hint = "Write imaps://user:password@mail.example.com/INBOX, with %40 for @ in the name of the user."
        return [Error("NABIZ_BOUNCE_IMAP names no mailbox.", hint=hint, id="nabiz.E006")]
    return []
