import pytest
from django.utils import timezone

from nabiz.customers.commands import create_segment
from nabiz.customers.models import Customer, Segment
from nabiz.customers.segmenting.sizing import Size
from nabiz.customers.views import builder
from nabiz.timeline.models import Event

ROW = {
    "c0.group": "all",
    "c0.subject": "did user.signed_in",
    "c0.op": ">=",
    "c0.value": "1",
    "c0.span": "within",
    "c0.days": "30",
}
TEXT = "all=did+user.signed_in+%3E%3D+1+within+30d"


@pytest.fixture
def signed_in(deniz):
    Customer.objects.create(name="Efe")
    Event.objects.create(kind="user.signed_in", happened_at=timezone.now(), customer_id=deniz.pk)
    return deniz


def test_rows_of_the_form_become_conditions_with_their_size(sign_in, ana, signed_in):
    page = sign_in(ana).get("/customers/segments/builder/", ROW).content.decode()

    assert "<strong>1</strong> of 2 customers, 50" in page
    assert "Deniz Kaya" in page
    assert TEXT in page.replace("&#x3D;", "=").replace("&gt;", ">")


def test_a_segment_is_made_and_changed(sign_in, ana, signed_in):
    browser = sign_in(ana)
    browser.post("/customers/segments/new/", {"name": "Active", "query": TEXT})
    page = browser.get("/customers/segments/active/").content.decode()
    assert '<option value="did user.signed_in" selected>' in page

    browser.post("/customers/segments/active/", {"name": "Busy", "query": TEXT.replace("30d", "7d")})
    assert Segment.objects.get().filter.endswith("within+7d")


def test_htmx_gets_the_preview_alone(sign_in, ana, signed_in):
    headers = {"HX-Request": "true", "HX-Target": "preview"}
    page = sign_in(ana).get("/customers/segments/builder/", ROW, headers=headers).content.decode()

    assert page.lstrip().startswith('<section id="preview"')


def test_a_row_is_added_and_dropped(sign_in, ana, signed_in):
    browser = sign_in(ana)

    assert b'name="c1.subject"' in browser.get("/customers/segments/builder/", ROW | {"add": "1"}).content
    assert (
        b'did user.signed_in" selected' not in browser.get("/customers/segments/builder/", ROW | {"drop": "0"}).content
    )


def test_what_cannot_be_counted_in_time_is_said(sign_in, ana, signed_in, monkeypatch):
    monkeypatch.setattr(builder, "size_of", lambda chosen: Size(None, 2, []))

    assert (
        b"Counting this takes more than a few seconds" in sign_in(ana).get("/customers/segments/builder/", ROW).content
    )


def test_a_viewer_sees_conditions_but_cannot_change_them(sign_in, ben, owner, signed_in):
    create_segment("Active", TEXT, by=owner)
    browser = sign_in(ben)

    assert b"Save segment" not in browser.get("/customers/segments/active/").content
    assert browser.post("/customers/segments/active/", {"name": "X", "query": ""}).status_code in (403, 404)


def test_the_rest_of_a_filter_is_kept(sign_in, ana, signed_in):
    page = sign_in(ana).get("/customers/segments/builder/", ROW | {"rest": "language=tr"}).content.decode()

    assert "language=tr&amp;all=" in page
