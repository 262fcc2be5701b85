import logging
import sys

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction

from nabiz.config.logs import Discreet
from nabiz.team.models import Member


def logged(message, *arguments, error=None):
    return Discreet("%(message)s").format(logging.LogRecord("x", logging.ERROR, "", 0, message, arguments, error))


def caught(action):
    try:
        action()
    except Exception:
        return sys.exc_info()


def refused():
    raise SuspiciousOperation("Too many fields")


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("Forbidden: /team/join/Zk3-secret_token/", "Zk3"),
        ("Forbidden: /account/password/reset/key/5-cz7k2f-abc/", "cz7k2f"),
        ("key nbz_abcDEF-123", "abcDEF"),
        ("mail to ayse.kaya@acme.com.tr", "ayse"),
    ],
)
def test_what_opens_a_door_or_names_a_person_is_masked(written, hidden):
    assert hidden not in logged("%s stumbled", written)


def test_the_row_that_postgres_refused_is_not_quoted(owner):
    error = caught(transaction.atomic(lambda: Member.objects.create(email=owner.email)))

    text = logged("Internal Server Error", error=error)
    assert issubclass(error[0], IntegrityError)
    assert "duplicate key" in text
    assert "DETAIL" not in text


def test_what_a_stranger_sent_takes_one_line():
    assert logged("Refused", error=caught(refused)) == "Refused"


def test_the_settings_use_it():
    assert settings.LOGGING["formatters"]["plain"]["class"] == "nabiz.config.logs.Discreet"
