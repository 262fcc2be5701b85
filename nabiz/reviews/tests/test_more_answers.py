from datetime import UTC, datetime

import pytest
from django.urls import reverse

from nabiz.customers.models import Customer
from nabiz.reviews.answers import deliver, send_answer
from nabiz.reviews.forgetting import forget
from nabiz.reviews.models import Reply
from nabiz.reviews.polling import look_at_site
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db


def reviewed(site, stores, **its):
    stores.reviews = [{"key": "r1", "body": "Slow", "stars": 3, **its}]
    look_at_site(site)
    return Event.objects.get(kind="review.posted")


def test_stars_without_words_and_their_date_come_from_maps(maps, stores):
    event = reviewed(maps, stores, body="", stars=4)

    assert (event.facts["rating"], "body" in event.facts) == (4, False)
    assert event.happened_at == datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_an_answer_at_trustpilot_is_sent_once_and_changed_there_only(trustpilot_site, stores, ana, sign_in):
    event = reviewed(trustpilot_site, stores)
    deliver(send_answer(event, "First", by=ana).pk)
    url = reverse("reviews:review", args=[event.pk])

    page = sign_in(ana).post(f"{url}answer/", {"text": "Second"}).content.decode()

    assert (stores.replies, Reply.objects.get().text) == ([("r1", "First")], "First")
    assert ("Change it there" in page, "<textarea" in page) == (True, False)


def test_google_counts_an_answer_on_maps_in_bytes(maps, stores, sign_in, ana):
    url = reverse("reviews:review", args=[reviewed(maps, stores).pk])

    assert sign_in(ana).post(f"{url}answer/", {"text": "ş" * 2_049}).status_code == 422
    assert sign_in(ana).post(f"{url}answer/", {"text": "ş" * 2_048}).status_code == 302


def test_an_answer_whose_receipt_was_lost_is_sent_when_the_site_shows_it(trustpilot_site, stores, ana):
    reply = send_answer(reviewed(trustpilot_site, stores), "Thanks", by=ana)
    stores.reviews[0]["reply"] = "Thanks"

    look_at_site(trustpilot_site)
    deliver(reply.pk)

    assert (Reply.objects.get().state, stores.replies) == ("sent", [])
    assert Event.objects.filter(kind="review.replied").count() == 1


def test_erasing_a_person_erases_what_was_answered_to_them(play, stores, ana):
    event, person = reviewed(play, stores), Customer.objects.create()
    Event.objects.filter(pk=event.pk).update(customer_id=person.pk)
    deliver(send_answer(event, "Dear Deniz", by=ana).pk)

    assert Event.objects.get(kind="review.replied").customer_id == person.pk
    forget([person.pk], [])
    assert not Reply.objects.exists()
