import json

import pytest

from nabiz.connectors.boxes import opened
from nabiz.connectors.commands import create_connector, map_connector
from nabiz.connectors.models import Connector, Delivery
from nabiz.connectors.tests.stripe_messages import SECRET, life
from nabiz.connectors.tests.test_mapped import MAPPING, order
from nabiz.imports.mappings.toml import loads
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, owner):
    return sign_in(owner)


@pytest.fixture
def shop(company):
    return create_connector(
        "shop", "webhook", options={"scheme": "hmac", "header": "X-Sig"}, secrets={"secret": "geheim"}
    )


def test_stripe_is_connected_before_its_secret_is_known(browser):
    browser.post("/connectors/new/stripe/", {"name": "Billing"})
    its = Connector.objects.get()
    page = browser.get(f"/connectors/{its.pk}/").content.decode()

    assert f"/in/{its.key}/" in page
    browser.post(f"/connectors/{its.pk}/secret/", {"secret": SECRET})
    its.refresh_from_db()
    assert opened(its.secrets)["secret"] == SECRET


def test_a_secret_that_nabiz_makes_is_shown_once_and_kept_encrypted(browser):
    page = browser.post("/connectors/new/webhook/", {"name": "Shop", "scheme": "standard"}).content.decode()
    its = Connector.objects.get()
    secret = opened(its.secrets)["secret"]

    assert secret in page
    assert secret not in its.secrets
    assert secret not in browser.get(f"/connectors/{its.pk}/").content.decode()


@pytest.mark.parametrize(
    "said", [{"scheme": "hmac"}, {"scheme": "basic"}, {"scheme": "magic"}, {"name": ""}, {"name": "nabiz"}]
)
def test_what_will_not_do_is_said_on_the_form(browser, said):
    answer = browser.post("/connectors/new/webhook/", {"name": "Shop", "scheme": "standard", **said})

    assert answer.status_code == 422
    assert not Connector.objects.exists()


def test_a_new_secret_leaves_the_old_one_for_a_day(browser, shop):
    page = browser.post(f"/connectors/{shop.pk}/secret/", {"secret": ""}).content.decode()
    shop.refresh_from_db()

    assert opened(shop.secrets)["secret"] in page
    assert opened(shop.old_secrets)["secret"] == "geheim"
    assert "holds until" in browser.get(f"/connectors/{shop.pk}/").content.decode()


def test_the_mapping_page_begins_with_what_came(browser, shop, deliver):
    deliver(shop, order(7))
    page = browser.get(f"/connectors/{shop.pk}/mapping/").content.decode()

    assert "order.buyer.email" in page
    assert "{order.id}" in page


def test_a_mapping_is_tried_on_what_came_and_keeps_nothing(browser, shop, deliver):
    deliver(shop, order(1), order(2, total="much"))
    page = browser.post(f"/connectors/{shop.pk}/mapping/preview/", {"mapping": MAPPING}).content.decode()

    assert "d@acme.test" in page
    assert "much" in page
    assert not Event.objects.filter(kind="order.paid").exists()
    shop.refresh_from_db()
    assert shop.mapping == {}


@pytest.mark.parametrize("text", ["", "x = ", 'title = "a"\nwhat = 1', MAPPING.replace("order.paid", "order.payed")])
def test_a_mapping_that_makes_no_sense_is_not_saved(browser, shop, deliver, text):
    deliver(shop, order())

    assert browser.post(f"/connectors/{shop.pk}/mapping/", {"mapping": text}).status_code == 422
    assert browser.post(f"/connectors/{shop.pk}/mapping/preview/", {"mapping": text}).status_code == 200


def test_saving_a_mapping_leads_back_to_the_connector(browser, shop):
    answer = browser.post(f"/connectors/{shop.pk}/mapping/", {"mapping": MAPPING})
    shop.refresh_from_db()

    assert answer.status_code == 302
    assert shop.mapping["source"] == "shop"


def test_the_list_says_how_each_does(browser, shop, deliver):
    map_connector(shop, loads(MAPPING))
    assert "nothing yet" in browser.get("/connectors/").content.decode()
    deliver(shop, order(1), b"no json")

    assert "something is parked" in browser.get("/connectors/").content.decode()
    Connector.objects.update(problem="too_old", problem_at="2030-01-01T00:00Z")
    assert "Check the clock of the sender" in browser.get("/connectors/").content.decode()


def test_a_delivery_shows_as_it_came_and_is_taken_in_again(browser, shop, deliver):
    map_connector(shop, loads(MAPPING))
    deliver(shop, b'{"a": "<b>"}')
    parked = Delivery.objects.get()
    page = browser.get(f"/connectors/{shop.pk}/deliveries/{parked.pk}/").content.decode()
    browser.post(f"/connectors/{shop.pk}/retries/", {"delivery": parked.pk})

    assert "&lt;b&gt;" in page
    parked.refresh_from_db()
    assert parked.state == "waiting"


def test_pause_go_on_and_remove_are_on_the_audit_trail(browser, billing, deliver):
    deliver(billing, life()[0])
    for step in ("pause", "pause", "resumption", "removal"):
        browser.post(f"/connectors/{billing.pk}/{step}/")

    kinds = list(Event.objects.filter(kind__startswith="connector").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["connector.created", "connector.changed", "connector.changed", "connector.removed"]
    assert not Delivery.objects.exists()


def test_check_says_what_stands_in_the_way(browser, company):
    its = create_connector("billing", "stripe", options={}, secrets={})

    assert "There is no secret yet" in browser.post(f"/connectors/{its.pk}/check/").content.decode()


def test_secrets_stay_out_of_the_trail(browser, shop):
    browser.post(f"/connectors/{shop.pk}/secret/", {"secret": "very-secret-thing"})

    assert "very-secret" not in json.dumps(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("path", ["", "new/stripe/", "1/", "1/mapping/", "1/settings/", "1/secret/"])
def test_members_who_may_not_connect_do_not_see_any_of_it(sign_in, ben, path):
    assert sign_in(ben).get(f"/connectors/{path}").status_code == 404
