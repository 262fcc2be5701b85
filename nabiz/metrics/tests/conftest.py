from types import SimpleNamespace

import pytest


@pytest.fixture
def mirror(db, mirror_folder):
    """An empty mirror."""
    from nabiz.timeline.mirror.manifest import Manifest, folder, write_manifest

    folder().mkdir(parents=True)
    write_manifest(Manifest(database="test"))
    return mirror_folder


@pytest.fixture
def asked(mirror):
    """Ask in short: asked("nps", by=["month"], since="2026-01"), in a zone of one's choice."""
    from nabiz.metrics.parsing import parse_question
    from nabiz.metrics.queries import ask

    def put(name, zone="Europe/Istanbul", **parts):
        return ask(parse_question(name, SimpleNamespace(time_zone=zone, currency="TRY"), **parts))

    return put
