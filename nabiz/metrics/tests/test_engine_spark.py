"""What only Spark has to get right: that it is away, and that it is one for many threads."""

import threading

import pytest
from django.db import connection

from nabiz.metrics.engines import spark as spark_engine
from nabiz.metrics.engines.base import Files, MirrorMoved, Unanswered
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.tests.asking import ask_in_short
from nabiz.metrics.tests.cluster import free_port
from nabiz.metrics.tests.mirrors import answers, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def test_master_that_does_not_answer_is_told_at_once():
    with pytest.raises(Unanswered, match="does not answer"):
        spark_engine._check_master(f"spark://127.0.0.1:{free_port()}")


def test_missing_java_is_told(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(Unanswered, match="openjdk-17-jre-headless"):
        spark_engine._check_java()


def test_missing_package_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)

    with pytest.raises(Unanswered, match=r"nabiz\[spark\]"):
        spark_engine.Spark().run("SELECT 1", {})


@pytest.mark.spark
def test_threads_ask_over_files_of_their_own(engine_of_choice, mirror):
    write_events(answers([9] * 12) + answers([1] * 20, when="2026-05-10"))
    found = {}

    def run(month):
        found[month] = ask_in_short("nps", since=month, until=month).only.n
        connection.close()

    threads = [threading.Thread(target=run, args=[month]) for month in ("2026-03", "2026-05")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"2026-03": 12, "2026-05": 20}


@pytest.mark.spark
@pytest.mark.parametrize("content", [None, b"junk"])
def test_file_that_is_gone_or_junk_is_told(engine_of_choice, mirror, content):
    path = mirror / "some.parquet"
    if content:
        path.write_bytes(content)

    with pytest.raises(MirrorMoved):
        engine().run("SELECT id FROM feedback", {"feedback": Files((str(path),), {"id": "int64"})})


@pytest.mark.spark
def test_question_that_no_worker_has_time_for_is_given_up(engine_of_choice, settings):
    settings.ENGINE_TIMEOUT = 2

    with pytest.raises(Unanswered, match="longer than 2 seconds"):
        engine().run("SELECT count(*) AS n FROM range(100000000000) WHERE sin(id) > 2", {})
