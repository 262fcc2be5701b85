"""What only the engine that reads the event table itself has to get right."""

import threading

import psycopg
import pytest
from django.db import connection, transaction

from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.engines.chosen import engine
from nabiz.metrics.queries import has_events
from nabiz.metrics.tests.asking import ask_in_short
from nabiz.metrics.tests.mirrors import answers, event, write_events
from nabiz.timeline.freshness import Watcher
from nabiz.timeline.models import Event

MARCH = {"since": "2026-03", "until": "2026-03"}
INSERT = "INSERT INTO timeline_event (kind, happened_at) VALUES ('page.viewed', '2026-03-10T12:00Z')"


@pytest.fixture(autouse=True)
def postgres(db, settings):
    settings.ENGINE = "postgres"


@pytest.fixture
def elsewhere():
    """A connection beside Django's."""
    parameters = connection.get_connection_params()
    with psycopg.connect(**{k: v for k, v in parameters.items() if k not in ("context", "cursor_factory")}) as other:
        yield other


@pytest.mark.parametrize("score", ["ten", True, [], {"a": 1}, 9.5, "9" * 19, 10**30, "", " 9"])
def test_score_that_is_no_whole_number_is_missing(score):
    write_events([*answers([9] * 11), event("survey.answered", "2026-03-10", 99, measure="nps", score=score)])

    counts = ask_in_short("nps", **MARCH).only.counts

    assert (counts["promoters"], counts["invalid"]) == (11, 1)


@pytest.mark.parametrize("score", ["9", 9.0, "9.0"])
def test_whole_number_may_be_written_otherwise(score):
    write_events([event("survey.answered", "2026-03-10", 99, measure="nps", score=score)])

    assert ask_in_short("nps", **MARCH).only.counts["promoters"] == 1


def test_engine_can_only_read():
    with pytest.raises(Exception, match="read-only transaction"):
        engine().run("SELECT nextval('timeline_event_id_seq')", {})

    Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")


def test_what_takes_too_long_is_given_up_in_a_sentence(settings):
    settings.ENGINE_TIMEOUT = 1

    with pytest.raises(Unanswered, match="longer than 1 seconds"):
        engine().run("SELECT pg_sleep(30)", {})


def test_percent_sign_in_a_query_is_a_percent_sign():
    assert engine().run("SELECT '100%s' AS found", {})["found"].to_pylist() == ["100%s"]


@pytest.mark.django_db(transaction=True)
def test_row_that_a_slow_transaction_commits_late_is_noticed(elsewhere):
    watcher = Watcher()
    elsewhere.execute(INSERT)
    Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")
    before = watcher.look().of("usage")

    elsewhere.commit()

    assert watcher.look().of("usage") != before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_new_while_nothing_happens_or_elsewhere():
    watcher = Watcher()
    Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")
    watcher.look()
    before = watcher.look().of("usage", "2026-03", "2026-03")

    Event.objects.create(kind="page.viewed", happened_at="2026-04-10T12:00Z")
    Event.objects.create(kind="order.paid", happened_at="2026-03-10T12:00Z")

    assert watcher.look().of("usage", "2026-03", "2026-03") == before


def test_removed_event_is_noticed():
    watcher = Watcher()
    kept = Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")
    before = watcher.look().of("usage")

    kept.delete()

    assert watcher.look().of("usage") != before


def test_transaction_of_the_caller_stays_as_it_was():
    with transaction.atomic():
        Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")
        engine().run("SELECT 1 AS one", {})
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
    assert Event.objects.count() == 1


def test_front_page_knows_that_there_is_data_without_a_mirror():
    assert not has_events("usage")

    Event.objects.create(kind="page.viewed", happened_at="2026-03-10T12:00Z")

    assert has_events("usage")


def test_threads_have_connections_of_their_own():
    found = []

    def run():
        found.append(engine().run("SELECT 1 AS one", {})["one"].to_pylist())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[1]] * 4
