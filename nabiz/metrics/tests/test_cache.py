import threading

import pytest
from django.db import connection

from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.tests.mirrors import answers, write_events
from nabiz.timeline.facts import FAMILIES
from nabiz.timeline.models import Gone

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture
def queries(engine_of_choice, monkeypatch):
    """What the engine was asked for answers, in the order in which it was."""
    heard, chosen = [], type(engine())
    run = chosen.run

    def listen(self, query, tables):
        if {name.partition(":")[0] for name in tables} & set(FAMILIES):
            heard.append(query)
        return run(self, query, tables)

    monkeypatch.setattr(chosen, "run", listen)
    return heard


def test_nothing_is_queried_while_nothing_changed(asked, queries):
    write_events(answers([9] * 12))

    first, again = asked("nps", **MARCH), asked("nps", **MARCH)

    assert first is again
    assert len(queries) == 1


def test_new_events_are_queried(asked, queries):
    write_events(answers([9] * 12))
    asked("nps", **MARCH)

    write_events(answers([1] * 2))

    assert asked("nps", **MARCH).only.n == 14
    assert len(queries) == 2


def test_events_of_another_month_or_family_leave_an_answer_as_it_was(asked, queries):
    write_events(answers([9] * 12))
    asked("nps", **MARCH)

    write_events(answers([1] * 2, when="2026-06-10"))

    assert asked("nps", **MARCH).only.n == 12
    assert len(queries) == 1


def test_erasure_is_queried(asked, queries):
    write_events(answers([9] * 12))
    asked("nps", **MARCH)

    Gone.objects.create(customer_id=3)

    assert asked("nps", **MARCH).only.n == 11


@pytest.mark.django_db(transaction=True)
def test_many_threads_get_the_same_answer_from_one_query(mirror, asked, queries):
    write_events(answers([9] * 12))
    found = []

    def ask():
        found.append(asked("nps", **MARCH).only.n)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [12] * 6
    assert len(queries) == 1
