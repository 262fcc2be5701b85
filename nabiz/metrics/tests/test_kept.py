"""What stays in memory between questions, and what it must not outlive."""

import pyarrow as pa
import pytest

from nabiz.metrics.engines.base import MirrorMoved
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.engines.columns import FEW, Columns, small
from nabiz.metrics.kept import kept
from nabiz.metrics.tests.mirrors import answers, event, subscription, write_events, write_segments
from nabiz.timeline.models import Gone

MARCH = {"since": "2026-03", "until": "2026-03"}
WANTED = {"customer_id": "int64", "score": "int64"}


@pytest.fixture
def path(mirror):
    """A file with twelve answers and one invitation."""
    write_events([*answers([9] * 12), event("survey.invited", "2026-03-10", 13)])
    return str(next(mirror.rglob("feedback/*/*.parquet")))


@pytest.fixture
def read(asked_of_duckdb, monkeypatch):
    """The tables that DuckDB read, query by query."""
    heard, chosen = [], type(engine())
    run = chosen.run
    monkeypatch.setattr(
        chosen, "run", lambda self, query, tables: (heard.append(set(tables)), run(self, query, tables))[1]
    )
    return heard


def test_columns_are_read_once(path):
    columns = Columns()
    first = columns.table([path], WANTED)
    with open(path, "wb") as file:
        file.write(b"junk")

    assert columns.table([path], WANTED) == first
    with pytest.raises(MirrorMoved):
        columns.table([path], WANTED | {"id": "int64"})


def test_only_rows_of_the_wanted_kinds_are_kept(path):
    columns = Columns()

    assert columns.table([path], WANTED).num_rows == 13
    assert columns.table([path], WANTED, ("survey.invited",)).to_pylist() == [{"customer_id": 13, "score": None}]
    assert columns.table([path], WANTED, ("order.paid",)).num_rows == 0


def test_column_that_a_file_lacks_is_missing_everywhere(path):
    assert Columns().table([path], {"score": "int64", "mood": "string"})["mood"].null_count == 13


def test_what_does_not_fit_is_left_in_the_files(path):
    assert Columns(at_most=100).table([path], WANTED) is None


def test_file_that_was_put_away_leaves_memory(path, mirror):
    columns = Columns()
    columns.table([path], WANTED)
    write_events(answers([9]))
    (other,) = {str(each) for each in mirror.rglob("feedback/*/*.parquet")} - {path}
    (mirror / path).unlink()

    columns.table([other], WANTED)

    assert columns.nbytes < 2 * 13 * 8


def test_texts_of_which_there_are_few_become_words():
    assert pa.types.is_dictionary(small(pa.array(["a", "b"] * 9)).type)
    assert pa.types.is_string(small(pa.array([str(number) for number in range(FEW + 1)])).type)


def test_metrics_and_groups_share_one_relation(asked_of_duckdb, read):
    write_events(subscription("s", ("started", "2026-01-10", 100)))
    write_segments(choir=[1])

    asked_of_duckdb("nrr", **MARCH)
    asked_of_duckdb("retention", by=["segment"], **MARCH)

    assert sum(any(name.startswith("money") for name in tables) for tables in read) == 1


def test_relation_is_made_again_without_who_was_erased(asked_of_duckdb):
    write_events(
        [
            *subscription("s", ("started", "2026-01-10", 100)),
            *subscription("t", ("started", "2026-01-10", 70), customer=2),
        ]
    )
    assert asked_of_duckdb("mrr", **MARCH).only.value == 170

    Gone.objects.create(customer_id=2)

    assert asked_of_duckdb("mrr", **MARCH).only.value == 100


def test_relation_has_one_name():
    with pytest.raises(ValueError, match="twice"):
        kept("id")(kept("id")(lambda scope: scope))
