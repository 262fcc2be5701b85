"""Whoever asks after an import gets the new answer, without waiting for a job."""

import io

import pytest
from django.core.management import call_command

from nabiz.customers.membership import refresh_memberships
from nabiz.customers.models import Segment, SegmentMembership
from nabiz.imports.commands import prepare_import
from nabiz.imports.queries import look_at_file, suggest_mapping
from nabiz.imports.tasks import bring_in

ORDERS = ("Order ID,Order date,Customer ID,Total,Currency", "1,2024-03-01,7,19.90,TRY", "2,2024-03-02,8,5.00,TRY")


@pytest.fixture
def everybody(company):
    segment = Segment.objects.create(slug="everybody", name="Everybody", filter="")
    refresh_memberships()
    return segment


@pytest.mark.django_db(transaction=True)
def test_a_metric_answers_at_once_after_an_import(everybody, write, mirror_folder):
    out = io.StringIO()
    call_command("import", str(write("orders.csv", *ORDERS)), stdout=io.StringIO())

    call_command("metric", "average_order_value", since="2024-03-01", until="2024-03-31", format="csv", stdout=out)

    assert ",2,money," in out.getvalue()
    assert SegmentMembership.objects.filter(segment=everybody).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_catches_up_too(everybody, write, mirror_folder):
    path = write("orders.csv", *ORDERS)
    [table] = look_at_file(path)

    bring_in(prepare_import(path, table, suggest_mapping(table)[0].preset.plan).pk)

    assert SegmentMembership.objects.filter(segment=everybody).count() == 2
