from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction

from nabiz.feedback.events import SurveyAnswered
from nabiz.timeline.commands import Draft, announce, append_events
from nabiz.timeline.mirror import commands, reading
from nabiz.timeline.mirror.manifest import folder, read_manifest
from nabiz.timeline.models import Event, Gone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mirror(mirror_folder):
    return mirror_folder


@pytest.fixture
def elsewhere():
    """How to reach a database beside ours on the same server."""
    parameters = connection.get_connection_params()
    return {k: v for k, v in parameters.items() if k not in ("context", "cursor_factory")} | {"dbname": "postgres"}


def draft(number, kind="survey.answered", customer_id=1, month=3, **facts):
    return Draft(
        kind,
        datetime(2026, month, 5, 12, tzinfo=UTC),
        customer_id=customer_id,
        facts=facts,
        source="test",
        message_id=str(number),
    )


@transaction.atomic
def write(*drafts):
    append_events(drafts)


def mirrored(family="feedback"):
    files = reading.snapshot().event_files([family])
    return [row for path in files for row in pq.read_table(path).to_pylist()]


def test_an_announced_fact_arrives_with_its_types(deniz):
    with transaction.atomic():
        announce(
            SurveyAnswered(
                survey="spring", measure="nps", score=9, comment='Çok "iyi",\nteşekkürler', value=Decimal("12.50")
            ),
            about=deniz,
        )

    commands.refresh()

    (row,) = mirrored()
    assert (row["score"], row["value"], row["comment"]) == (9, Decimal("12.5000"), 'Çok "iyi",\nteşekkürler')
    assert row["customer_id"] == deniz.pk


def test_a_row_committed_late_by_an_earlier_transaction_is_not_missed():
    insert = (
        "INSERT INTO timeline_event (kind, happened_at, source, message_id) VALUES ('page.viewed', now(), 'test', %s)"
    )
    with psycopg.connect(
        **{k: v for k, v in connection.get_connection_params().items() if k not in ("context", "cursor_factory")}
    ) as slow:
        slow.execute(insert, ["slow"])
        write(draft("fast", kind="page.viewed"))
        commands.refresh()
        slow.execute("COMMIT")

    commands.refresh()

    assert sorted(row["id"] for row in mirrored("usage")) == sorted(Event.objects.values_list("id", flat=True))


def test_rows_of_a_rolled_back_transaction_never_arrive():
    with transaction.atomic():
        append_events([draft(1)])
        transaction.set_rollback(True)

    commands.refresh()

    assert mirrored() == []


def test_many_small_parts_become_few_and_keep_every_row_once():
    for number in range(20):
        write(draft(number, customer_id=20 - number, score=number % 11, survey="s", measure="nps"))
        commands.refresh()

    assert len(reading.snapshot().event_files(["feedback"])) < 8
    assert sorted(row["id"] for row in mirrored()) == sorted(Event.objects.values_list("id", flat=True))


def test_a_joined_file_is_sorted_by_customer_and_time():
    for number in range(6):
        write(draft(number, customer_id=9 - number, score=1))
        commands.refresh()

    (path,) = reading.snapshot().event_files(["feedback"])
    customers = pq.read_table(path)["customer_id"].to_pylist()
    assert customers == sorted(customers)


def test_facts_that_do_not_fit_their_type_are_missing_and_harm_nothing():
    Event.objects.create(
        kind="survey.answered",
        happened_at="2026-03-01T00:00Z",
        facts={"score": "ten", "survey": "s"},
        source="x",
        message_id="1",
    )
    write(draft(2, score=7, survey="s"))

    commands.refresh()

    assert sorted((row["score"] or 0) for row in mirrored()) == [0, 7]


def test_an_unknown_kind_is_kept_with_its_facts_as_text():
    write(draft(1, kind="Microphone Dropped", height=2))

    commands.refresh()

    (row,) = mirrored("other")
    assert row["facts"] == '{"height": 2}'


def test_only_the_months_asked_for_are_opened():
    write(draft(1, month=1), draft(2, month=2), draft(3, month=3))
    commands.refresh()

    files = reading.snapshot().event_files(
        ["feedback"], since=datetime(2026, 2, 1, tzinfo=UTC), until=datetime(2026, 2, 20, tzinfo=UTC)
    )

    assert [path.split("/")[-2] for path in files] == ["2026-02"]


def test_a_rebuilt_mirror_equals_the_table():
    write(*[draft(number, score=number % 11) for number in range(50)])
    commands.refresh()
    before = reading.snapshot().version_of(["feedback"], [])

    commands.rebuild()

    assert sorted(row["id"] for row in mirrored()) == sorted(Event.objects.values_list("id", flat=True))
    assert reading.snapshot().version_of(["feedback"], []) != before


def test_a_lost_mirror_folder_is_made_again():
    write(draft(1, score=3))
    commands.refresh()
    (folder() / "manifest.json").unlink()

    commands.refresh()

    assert [row["score"] for row in mirrored()] == [3]


def test_files_that_went_missing_are_made_again():
    write(draft(1, score=3))
    commands.refresh()
    for path in folder().rglob("*.parquet"):
        path.unlink()

    commands.refresh()

    assert [row["score"] for row in mirrored()] == [3]


def test_the_mirror_of_another_database_is_not_continued():
    write(draft(1, score=3))
    commands.refresh()
    path = folder() / "manifest.json"
    path.write_text(path.read_text().replace(read_manifest().database, "another-1"))

    commands.refresh()

    assert [row["score"] for row in mirrored()] == [3]


def test_an_erased_customer_is_gone_from_every_file():
    write(draft(1, customer_id=1, comment="planted-secret"), draft(2, customer_id=2, comment="stays"))
    commands.refresh()
    Event.objects.filter(customer_id=1).delete()
    Gone.objects.create(customer_id=1)
    assert reading.snapshot().gone == (1,)

    commands.sweep()

    assert [row["comment"] for row in mirrored()] == ["stays"]
    assert {path.name for path in folder().rglob("*.parquet")} == {
        path.split("/")[-1] for path in reading.snapshot().event_files(["feedback"])
    } | {path.name for path in (folder() / "dimensions").glob("*")}
    assert reading.snapshot().gone == ()


def test_nothing_new_changes_no_version():
    write(draft(1, score=3))
    commands.refresh()
    before = reading.snapshot().version_of(["feedback", "money"], ["customers"])

    commands.refresh()

    assert reading.snapshot().version_of(["feedback", "money"], ["customers"]) == before


def test_a_transaction_in_another_database_of_the_server_holds_nothing_back(elsewhere):
    with psycopg.connect(**elsewhere) as other:
        other.execute("CREATE TEMP TABLE held (n int)")
        write(draft(1))

        commands.refresh()

        assert len(mirrored()) == 1
