import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nabiz.customers.models import Identity
from nabiz.imports.commands import run_import
from nabiz.imports.models import Draft, Import, SavedMapping, Upload
from nabiz.imports.tasks import try_out
from nabiz.timeline.models import Event

ORDERS = (
    "Order ID;Order date;Customer ID;Total;Status\n"
    "A-1;03.02.2026;17;1.204,50;paid\n"
    "A-2;05.02.2026;18;80,00;paid\n"
    "A-3;when?;19;12,00;paid\n"
)
FIRMS = "account_id,account_name,industry\nF-1,Acme,Retail\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(client, owner):
    client.force_login(owner)
    return client


def send(page, **files):
    sent = [SimpleUploadedFile(name.replace("_", "."), text.encode()) for name, text in files.items()]
    return page.post("/imports/new/", {"file": sent})


def drafts():
    return {draft.file_name: draft for draft in Draft.objects.all()}


def told(page, draft, **changes):
    """The form as a browser sends it: what stands in it, and the changes."""
    html = page.get(f"/imports/tables/{draft.pk}/").content.decode().split('class="mapping__form"')[1]
    fields = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        fields[name] = (chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""
    fields |= dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', html))
    return page.post(f"/imports/tables/{draft.pk}/", fields | changes)


def test_nothing_yet_is_a_page_that_teaches_with_samples(page):
    answer = page.get("/imports/")

    assert "Bring files in" in answer.content.decode()
    sample = page.get("/imports/presets/orders/sample/")
    assert sample["Content-Type"].startswith("text/csv")
    assert "Order ID" in sample.content.decode("utf-8-sig")


def test_a_file_is_recognised_and_its_first_rows_are_shown_as_what_they_become(page):
    send(page, orders_csv=ORDERS)
    html = page.get(f"/imports/tables/{Draft.objects.get().pk}/").content.decode()

    assert "Order A-1" in html or "A-1" in html
    assert "is no point in time" in html
    assert "TRY" in html or "₺" in html


def test_what_the_form_says_unchanged_leaves_the_mapping_as_it_was(page):
    send(page, orders_csv=ORDERS)
    before = Draft.objects.get().mapping

    told(page, Draft.objects.get())

    assert Draft.objects.get().mapping == before


def test_a_corrected_column_changes_what_comes(page):
    send(page, orders_csv=ORDERS.replace("Customer ID", "Buyer"))
    draft = Draft.objects.get()

    told(page, draft, **{"customer.user_id": "Buyer"})
    page.post(f"/imports/uploads/{draft.upload_id}/run/", {"table": draft.pk})
    run_import(Import.objects.get())

    person = Identity.objects.get(value="17").customer_id
    assert Event.objects.filter(kind="order.paid", customer_id=person).exists()


def test_a_row_that_names_nobody_is_found_by_a_number_that_the_form_asks_for(page):
    send(page, calls_csv="User ID,Timestamp,Event,Order\n,2026-03-01 10:00,export,A-1\n")
    draft = Draft.objects.get()

    told(page, draft, **{"whose.order": "Order"})

    draft.refresh_from_db()
    assert draft.mapping["whose"] == {"subscription": "{subscription}", "order": "{Order}"}
    assert "Order number: <strong>A-1</strong>" in page.get(f"/imports/tables/{draft.pk}/").content.decode()


def test_the_page_of_an_import_tells_what_is_odd(page):
    send(page, orders_csv=ORDERS.replace("80,00", "-80,00"))
    draft = Draft.objects.get()
    page.post(f"/imports/uploads/{draft.upload_id}/run/", {"table": draft.pk})
    run_import(job := Import.objects.get())

    html = page.get(f"/imports/{job.pk}/").content.decode()

    assert "Negative numbers in “Total”: 1, the first in row 2: -80,00" in html


def test_an_import_from_the_browser_is_undone_from_there(page):
    send(page, orders_csv=ORDERS)
    draft = Draft.objects.get()
    page.post(f"/imports/uploads/{draft.upload_id}/run/", {"table": draft.pk})
    run_import(job := Import.objects.get())
    assert Event.objects.filter(kind="order.paid").count() == 2
    assert "2 new" in page.get(f"/imports/{job.pk}/").content.decode()

    page.post(f"/imports/{job.pk}/undo/")

    assert not Event.objects.filter(kind="order.paid").exists()


def test_rows_that_cannot_be_taken_are_downloaded_with_the_reason(page):
    send(page, orders_csv=ORDERS)
    draft = Draft.objects.get()
    page.post(f"/imports/uploads/{draft.upload_id}/run/", {"table": draft.pk})
    run_import(job := Import.objects.get())

    text = b"".join(page.get(f"/imports/{job.pk}/bad-rows/").streaming_content).decode()

    assert "when?" in text
    assert "is no point in time" in text
    job.refresh_from_db()
    assert list(job.reasons.values()) == [1]


def test_a_trial_counts_and_keeps_nothing(page):
    send(page, orders_csv=ORDERS)
    draft = Draft.objects.get()
    page.post(f"/imports/uploads/{draft.upload_id}/trial/", {"table": draft.pk})
    try_out.func(draft.pk)

    html = page.get(f"/imports/uploads/{draft.upload_id}/").content.decode()

    assert "2 of 3 rows would be taken" in html
    assert not Event.objects.filter(kind="order.paid").exists()


def test_companies_come_before_what_they_did(page):
    send(page, orders_csv=ORDERS, accounts_csv=FIRMS)
    upload = Upload.objects.get()

    page.post(f"/imports/uploads/{upload.pk}/run/", {"table": [draft.pk for draft in Draft.objects.all()]})

    assert list(Import.objects.order_by("pk").values_list("file_name", flat=True)) == ["accounts.csv", "orders.csv"]


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_the_others_stay(page):
    assert "is empty" in send(page, nothing_csv="").content.decode()
    assert not Upload.objects.exists()

    answer = page.get(send(page, nothing_csv="", orders_csv=ORDERS)["Location"])

    assert "is empty" in answer.content.decode()
    assert list(drafts()) == ["orders.csv"]


def test_a_saved_mapping_is_recognised_the_next_time(page):
    send(page, sheet_csv="Kod,Gün,Kimin\nX-1,2026-03-01,17\n")
    draft = Draft.objects.get()
    told(page, draft, **{"customer.user_id": "Kimin", "add": "order.paid"})
    told(page, draft, **{"event0.facts.order": "Kod"})
    page.post(f"/imports/tables/{draft.pk}/saved/", {"name": "Till"})

    send(page, again_csv="Kod,Gün,Kimin\nX-2,2026-03-02,18\n")

    assert drafts()["again.csv"].preset == f"own:{SavedMapping.objects.get().pk}"


def test_the_order_of_days_can_be_said(page):
    send(page, orders_csv="Order ID,Order date,Total\nA-1,03/02/2026,5\nA-2,05/02/2026,6\n")
    draft = Draft.objects.get()

    page.post(f"/imports/tables/{draft.pk}/reading/", {"date1": "mdy"})

    draft.refresh_from_db()
    assert draft.settings == {"columns": {"Order date": {"date_order": "mdy"}}}


def test_a_mapping_written_as_text_that_makes_no_sense_is_refused_and_kept_in_the_field(page):
    send(page, orders_csv=ORDERS)
    draft = Draft.objects.get()

    answer = page.post(f"/imports/tables/{draft.pk}/toml/", {"toml": "sauce = 1"})

    assert answer.status_code == 422
    assert "sauce = 1" in answer.content.decode()


def test_an_upload_that_is_thrown_away_leaves_no_file(page):
    send(page, orders_csv=ORDERS)
    draft = Draft.objects.get()

    page.post(f"/imports/uploads/{draft.upload_id}/removal/")

    assert not Path(draft.path).exists()


def test_who_connects_nothing_finds_no_imports(client, ben):
    client.force_login(ben)

    assert client.get("/imports/").status_code == 404
    assert client.get("/imports/new/").status_code == 404
