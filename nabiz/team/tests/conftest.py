import re

import pytest

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def our_backend(settings):
    """The test runner would keep mails in memory."""
    settings.EMAIL_BACKEND = "nabiz.team.outbox.Backend"


@pytest.fixture(autouse=True)
def no_earlier_tries(db):
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def link_in():
    """The path of the link in the newest mail to an address."""

    from nabiz.team.models import Mail

    def find(email):
        text = Mail.objects.filter(to=email).first().text
        return re.search(r"https?://[^/]+(/\S+)", text).group(1)

    return find


@pytest.fixture
def enter(client):
    """Sign in through the page, with the password."""

    def with_password(email, password=PASSWORD):
        return client.post("/account/login/", {"login": email, "password": password})

    return with_password


@pytest.fixture
def trail_kinds(db):
    from nabiz.timeline.models import Event

    return lambda: list(Event.objects.order_by("id").values_list("kind", flat=True))
