import pytest
from django.utils import timezone, translation

from nabiz.ui import jump, navigation, slots


@pytest.fixture(autouse=True)
def own_urls(settings):
    settings.ROOT_URLCONF = "nabiz.ui.tests.urls"


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(slots, "_panels", {})
    monkeypatch.setattr(jump, "_providers", [])


@pytest.fixture
def turkish():
    with translation.override("tr"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def istanbul():
    with timezone.override("Europe/Istanbul"):
        yield
