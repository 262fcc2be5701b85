"""What happens now is reacted to; what is brought in from the past is not, but rows are built from all of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.imports.commands import import_records, prepare_import, run_import
from nabiz.imports.mappings.toml import loads
from nabiz.imports.queries import look_at_file
from nabiz.timeline import commands
from nabiz.timeline.catalogue import OrderPaid

PLAN = loads(
    """
title = "Hook"
source = "hook"
key = "{id}"
[[events]]
kind = "order.paid"
at = "{at}"
facts.order = "{id}"
"""
)


@pytest.fixture
def heard():
    """The orders that somebody reacts to, and those that rows are built from."""
    reacted, built = [], []

    def react(event):
        reacted.append(event.facts["order"])

    def build(event):
        built.append(event.facts["order"])

    commands.subscribe(OrderPaid)(react)
    commands.subscribe(OrderPaid, history=True)(build)
    yield reacted, built
    commands._handlers["order.paid"].remove(react)
    commands._historians["order.paid"].remove(build)


def test_a_file_tells_of_history(company, write, heard):
    path = write("a.csv", "id,at", f"1,{timezone.now().isoformat()}")
    [table] = look_at_file(path)

    run_import(prepare_import(path, table, PLAN))

    assert heard == ([], ["1"])


def test_records_tell_of_now_within_a_day(company, heard):
    now = timezone.now()
    records = [{"id": "1", "at": now}, {"id": "2", "at": now - timedelta(days=2)}]

    import_records(records, PLAN)
    import_records(records, PLAN)

    assert heard == (["1"], ["1", "2"])
