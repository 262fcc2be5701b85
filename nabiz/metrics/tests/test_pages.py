import csv
import io
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from nabiz.customers.models import Customer, Segment
from nabiz.metrics.definitions import declared_metrics
from nabiz.metrics.tests.mirrors import answers, event, subscription, write_events, write_memberships, write_segments

NAMES = [
    "nps",
    "csat",
    "ces",
    "response_rate",
    "time_to_resolution",
    "retention",
    "churn",
    "nrr",
    "mrr",
    "active_customers",
]


@pytest.fixture
def seen(mirror, company, deniz, ben, sign_in):
    """A browser of somebody who may only look, and two weeks of answers."""
    day = timezone.now() - timedelta(days=3)
    write_events(answers([10] * 20 + [3] * 12, when=day, channel="email", stage="buy", comment="=güzel"))
    write_events([event("survey.answered", day, deniz.pk, measure="nps", score=9, channel="app")])
    Segment.objects.create(slug="venues", name="Mekânlar", filter="")
    write_segments(venues=range(1, 16))
    return sign_in(ben)


def streamed(response):
    async def whole():
        return b"".join([part async for part in response.streaming_content])

    return async_to_sync(whole)().decode()


def text(response):
    return response.content.decode()


def test_index_shows_every_metric_with_its_definition(seen):
    page = text(seen.get("/metrics/"))

    assert all(f'href="/metrics/{metric.name}/"' in page for metric in declared_metrics())
    assert "outnumber those who would not" in page


def test_a_segment_is_who_is_in_it_now_or_who_was_in_it_then(seen, deniz):
    write_memberships(*((n, "venues", "2020-01-01", "2020-02-01") for n in range(1, 16)))
    Segment.objects.update(kept_since=timezone.now())

    now = text(seen.get("/metrics/nps/?segment=venues"))
    then = text(seen.get("/metrics/nps/?segment=venues&membership=then"))

    counted = f"{15 + (deniz.pk < 16)} answers"
    assert counted in now
    assert counted not in then
    assert '<option value="then" selected>' in then
    assert "?segment=venues&amp;membership=then" in then
    assert "known since" in then
    assert "known since" not in now
    assert "who was in it then" not in text(seen.get("/metrics/nrr/?segment=venues&membership=then"))


@pytest.mark.parametrize("name", NAMES)
def test_page_of_every_metric_opens_empty_too(mirror, company, ben, sign_in, name):
    response = sign_in(ben).get(f"/metrics/{name}/")

    assert response.status_code == 200


def test_page_shows_value_bounds_course_and_breakdown(seen):
    page = text(seen.get("/metrics/nps/"))

    assert '<span class="metric__value">27</span>' in page
    assert "NPS by channel" in page
    assert "33 answers" in page
    assert 'class="figure"' in page


def test_filters_in_the_address_narrow_every_number(seen):
    page = text(seen.get("/metrics/nps/?channel=email&segment=venues"))

    assert "15 answers" in page
    assert "Channel: E-mail" in page
    assert "Segment: Mekânlar" in page


def test_address_without_sense_falls_back_to_the_usual(seen):
    page = text(seen.get("/metrics/nps/?period=soon&plan=gold&channel=a%00b&segment="))

    assert "33 answers" in page


def test_change_that_is_lost_among_all_metrics_says_why(seen):
    write_events(answers([10, 3] * 50, when=timezone.now() - timedelta(days=40)))
    for measure, high, low in (("csat", 5, 2), ("ces", 7, 2)):
        write_events(answers([high, low] * 50, when=timezone.now() - timedelta(days=40), measure=measure))
        write_events(answers([high, low] * 50, when=timezone.now() - timedelta(days=3), measure=measure))
    write_events(answers([10] * 45 + [3] * 22, when=timezone.now() - timedelta(days=3)))

    page = text(seen.get("/metrics/nps/"))

    assert "No clear change" in page
    assert "On its own it would look real (p 0.0" in page


def test_unknown_metric_is_not_found(seen):
    assert seen.get("/metrics/npss/").status_code == 404


def test_rows_lead_to_the_customer(seen, deniz):
    page = text(seen.get("/metrics/nps/rows/?channel=app"))

    assert f'href="/customers/{deniz.pk}/"' in page
    assert "Deniz Kaya" in page


def test_rows_come_page_by_page(seen):
    first = text(seen.get("/metrics/nps/"))
    more = text(seen.get("/metrics/nps/rows/?page=2", headers={"HX-Request": "true"}))

    assert "/metrics/nps/rows/?page=2" in first
    assert more.count("<tr>") == 8
    assert "<html" not in more


def test_account_of_a_subscription_is_named(mirror, company, acme, deniz, ben, sign_in):
    start = timezone.now() - timedelta(days=90)
    write_events(subscription("s", ("started", start, 100), customer=deniz.pk, account=acme.pk))

    page = text(sign_in(ben).get("/metrics/mrr/rows/"))

    assert f'href="/customers/accounts/{acme.pk}/"' in page
    assert "Acme Sahne" in page


def test_answers_are_taken_along_as_csv(seen):
    rows = list(csv.DictReader(io.StringIO(text(seen.get("/metrics/nps/answers.csv")))))

    assert (len(rows), rows[-1]["n"], rows[-1]["unit"]) == (13, "33", "points")


def test_rows_are_taken_along_by_those_who_may(seen, ceren, client):
    client.force_login(ceren, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.get("/metrics/nps/rows.csv?channel=email")

    rows = list(csv.DictReader(io.StringIO(streamed(response))))
    assert len(rows) == 32
    assert {row["comment"] for row in rows} == {"'=güzel"}


def test_rows_are_not_taken_along_by_viewers(seen):
    assert seen.get("/metrics/nps/rows.csv").status_code == 404


@pytest.mark.parametrize("file", ["trend.svg", "by-channel.svg"])
def test_pictures_are_files_of_their_own(seen, file):
    response = seen.get(f"/metrics/nps/{file}")

    assert response["Content-Type"].startswith("image/svg+xml")
    assert text(response).startswith("<svg xmlns=")


def test_turkish_reader_gets_turkish(seen, ben):
    ben.language = "tr"
    ben.save()

    page = text(seen.get("/metrics/csat/"))

    assert "Memnun olduğunu söyleyen müşterilerin payı" in page


def test_merged_customer_is_shown_as_the_one_they_became(seen, deniz):
    new = Customer.objects.create(name="Deniz K.")
    Customer.objects.filter(pk=deniz.pk).update(merged_into=new)

    assert f'href="/customers/{new.pk}/"' in text(seen.get("/metrics/nps/rows/?channel=app"))
