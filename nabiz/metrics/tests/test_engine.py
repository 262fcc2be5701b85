import pytest
from django.core.exceptions import ImproperlyConfigured

from nabiz.metrics.engines.base import Files, MirrorMoved
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.tests.mirrors import answers, write_dimension, write_events
from nabiz.timeline.mirror.manifest import read_manifest
from nabiz.timeline.mirror.reading import Snapshot


def test_nothing_beside_the_mirror_can_be_read(mirror, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")

    with pytest.raises(Exception, match="disabled by configuration"):
        engine().run(f"SELECT * FROM read_csv('{tmp_path}/secret.csv')", {})


def test_file_that_was_put_away_is_told(mirror):
    gone = Files((str(mirror / "events" / "gone.parquet"),), {"id": "int64"})

    with pytest.raises(MirrorMoved):
        engine().run("SELECT * FROM feedback", {"feedback": gone})


def test_question_is_asked_again_when_the_mirror_moved(asked_of_duckdb, mirror):
    from nabiz.metrics.parsing import parse_question
    from nabiz.metrics.queries import ask
    from nabiz.metrics.tests.test_tiles import HOME

    write_events(answers([9] * 12))
    old = Snapshot(read_manifest(), ())
    next(mirror.rglob("feedback/*/*.parquet")).unlink()
    fresh = read_manifest()
    fresh.families["feedback"].files = {}
    from nabiz.timeline.mirror.manifest import write_manifest

    write_manifest(fresh)
    write_events(answers([9] * 11))

    assert ask(parse_question("nps", HOME, since="2026-03", until="2026-03"), old).only.n == 11


def test_file_from_before_a_fact_was_declared_is_read(asked_of_duckdb, mirror):
    import pyarrow.parquet as pq

    write_events(answers([9] * 12))
    path = next(mirror.rglob("feedback/*/*.parquet"))
    pq.write_table(pq.read_table(path).drop_columns(["comment", "language"]), path)

    assert asked_of_duckdb("nps", since="2026-03", until="2026-03").only.n == 12


def test_unknown_engine_is_told(mirror, settings):
    settings.ENGINE = "abacus"

    with pytest.raises(ImproperlyConfigured, match="abacus"):
        engine()


def test_dimension_with_more_columns_than_asked_is_read(asked_of_duckdb):
    import pyarrow as pa

    write_events(answers([9] * 12))
    write_dimension("segments", {"customer_id": pa.array([1], pa.int64()), "segment": ["a"], "more": ["x"]})

    assert asked_of_duckdb("nps", where={"segment": "a"}, since="2026-03", until="2026-03").only.n == 1
