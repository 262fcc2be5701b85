from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.models import Event


def drafts(*message_ids, source="shop"):
    now = timezone.now()
    return [
        Draft(kind="order.placed", happened_at=now, source=source, message_id=each, facts={"order": each})
        for each in message_ids
    ]


def append(*message_ids, **kwargs):
    with transaction.atomic():
        return append_events(drafts(*message_ids, **kwargs))


def test_the_same_message_of_a_source_is_stored_once(db):
    append("1", "2")

    assert append("2", "3") == {("shop", "3")}
    assert Event.objects.count() == 3


def test_the_same_message_twice_in_one_batch_is_stored_once(db):
    assert append("1", "1") == {("shop", "1")}


def test_two_sources_may_use_the_same_message_id(db):
    append("1")

    assert append("1", source="app") == {("app", "1")}


@pytest.mark.django_db(transaction=True)
def test_a_batch_sent_twenty_times_at_once_is_stored_once():
    def send(_):
        try:
            return append(*"abcdefgh")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(20)))

    assert sum(len(new) for new in answers) == Event.objects.count() == 8
