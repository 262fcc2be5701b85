"""The door, over a real socket, with the vendors' own SDKs as senders and as judges."""

import base64
import hashlib
import hmac
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import stripe
from django.utils import timezone
from standardwebhooks import Webhook

from nabiz.connectors.commands import create_connector, pause_connector, resume_connector, rotate_secret
from nabiz.connectors.models import Connector, Delivery
from nabiz.connectors.signatures import NotSigned, check_standard
from nabiz.connectors.tests.stripe_messages import SECRET, life, signed
from nabiz.connectors.working import work_off

STANDARD = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(live_server):
    def send(connector, body, path="", **headers):
        address = urlsplit(live_server.url)
        client = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        client.request(
            "POST", f"/in/{connector.key}/{path}", body, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = client.getresponse()
        content = json.loads(answer.read())
        client.close()
        return answer.status, content

    return send


def webhook(scheme="hmac", secret="s3cret", **options):
    return create_connector("shop", "webhook", options={"scheme": scheme, **options}, secrets={"secret": secret})


def test_what_stripe_signs_is_taken_once_and_becomes_events(post, billing, told):
    for content in [*life(), life()[0]]:
        body, signature = signed(content)
        assert stripe.Webhook.construct_event(body, signature, SECRET)
        assert post(billing, body, stripe_signature=signature)[0] == 200

    work_off(billing)
    assert len(told()) == 12


def test_the_answer_says_whether_it_was_sent_before(post, billing):
    body, signature = signed(life()[0])

    assert post(billing, body, stripe_signature=signature)[1] == {"success": True, "duplicate": False}
    assert post(billing, body, stripe_signature=signature)[1] == {"success": True, "duplicate": True}
    assert Delivery.objects.get().repeats == 1


def test_sent_twenty_times_at_once_it_is_one_delivery(post, billing):
    body, signature = signed(life()[0])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(billing, body, stripe_signature=signature)[0], range(20)))

    assert set(answers) == {200}
    assert Delivery.objects.get().repeats == 19


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (lambda body, signature: (body, ""), 401, "no_signature"),
        (lambda body, signature: (body + b" ", signature), 403, "wrong_signature"),
        (lambda body, signature: (body, signature.replace("t=", "t=x")), 403, "wrong_signature"),
        (lambda body, signature: signed(json.loads(body), at=time.time() - 400), 403, "too_old"),
        (lambda body, signature: signed(json.loads(body), at=time.time() + 400), 403, "too_old"),
        (lambda body, signature: signed(json.loads(body), secret="whsec_other"), 403, "wrong_signature"),
        (lambda body, signature: (b"", signature), 400, "empty_body"),
        (lambda body, signature: (b"x" * 1_100_000, signature), 413, "too_large"),
    ],
)
def test_what_is_not_signed_right_is_refused_and_not_kept(post, billing, change, status, code):
    body, signature = change(*signed(life()[0]))
    answer = post(billing, body, stripe_signature=signature)

    assert (answer[0], answer[1]["code"]) == (status, code)
    assert not Delivery.objects.exists()


def test_a_refused_sender_shows_on_the_connector(post, billing):
    post(billing, b"{}", stripe_signature="t=1,v1=00")
    billing.refresh_from_db()

    assert billing.problem == "too_old"


def test_both_secrets_hold_for_a_day_after_a_rotation(post, billing):
    rotate_secret(billing, "whsec_new")
    for secret in (SECRET, "whsec_new"):
        body, signature = signed(life()[0], secret)
        assert post(billing, body, stripe_signature=signature)[0] == 200

    Connector.objects.update(old_until=timezone.now())
    body, signature = signed(life()[0])
    assert post(billing, body, stripe_signature=signature)[0] == 403


def test_one_of_several_signatures_will_do(post, billing):
    body, signature = signed(life()[0], "whsec_other", None, SECRET)

    assert post(billing, body, stripe_signature=signature)[0] == 200


def test_standard_webhooks_as_their_library_signs_them(post, company):
    connector, body = webhook("standard", STANDARD), b'{"type": "order.paid", "data": {"\\u0131": 1}}'
    now = datetime.now(UTC)
    signature = Webhook(STANDARD).sign("msg_1", now, body.decode())
    headers = {"webhook_id": "msg_1", "webhook_timestamp": str(int(now.timestamp())), "webhook_signature": signature}

    assert post(connector, body, **headers)[0] == 200
    assert post(connector, body, **{**headers, "webhook_id": "msg_2"})[0] == 403
    assert Delivery.objects.get().external_id == "msg_1"


@pytest.mark.parametrize("off", [0, 299, -299, 301, -301])
def test_ours_and_the_library_agree_about_time(off):
    now = time.time()
    at, body = datetime.fromtimestamp(int(now) + off, UTC), '{"a": 1}'
    headers = {"webhook-id": "m", "webhook-timestamp": str(int(now) + off)}
    headers["webhook-signature"] = "v1,bad v1a,x " + Webhook(STANDARD).sign("m", at, body)
    try:
        check_standard([STANDARD], headers, body.encode(), now=now)
        is_taken = True
    except NotSigned:
        is_taken = False

    assert is_taken == (abs(off) < 300)


@pytest.mark.parametrize(
    ("options", "signature"),
    [
        ({"header": "X-Hub-Signature-256", "before": "sha256="}, lambda b: "sha256=" + hmac.new(b"s3cret", b, hashlib.sha256).hexdigest()),
        ({"header": "X-Hub-Signature", "before": "sha1=", "algorithm": "sha1"}, lambda b: "sha1=" + hmac.new(b"s3cret", b, hashlib.sha1).hexdigest()),
        ({"header": "X-Shop-Hmac", "encoding": "base64"}, lambda b: base64.b64encode(hmac.new(b"s3cret", b, hashlib.sha256).digest()).decode()),
    ],
)  # fmt: skip
def test_a_header_with_an_hmac(post, company, options, signature):
    connector, body = webhook(**options), b'{"id": 7}'

    assert post(connector, body, **{options["header"]: signature(body)})[0] == 200
    assert post(connector, body + b" ", **{options["header"]: signature(body)})[0] == 403
    assert post(connector, body)[0] == 401


def test_basic_authentication_and_a_secret_in_the_address(post, company):
    connector = create_connector(
        "till", "webhook", options={"scheme": "basic"}, secrets={"secret": "pä:ss", "user": "till"}
    )
    right, wrong = (f"Basic {base64.b64encode(pair.encode()).decode()}" for pair in ("till:pä:ss", "till:x"))
    by_path = webhook("path", "long-secret")

    assert [post(connector, b"{}", authorization=each)[0] for each in (right, wrong, "Bearer x")] == [200, 403, 401]
    assert [post(by_path, b"{}", path)[0] for path in ("long-secret/", "other/", "")] == [200, 403, 401]


def test_the_sender_may_name_its_deliveries(post, company):
    connector = webhook("path", "s", id_from="event.id")
    for body in (b'{"event": {"id": 7}}', b'{"event": {"id": 7}, "again": true}', b'{"event": {"id": 8}}', b"no json"):
        assert post(connector, body, "s/")[0] == 200

    ids = sorted(Delivery.objects.values_list("external_id", flat=True))
    assert ids[:2] == ["7", "8"]
    assert ids[2].startswith("sha256:")


def test_too_many_a_minute_are_told_to_wait(post, company):
    connector = webhook("path", "s", per_minute=2)

    answers = [post(connector, b'{"n": %d}' % n, "s/")[0] for n in range(5)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_other_addresses_and_methods_hear_why(live_server, client, company):
    unknown = client.post("/in/00000000-0000-4000-8000-000000000000/", b"{}", content_type="application/json")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_address")
    assert client.get("/in/00000000-0000-4000-8000-000000000000/").status_code == 405


def test_a_paused_connector_keeps_what_comes(post, billing, told):
    pause_connector(billing)
    for content in life()[:2]:
        body, signature = signed(content)
        assert post(billing, body, stripe_signature=signature)[0] == 200

    assert work_off(billing) == 0
    assert work_off(resume_connector(billing)) == 2
