"""A real Postgres for the whole run, and the fixed cast of people that every test may ask for."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.people import make_member

pytest_plugins = ["nabiz.metrics.tests.asking", "tests.chromium", "tests.together"]
_postgres = None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Settings read the environment at import, so the server must be there before Django is."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "nabiz.config.settings"
    if not os.environ.get("NABIZ_TEST_READY"):
        _start()
    from django.conf import settings

    assert settings.DATABASES
    # Each worker keeps its files apart, as it does its database.
    settings.HOME = Path(settings.HOME) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT = settings.HOME / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow hashing proves nothing here


def _start():
    global _postgres
    home = Path(tempfile.mkdtemp(prefix="nabiz-test-"))
    os.environ["NABIZ_HOME"] = str(home)
    os.environ.setdefault("NABIZ_SECRET_KEY", "only-for-tests")
    if "DATABASE_URL" not in os.environ:
        from nabiz.cli.postgres import start_postgres

        _postgres = start_postgres(home, fsync=False)
        os.environ["DATABASE_URL"] = _postgres.url
    os.environ["NABIZ_TEST_READY"] = str(os.getpid())


def pytest_unconfigure(config):
    if os.environ.get("NABIZ_TEST_READY") != str(os.getpid()):
        return
    if _postgres:
        _postgres.stop()
    shutil.rmtree(os.environ["NABIZ_HOME"], ignore_errors=True)


@pytest.fixture
def company(db):
    from nabiz.team.models import Company

    return Company.objects.create(name="Acme", language="en", time_zone="Europe/Istanbul", currency="TRY")


@pytest.fixture
def owner(company):
    return make_member("owner", name="Olcay")


@pytest.fixture
def ana(company):
    return make_member("agent", name="Ana")


@pytest.fixture
def ben(company):
    return make_member("viewer", name="Ben")


@pytest.fixture
def ceren(company):
    return make_member("success", name="Ceren")


@pytest.fixture
def acme(company):
    from nabiz.customers.models import Account

    return Account.objects.create(name="Acme Sahne", key="acme", domain="acme.test")


@pytest.fixture
def deniz(acme):
    from nabiz.customers.models import Customer, Identity

    customer = Customer.objects.create(name="Deniz Kaya", account=acme, language="tr", search="deniz kaya")
    Identity.objects.create(customer=customer, kind="email", value="deniz@acme.test", is_verified=True)
    return customer


@pytest.fixture
def sign_in(client):
    """Returns a browser that is signed in as the member it is given."""

    def as_member(member):
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_member


@pytest.fixture
def timeline(db):
    """The kinds on a customer's timeline, oldest first."""
    from nabiz.timeline.models import Event

    return lambda customer: list(
        Event.objects.filter(customer_id=customer.pk).order_by("id").values_list("kind", flat=True)
    )


@pytest.fixture
def mirror_folder(tmp_path, settings):
    settings.MIRROR = tmp_path / "mirror"
    return settings.MIRROR
