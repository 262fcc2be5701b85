"""Fixtures to ask a metric over a small timeline made by hand, on every engine. Every test has them."""

import os
from types import SimpleNamespace

import pytest

from nabiz.metrics.tests import cluster

SPARK = pytest.param("spark", marks=pytest.mark.spark)


def pytest_generate_tests(metafunc):
    """What is asked is asked of every engine; of Spark, which takes seconds to answer, only where a test wants it."""
    if "engine_of_choice" not in metafunc.fixturenames:
        return
    its_own = {mark.name for mark in metafunc.definition.iter_markers()}
    quick = [] if "spark" in its_own else ["duckdb", "postgres"]
    slow = [SPARK] if its_own & {"spark", "every_engine"} else []
    metafunc.parametrize("engine_of_choice", quick + slow, indirect=True)


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """The address of a real cluster, for all tests of one process; skips where Spark cannot run, fails in CI."""
    if missing := cluster.why_not():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{missing}, so that there is no Spark to ask")
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch, cluster.running(folder) as master:
        patch.setenv("SPARK_CONF_DIR", str(cluster.configure(folder / "conf")))
        yield master
        cluster.leave()


@pytest.fixture
def mirror(db, mirror_folder):
    """An empty mirror."""
    from nabiz.timeline.mirror.manifest import Manifest, folder, write_manifest

    folder().mkdir(parents=True)
    write_manifest(Manifest(database="test"))
    return mirror_folder


@pytest.fixture
def engine_of_choice(request, mirror, settings):
    """Every engine in turn; what is written by hand goes where it reads."""
    from nabiz.metrics import database

    if request.param == "spark":
        settings.SPARK_MASTER = request.getfixturevalue("spark")
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
