import pytest

from nabiz.intake.commands import NameRefused, create_source, retry_deliveries, revoke_source, rotate_key
from nabiz.intake.models import Delivery, Source, Verdict, hash_of
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, owner):
    return sign_in(owner)


@pytest.fixture
def shop(owner):
    return create_source("shop", by=owner)[0]


def test_the_first_visit_teaches_with_a_line_that_works(browser):
    page = browser.get("/sources/").content.decode()

    assert "curl http://testserver/v1/track -u YOUR_KEY:" in page


def test_a_new_source_shows_its_key_once(browser):
    said = {"name": "Web shop", "trust": "server", "events_per_minute": 0}
    page = browser.post("/sources/new/", said).content.decode()

    source = Source.objects.get()
    key = page.split('value="nbz_')[1].split('"')[0]
    assert source.key_hash == hash_of("nbz_" + key)
    assert f"nbz_{key}" not in browser.get(f"/sources/{source.pk}/").content.decode()


def test_a_name_is_taken_once(browser, shop):
    reply = browser.post("/sources/new/", {"name": "shop", "trust": "server", "events_per_minute": 0})

    assert reply.status_code == 422
    assert Source.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "Nabiz", "x" * 61])
def test_names_that_will_not_do(name):
    with pytest.raises(NameRefused):
        create_source(name)


def test_a_new_key_replaces_the_old_one(browser, shop):
    old = shop.key_hash
    browser.post(f"/sources/{shop.pk}/key/")

    shop.refresh_from_db()
    assert shop.key_hash != old


def test_revoking_is_announced_once_and_a_new_key_brings_the_source_back(owner, shop):
    for _ in range(2):
        revoke_source(shop, by=owner)
    rotate_key(shop, by=owner)

    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["source.created", "source.revoked", "source.key_rotated"]
    assert Source.objects.get().revoked_at is None


def test_limits_are_changed_on_the_page_of_the_source(browser, shop):
    browser.post(f"/sources/{shop.pk}/", {"allowed_events": "a\r\n\r\n b \na", "events_per_minute": 90})

    shop.refresh_from_db()
    assert (shop.allowed_events, shop.events_per_minute) == (["a", "b"], 90)


def verdict_of(source, number=1, **fields):
    facts = {"outcome": "stored", "event": f"Event {number}", "message_id": str(number), **fields}
    return Verdict.objects.create(source=source, received_at="2026-11-22T10:00:00Z", type="track", **facts)


def test_live_events_can_be_narrowed_in_the_address(browser, shop):
    verdict_of(shop, 1)
    verdict_of(shop, 2, outcome="rejected", reason="no_identity")
    page = browser.get("/sources/live/?source=shop&outcome=rejected").content.decode()

    assert "Event 2" in page
    assert "Neither userId nor anonymousId says who it was." in page
    assert "Event 1" not in page


def test_polling_without_news_answers_nothing(browser, shop):
    verdict_of(shop)
    first = browser.get("/sources/live/", headers={"HX-Request": "true"}).content.decode()
    state = first.split("state=")[1].split('"')[0]

    assert browser.get(f"/sources/live/?state={state}", headers={"HX-Request": "true"}).status_code == 204
    verdict_of(shop, 2)
    assert "Event 2" in browser.get(f"/sources/live/?state={state}", headers={"HX-Request": "true"}).content.decode()


def test_an_event_opens_with_what_was_sent(browser, shop):
    verdict = verdict_of(shop, payload={"properties": {"song": "Gülpembe <b>"}})
    page = browser.get(f"/sources/live/{verdict.pk}/").content.decode()

    assert "Gülpembe &lt;b&gt;" in page


def test_what_was_set_aside_can_try_again(browser, shop):
    parked = Delivery.objects.create(source=shop, call="track", events=1, body=b"{}", attempts=3, problem="ValueError")
    assert "ValueError" in browser.get("/sources/live/").content.decode()
    browser.post("/sources/live/retries/", {"delivery": [parked.pk]})

    assert Delivery.objects.waiting().get() == parked
    assert retry_deliveries() == 0


@pytest.mark.parametrize("path", ["/sources/", "/sources/new/", "/sources/live/", "/sources/1/", "/sources/live/1/"])
def test_members_who_may_not_connect_do_not_see_any_of_it(sign_in, ben, path):
    assert sign_in(ben).get(path).status_code == 404
