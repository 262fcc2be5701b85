"""A process that is killed loses nothing, and none of its rows comes twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from nabiz.imports.commands import Busy, prepare_import, run_import
from nabiz.imports.models import Import
from nabiz.imports.queries import look_at_file, suggest_mapping
from nabiz.timeline.models import Event

ROWS = [f"{n},2024-03-01,c{n % 7},{n}" for n in range(1, 601)]
# Takes ten rows at a time, and says so after each portion; then it waits for whoever reads.
PROGRAM = """
import django, sys
django.setup()
from nabiz.imports import commands
from nabiz.imports.models import Import
from nabiz.imports.reading.files import batches
commands.batches = lambda path, table, after_row=0: batches(path, table, after_row=after_row, size=10)
def hear(progress):
    print(progress.position, flush=True)
    sys.stdin.readline()
while True:
    try:
        commands.run_import(Import.objects.get(), hear=hear)
        break
    except commands.Busy:  # the server notices a moment later that whoever was at it is gone
        pass
"""


@pytest.fixture
def job(transactional_db, write):
    from nabiz.team.models import Company

    Company.objects.create(name="Acme", language="en", time_zone="UTC", currency="EUR")
    path = write("orders.csv", "Order ID,Order date,Customer ID,Total", *ROWS)
    [table] = look_at_file(path)
    return prepare_import(path, table, suggest_mapping(table)[0].preset.plan)


def begin():
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environment = {**os.environ, "DATABASE_URL": url}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment, **pipes)


def end(process, number, *, after):
    """Let it take this many portions, and end it in the middle of the next one or before it."""
    for _ in range(after):
        assert process.stdout.readline().strip(), "the import ended by itself"
        process.stdin.write("\n")
        process.stdin.flush()
    process.send_signal(number)
    process.wait(30)
    process.stdin.close()
    process.stdout.close()


def run_to_the_end(job):
    deadline = time.monotonic() + 60
    while True:
        try:
            return run_import(job)
        except Busy:
            assert time.monotonic() < deadline


def test_ended_three_times_in_the_middle_every_row_is_there_once(job):
    places = []
    for number in (signal.SIGKILL, signal.SIGKILL, signal.SIGINT):
        end(begin(), number, after=2)
        places.append(Import.objects.get().position)

    done = run_to_the_end(job)

    assert 0 < places[0] < places[1] < places[2] < len(ROWS)
    assert (done.counts["taken"], done.counts["new"], done.counts["same"]) == (600, 600, 0)
    assert Event.objects.filter(source="shop").count() == 600
