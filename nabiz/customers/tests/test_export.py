import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nabiz.customers.models import Customer
from nabiz.timeline.exports import harmless
from nabiz.timeline.models import Event

# The test client is no asynchronous server, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse")


@pytest.fixture
def exported(capsysbinary):
    def export(*arguments):
        call_command("export", *arguments)
        return capsysbinary.readouterr().out

    return export


def downloaded(response):
    return b"".join(response).decode()


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Deniz", "-5", "+905321234567", "3,5", "a=b"])
def test_harmless_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_the_list_is_exported_as_filtered(sign_in, ceren, deniz):
    Customer.objects.create(name="=HYPERLINK(1)", language="en", traits={"persona": "venue"})
    rows = list(csv.DictReader(io.StringIO(downloaded(sign_in(ceren).get("/customers/export/?language=en")))))

    assert [(row["name"], row["trait.persona"]) for row in rows] == [("'=HYPERLINK(1)", "venue")]


def test_excel_gets_its_mark_and_turkish_excel_semicolons(sign_in, ceren, deniz):
    ceren.language = "tr"
    ceren.save()

    assert downloaded(sign_in(ceren).get("/customers/export/?format=excel")).startswith("\ufeffid;name;email;")


def test_ticked_customers_are_exported(sign_in, ceren, deniz):
    Customer.objects.create(name="Ece")
    text = downloaded(sign_in(ceren).post("/customers/export/", {"id": [deniz.pk]}))

    assert "deniz@acme.test" in text
    assert "Ece" not in text
    assert Event.objects.get(kind="customers.exported").facts == {"rows": 1}


def test_a_long_export_loses_no_row(sign_in, ceren):
    Customer.objects.bulk_create(Customer(name=f"C{n}") for n in range(2_345))

    assert len(downloaded(sign_in(ceren).get("/customers/export/")).splitlines()) == 2_346


@pytest.fixture
def events(deniz):
    Event.objects.create(
        kind="order.paid", customer_id=deniz.pk, happened_at=timezone.now(), source="shop", message_id="m1"
    )
    Event.objects.create(
        kind="page.viewed", happened_at=timezone.now(), source="web", message_id="m2", facts={"a": [1]}
    )


def test_events_are_exported_with_their_message_id(events, exported):
    lines = [json.loads(line) for line in exported("events", "--source", "web").splitlines()]

    assert [(line["message_id"], line["facts"]) for line in lines] == [("m2", {"a": [1]})]


def test_a_parquet_file_has_every_row_and_its_types(events, exported):
    table = pq.read_table(io.BytesIO(exported("events", "--format", "parquet")))

    assert table.column("message_id").to_pylist() == ["m1", "m2"]
    assert str(table.schema.field("happened_at").type) == "timestamp[us, tz=UTC]"


def test_csv_has_a_header_and_a_line_for_each(events, exported):
    rows = list(csv.DictReader(io.StringIO(exported("events", "--format", "csv").decode())))

    assert [row["facts"] for row in rows] == ["{}", '{"a":[1]}']


def test_since_leaves_out_what_is_older(events, exported):
    assert exported("events", "--since", "2999-01-01") == b""


def test_customers_are_exported_with_addresses(deniz, exported):
    [line] = exported("customers").splitlines()

    assert json.loads(line) | {"name": "Deniz Kaya", "email": "deniz@acme.test", "account": "Acme Sahne"} == json.loads(
        line
    )


def test_customers_of_a_source_make_no_sense(db, exported):
    with pytest.raises(CommandError, match="Customers do not belong to a source"):
        exported("customers", "--source", "web")
