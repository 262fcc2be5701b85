import pytest
from django.db import transaction

from nabiz.feedback.events import SurveyAnswered
from nabiz.timeline.catalogue import OrderPlaced
from nabiz.timeline.commands import NotInTransaction, announce, append_events, subscribe
from nabiz.timeline.commands import _handlers as handlers


@pytest.fixture
def heard():
    """Events of placed orders, as a subscriber gets them."""
    events = []
    subscribe(OrderPlaced)(events.append)
    yield events
    handlers["order.placed"].remove(events.append)


def test_announcing_outside_a_transaction_is_refused_under_the_test_runner_too(deniz):
    with pytest.raises(NotInTransaction):
        announce(OrderPlaced(order="1"), about=deniz)


def test_appending_outside_a_transaction_is_refused_under_the_test_runner_too(db):
    with pytest.raises(NotInTransaction):
        append_events([])


def test_an_announcement_keeps_who_did_it_and_about_whom(deniz, ana, acme):
    with transaction.atomic():
        event = announce(SurveyAnswered(survey="NPS", measure="nps", score=9), about=deniz, by=ana)

    assert (event.customer_id, event.account_id, event.member_id) == (deniz.pk, acme.pk, ana.pk)
    assert event.facts["score"] == 9


def test_a_subscriber_hears_in_the_same_transaction(deniz, heard, timeline):
    with transaction.atomic():
        announce(OrderPlaced(order="1"), about=deniz)
        assert len(heard) == 1
        transaction.set_rollback(True)

    assert timeline(deniz) == []


def test_a_failing_subscriber_undoes_what_it_heard_of(deniz, timeline):
    def fail(event):
        raise ZeroDivisionError

    subscribe(OrderPlaced)(fail)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce(OrderPlaced(order="1"), about=deniz)
    handlers["order.placed"].remove(fail)

    assert timeline(deniz) == []
