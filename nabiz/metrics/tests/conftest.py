from types import SimpleNamespace

import pytest

ENGINES = [
    "duckdb",
    "postgres",
]


@pytest.fixture
def mirror(db, mirror_folder):
    """An empty mirror."""
    from nabiz.timeline.mirror.manifest import Manifest, folder, write_manifest

    folder().mkdir(parents=True)
    write_manifest(Manifest(database="test"))
    return mirror_folder


@pytest.fixture(params=ENGINES)
def engine_of_choice(request, mirror, settings):
    """Every engine in turn; what is written by hand goes where it reads."""
    from nabiz.metrics import database

    settings.ENGINE = request.param
    database._anyone_merged.cache_clear()  # another test's customers may have changed as often as this one's
    return request.param


@pytest.fixture
def asked(engine_of_choice):
    """Ask in short: asked("nps", by=["month"], since="2026-01"), in a zone of one's choice."""
    return ask_in_short


@pytest.fixture
def asked_of_duckdb(mirror):
    """The same of the default engine alone."""
    return ask_in_short


def ask_in_short(name, zone="Europe/Istanbul", **parts):
    from nabiz.metrics.parsing import parse_question
    from nabiz.metrics.queries import ask

    return ask(parse_question(name, SimpleNamespace(time_zone=zone, currency="TRY"), **parts))
