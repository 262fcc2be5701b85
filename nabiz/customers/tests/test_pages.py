import pytest

from nabiz.customers.commands import create_segment, save_view
from nabiz.customers.models import Customer, SavedView, Segment
from nabiz.timeline.models import Event

PAGES = ["/customers/", "/customers/filter/", "/customers/segments/", "/customers/accounts/"]


def test_a_stranger_is_led_to_the_sign_in(client, deniz, owner):
    for page in [*PAGES, f"/customers/{deniz.pk}/"]:
        assert client.get(page).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", ["{0}/details/", "{0}/traits/", "{0}/erasure/", "export/"])
def test_a_viewer_does_not_find_what_changes_or_takes_out(sign_in, ben, deniz, page):
    assert sign_in(ben).get("/customers/" + page.format(deniz.pk)).status_code == 404


@pytest.mark.parametrize(
    "page", ["{0}/notes/", "owner/", "segments/new/", "{0}/merges/1/removal/", "segments/a/removal/"]
)
def test_a_viewer_cannot_change_anything(sign_in, ben, deniz, page):
    assert sign_in(ben).post("/customers/" + page.format(deniz.pk)).status_code == 404


def test_every_page_shows(sign_in, ana, deniz, acme):
    browser = sign_in(ana)
    create_segment("Turkish", "language=tr", by=ana)

    for page in [*PAGES, *(f"/customers/{deniz.pk}/{each}" for each in ("", "details/", "traits/", "timeline/"))]:
        assert browser.get(page).status_code == 200, page
    for each in ("", "details/", "timeline/"):
        assert browser.get(f"/customers/accounts/{acme.pk}/{each}").status_code == 200


def test_an_unknown_customer_is_not_found(sign_in, ana):
    assert sign_in(ana).get("/customers/999/").status_code == 404


def test_a_merged_customer_leads_to_the_one_it_became(sign_in, ana, deniz):
    twin = Customer.objects.create(merged_into=deniz)

    assert sign_in(ana).get(f"/customers/{twin.pk}/").headers["Location"] == f"/customers/{deniz.pk}/"


def test_a_bad_filter_says_what_is_wrong(sign_in, ana, deniz):
    page = sign_in(ana).get("/customers/?since=yesterday").content.decode()

    assert "“yesterday” is not a day" in page
    assert "Deniz Kaya" not in page


def test_changing_details_is_on_the_audit_trail(sign_in, ana, deniz):
    sign_in(ana).post(
        f"/customers/{deniz.pk}/details/", {"name": "Deniz Ak", "owner_id": ana.pk, "language": "en", "country": "tr"}
    )

    deniz.refresh_from_db()
    assert (deniz.name, deniz.owner, deniz.country) == ("Deniz Ak", ana, "TR")
    [event] = Event.objects.filter(kind="customer.changed")
    assert (event.facts, event.member_id) == ({"fields": "country, language, name, owner"}, ana.pk)


def test_saving_what_was_there_announces_nothing(sign_in, ana, deniz):
    sign_in(ana).post(f"/customers/{deniz.pk}/details/", {"name": "Deniz Kaya", "language": "tr"})

    assert not Event.objects.filter(kind="customer.changed").exists()


def test_a_note_is_on_the_timeline_with_its_author(sign_in, ana, deniz):
    browser = sign_in(ana)
    browser.post(f"/customers/{deniz.pk}/notes/", {"text": "Şarkı listesini soruyor <b>"})

    page = browser.get(f"/customers/{deniz.pk}/").content.decode()
    assert "Şarkı listesini soruyor &lt;b&gt;" in page
    assert "Ana" in page


def test_saved_views_are_the_members_own(sign_in, ana, ben, deniz):
    view = save_view("Mine", "language=tr&sort=newest", by=ana)

    assert "Mine" in sign_in(ana).get("/customers/").content.decode()
    assert "Mine" not in sign_in(ben).get("/customers/").content.decode()
    assert sign_in(ben).post(f"/customers/views/{view.pk}/removal/").status_code == 404


def test_a_view_is_saved_renamed_and_deleted(sign_in, ana):
    browser = sign_in(ana)
    browser.post("/customers/views/", {"name": "Turks", "query": "language=tr&sort=newest&after=x"})
    view = SavedView.objects.get()
    browser.post(f"/customers/views/{view.pk}/", {"name": "Turkish"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Turkish", "language=tr&sort=newest")

    browser.post(f"/customers/views/{view.pk}/removal/")
    assert not SavedView.objects.exists()


def test_a_segment_is_made_from_the_list_and_deleted(sign_in, ana):
    browser = sign_in(ana)
    browser.post("/customers/segments/new/", {"name": "Türkçe", "query": "language=tr"})
    assert Segment.objects.get().filter == "language=tr"

    browser.post("/customers/segments/turkce/removal/")
    assert not Segment.objects.exists()


def test_a_segment_of_nonsense_is_refused_with_a_reason(sign_in, ana):
    page = sign_in(ana).post("/customers/segments/new/", {"name": "X", "query": "since=never"}, follow=True)

    assert "“never” is not a day" in page.content.decode()
    assert not Segment.objects.exists()


def test_many_customers_get_an_owner_at_once(sign_in, ana, deniz):
    other = Customer.objects.create(name="Ece")
    sign_in(ana).post("/customers/owner/", {"id": [deniz.pk, other.pk, "x"], "owner": ana.pk})

    assert set(Customer.objects.values_list("owner", flat=True)) == {ana.pk}


def test_more_rows_come_as_rows_to_htmx_and_as_a_page_otherwise(sign_in, ana, db):
    Customer.objects.bulk_create(Customer(name=f"C{n:03}", sort_en=f"C{n:03}") for n in range(60))
    browser = sign_in(ana)
    next_url = browser.get("/customers/").context["next_url"]

    rows = browser.get(next_url, headers={"HX-Request": "true"}).content.decode()
    assert rows.count("<tr>") == 10
    assert "<html" not in rows
    assert "<html" in browser.get(next_url).content.decode()


@pytest.mark.parametrize("account", ["²", "٣" * 40, "9" * 5000])
def test_a_company_that_is_no_number_is_explained(sign_in, ana, account):
    assert sign_in(ana).get("/customers/", {"account": account}).status_code == 200


@pytest.mark.parametrize("number", ["²", "x", "9" * 5000])
def test_an_owner_who_is_nobody_changes_nothing(sign_in, ana, deniz, number):
    assert sign_in(ana).post("/customers/owner/", {"id": deniz.pk, "owner": number}).status_code == 302
    assert Customer.objects.get().owner is None


def test_a_segment_with_a_nul_in_its_address_is_not_found(sign_in, ana):
    assert sign_in(ana).post("/customers/segments/a%00b/removal/").status_code == 404


def test_two_views_that_were_given_one_name_can_be_saved_over(sign_in, ana):
    browser = sign_in(ana)
    for name in ("One", "Two"):
        browser.post("/customers/views/", {"name": name, "query": "q=a"})
    browser.post(f"/customers/views/{SavedView.objects.get(name='Two').pk}/", {"name": "One"})

    assert browser.post("/customers/views/", {"name": "One", "query": "q=b"}).status_code == 302
