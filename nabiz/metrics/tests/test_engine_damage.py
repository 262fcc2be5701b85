"""A file of the mirror that is none any more: a sentence for who asks, and a mirror that heals."""

import os

import pytest
from django.db import transaction

from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.tests.mirrors import answers
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.mirror import commands
from nabiz.timeline.mirror.manifest import folder, is_rebuild_asked_for

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = {"since": "2026-03", "until": "2026-03"}
JUNK = [b"", b"junk", os.urandom(20_000), b"PAR1" + os.urandom(500) + b"PAR1"]


@pytest.fixture
def told(asked_of_duckdb):
    """Twelve answers, taken over from the event table."""
    write(range(12))
    return asked_of_duckdb


@transaction.atomic
def write(numbers):
    append_events(
        Draft(
            "survey.answered",
            row["happened_at"],
            customer_id=number,
            source="test",
            message_id=str(number),
            facts={"measure": "nps", "score": 9},
        )
        for number, row in zip(numbers, answers([9] * len(numbers)), strict=True)
    )
    transaction.on_commit(commands.refresh)


def spoil(junk, family="feedback"):
    for path in (folder() / "events" / family).rglob("*.parquet"):
        path.write_bytes(junk)


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_told_in_a_sentence_and_mended_by_the_next_refresh(told, junk):
    spoil(junk)

    with pytest.raises(Unanswered, match="being made again"):
        told("nps", **MARCH)
    commands.refresh()

    assert told("nps", **MARCH).only.n == 12
    assert not is_rebuild_asked_for()


def test_file_cut_short_after_it_was_read_is_mended(told):
    told("nps", **MARCH)
    for path in (folder() / "events").rglob("*.parquet"):
        os.truncate(path, path.stat().st_size // 2)

    with pytest.raises(Unanswered):
        told("nps", by=["channel"], **MARCH)
    commands.refresh()

    assert told("nps", by=["channel"], **MARCH).only.n == 12


def test_writer_that_stumbles_over_junk_makes_the_mirror_again(told):
    spoil(b"junk")

    for number in range(100, 110):
        write([number])

    assert told("nps", **MARCH).only.n == 22


def test_page_says_so_with_503(told, ana, sign_in):
    spoil(b"junk")

    response = sign_in(ana).get("/metrics/nps/?since=2026-03-01&until=2026-03-31")

    assert (response.status_code, "damaged" in response.content.decode()) == (503, True)


def test_rest_says_so_with_503(told, ana, sign_in):
    spoil(b"junk")

    response = sign_in(ana).get("/api/metrics/nps?since=2026-03&until=2026-03")

    assert (response.status_code, "damaged" in response.json()["detail"]) == (503, True)
