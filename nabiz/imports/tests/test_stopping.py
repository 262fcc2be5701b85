"""Stopped anywhere, an import goes on where it was, and the end is the same."""

import dataclasses

import pytest

from nabiz.imports import commands
from nabiz.imports.commands import Stopped, prepare_import, run_import, stop_import
from nabiz.imports.mappings.presets import presets
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.models import Import
from nabiz.imports.queries import look_at_file, suggest_mapping
from nabiz.imports.reading.files import batches
from nabiz.timeline.models import Event

ROWS = [
    "Order ID,Order date,Customer ID,Total",
    *(f"{n},2024-03-01,c{n % 3},{n}" for n in range(1, 21)),
    "21,never,c1,5",
]


@pytest.fixture
def job(company, write, monkeypatch):
    """Twenty good rows and a bad one, taken five at a time."""
    monkeypatch.setattr(
        commands, "batches", lambda path, table, after_row=0: batches(path, table, after_row=after_row, size=5)
    )
    path = write("orders.csv", *ROWS)
    [table] = look_at_file(path)
    return prepare_import(path, table, suggest_mapping(table)[0].preset.plan)


def test_ctrl_c_is_gone_on_with(job):
    def interrupt(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(job, hear=interrupt)
    assert Import.objects.get().status == "stopped"
    assert Event.objects.filter(source="shop").count() == 5

    done = run_import(job)

    assert (done.counts["taken"], done.counts["bad"], done.counts["new"]) == (20, 1, 20)
    assert Event.objects.filter(source="shop").count() == 20


def test_somebody_stops_it_from_elsewhere(job):
    with pytest.raises(Stopped):
        run_import(job, hear=lambda progress: stop_import(job))

    assert Import.objects.get().status == "stopped"
    assert run_import(job).counts["taken"] == 20


def test_the_bad_rows_of_an_unfinished_portion_are_not_written_twice(job, tmp_path):
    job.bad_rows = str(tmp_path / "bad.csv")
    job.save()
    (tmp_path / "bad.csv").write_text("left behind by a process that was killed\n")

    run_import(job)

    assert (tmp_path / "bad.csv").read_text().count(",never,") == 1
    assert "killed" not in (tmp_path / "bad.csv").read_text()


def test_rows_of_one_thing_that_stand_far_apart_are_refused(company, write, monkeypatch):
    monkeypatch.setattr(
        commands, "batches", lambda path, table, after_row=0: batches(path, table, after_row=after_row, size=2)
    )
    plan = dataclasses.replace(presets()["orders"].plan, each="{order}")
    path = write(
        "orders.csv", ROWS[0], "1,2024-03-01,c1,5", "2,2024-03-01,c1,5", "3,2024-03-01,c1,5", "1,2024-03-01,c1,7"
    )
    [table] = look_at_file(path)

    with pytest.raises(BadMapping, match="Sort it by Order ID"):
        run_import(prepare_import(path, table, plan))

    assert Event.objects.get(message_id="order.paid:1").value == 5
    assert Import.objects.get().status == "failed"
