"""From a written message to the gateway, over a real socket, and what keeps one from leaving."""

import base64
import json
from datetime import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from nabiz.privacy.commands import record_consent, set_policy
from nabiz.privacy.queries import may_contact
from nabiz.sms.delivery import NotNow, deliver_text
from nabiz.sms.gateways import gateway, options_of, set_gateway
from nabiz.sms.models import Gateway, Text
from nabiz.sms.outbox import forget_texts, send_again, write
from nabiz.sms.spending import spent_this_month

pytestmark = pytest.mark.django_db
BODY = "Merhaba Ayşe, nasıldı? https://example.com/s/abcdefghij"


@pytest.fixture
def set_up(peer, owner):
    """Returns what sets a gateway whose server is ours."""

    def made(provider="netgsm", price=0, drops_accents=False, **options):
        more = {"price": price, "drops_accents": drops_accents, "sender": "ACME"}
        return set_gateway(provider, {"base": peer.url} | options, by=owner, **more)

    return made


@pytest.fixture
def send(deniz, phone):
    """Writes a message to Deniz and hands it over, as the worker would."""

    def sent(body=BODY, purpose="research", reference=""):
        with transaction.atomic():
            text = write(phone, body, purpose=purpose, about=deniz, reference=reference)
        deliver_text(text.pk)
        text.refresh_from_db()
        return text

    return sent


def test_without_a_gateway_a_message_waits_and_can_be_read(send, owner, sign_in):
    text = send()

    assert text.state == "waiting"
    assert "nasıldı?" in sign_in(owner).get("/sms/").content.decode()


def test_netgsm_gets_the_turkish_alphabet_and_is_asked_for_the_consent_of_iys(set_up, peer, send):
    peer.answers[:] = [(200, {"code": "00", "jobid": "17377"})]
    set_up(user="850", password="secret")
    text = send()
    method, path, headers, body = peer.asked[0]

    assert (method, path) == ("POST", "/sms/rest/v2/send")
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"850:secret").decode()
    assert json.loads(body) == {
        "msgheader": "ACME", "messages": [{"msg": BODY, "no": "5321234567"}], "encoding": "TR", "iysfilter": "11",
        "appname": "nabiz",
    }  # fmt: skip
    assert (text.state, text.external_id, text.parts) == ("sent", "17377", 1)


def test_iletimerkezi_gets_its_own_shape(set_up, peer, send):
    peer.answers[:] = [(200, {"response": {"status": {"code": 200}, "order": {"id": "9"}}})]
    set_up("iletimerkezi", key="k", hash="h")
    text = send(purpose="service")
    content = json.loads(peer.asked[0][3])["request"]

    assert content["authentication"] == {"key": "k", "hash": "h"}
    assert content["order"]["message"]["receipents"]["number"] == ["5321234567"]
    assert (content["order"]["iys"], text.state) == ("0", "sent")


def test_twilio_gets_a_form(set_up, peer, send):
    peer.answers[:] = [(201, {"sid": "SM1", "status": "queued"})]
    set_up("twilio", sid="AC1", token="t")
    text = send()
    form = parse_qs(peer.asked[0][3])

    assert peer.asked[0][1] == "/2010-04-01/Accounts/AC1/Messages.json"
    assert form == {"To": ["+905321234567"], "From": ["ACME"], "Body": [BODY]}
    assert (text.external_id, text.parts) == ("SM1", 1)


def test_kannel_gets_ucs2_for_turkish_letters_and_gsm_without(set_up, peer, send):
    peer.answers[:] = [(202, "0: Accepted for delivery")]
    set_up("kannel", user="u", password="p")
    send()
    set_up("kannel", user="u", password="p", drops_accents=True)
    text = send()
    codings = [parse_qs(urlsplit(path).query)["coding"][0] for _method, path, _headers, _body in peer.asked]

    assert codings == ["2", "0"]
    assert text.body.startswith("Merhaba Ayse")


def test_a_template_fills_its_places_and_escapes_them(set_up, peer, send):
    peer.answers[:] = [(200, "queued")]
    body = '{"to": "{to}", "text": "{text}"}'
    set_up("http", url=f"{peer.url}/send?n={{id}}", body=body, kind="application/json", accepted="queued")
    text = send('say "hi"\n\\')

    assert json.loads(peer.asked[0][3]) == {"to": "+905321234567", "text": 'say "hi"\n\\'}
    assert (peer.asked[0][1], text.state) == (f"/send?n={text.pk}", "sent")


def test_a_busy_gateway_is_asked_again_and_a_message_leaves_once(set_up, peer, send):
    peer.answers[:] = [(503, "busy"), (200, {"code": "00", "jobid": "1"})]
    set_up(user="u", password="p")
    with pytest.raises(NotNow):
        send()
    text = Text.objects.get()
    noted = (text.state, text.problem)
    deliver_text(text.pk)
    deliver_text(text.pk)
    text.refresh_from_db()

    assert noted == ("waiting", "HTTP 503") or noted[0] == "waiting"
    assert (text.state, len(peer.asked)) == ("sent", 2)


def test_an_address_within_ones_own_network_is_not_asked_by_surprise(set_up, peer, send, settings):
    set_up(user="u", password="p")
    settings.PRIVATE_ADDRESSES = False
    with pytest.raises(NotNow, match="private"):
        send()

    assert peer.asked == []


def test_who_opted_out_at_the_gateway_has_withdrawn_here_too(set_up, peer, send, deniz):
    peer.answers[:] = [(400, {"code": 21610, "message": "unsubscribed recipient"})]
    set_up("twilio", sid="AC1", token="t")
    text = send()

    assert text.state == "refused"
    assert not may_contact(deniz, "research", "sms").allowed


def test_a_number_that_is_none_takes_nothing_more_and_its_writer_hears_of_it(set_up, peer, send, deniz, monkeypatch):
    heard = []
    monkeypatch.setattr("nabiz.sms.outbox._hearers", [heard.append])
    peer.answers[:] = [(400, {"code": 21211, "message": "invalid"})]
    set_up("twilio", sid="AC1", token="t")
    send(reference="nabiz-7")

    assert heard == ["nabiz-7"]
    assert may_contact(deniz, "service", "sms").reason == "bounce"


def test_who_said_no_while_it_waited_is_not_written_to(set_up, peer, deniz, phone):
    with transaction.atomic():
        text = write(phone, BODY, purpose="research", about=deniz)
        record_consent(deniz, "research", "sms", is_given=False, source="HS_WEB")
    set_up(user="u", password="p")
    deliver_text(text.pk)
    text.refresh_from_db()

    assert (text.state, text.problem, peer.asked) == ("dropped", "withdrawn", [])


def test_in_quiet_hours_a_message_waits(set_up, peer, send, owner):
    set_policy("research", "interest", by=owner, quiet_from=time(0), quiet_to=time(23, 59, 59))
    set_up(user="u", password="p")

    assert (send().state, peer.asked) == ("waiting", [])


def test_secrets_are_encrypted_and_stay_when_left_empty(set_up, owner, sign_in):
    set_up(user="850", password="very-secret")
    browser = sign_in(owner)
    page = browser.get("/sms/gateways/netgsm/").content.decode()
    sent = {"base": "https://api.netgsm.com.tr/", "user": "851", "password": "", "sender": "ACME", "price": "0.05"}
    browser.post("/sms/gateways/netgsm/", sent)

    assert "very-secret" not in page + Gateway.objects.get().boxed
    assert options_of(gateway()) == {"base": "https://api.netgsm.com.tr", "user": "851", "password": "very-secret"}


def test_what_was_sent_this_month_is_counted_in_parts_and_money(set_up, peer, send):
    peer.answers[:] = [(200, {"code": "00", "jobid": "1"})]
    set_up(user="u", password="p", price="0.0500")
    send("a" * 200)

    spent = spent_this_month()
    assert (spent.messages, spent.parts, float(spent.money)) == (1, 2, 0.1)


def test_a_refused_message_is_sent_again_by_hand(set_up, peer, send, owner, sign_in):
    peer.answers[:] = [(200, {"code": "30"}), (200, {"code": "00", "jobid": "1"})]
    set_up(user="u", password="p")
    text = send()
    sign_in(owner).post(f"/sms/{text.pk}/delivery/")
    deliver_text(text.pk)
    text.refresh_from_db()

    assert text.state == "sent"
    send_again(text)
    assert Text.objects.get().state == "sent"


def test_erasure_reaches_messages(send, deniz, phone):
    send()
    forget_texts([], [phone])

    assert not Text.objects.exists()


def test_a_trial_needs_a_number(owner, sign_in):
    browser = sign_in(owner)
    browser.post("/sms/trial/", {"to": "nonsense"})
    browser.post("/sms/trial/", {"to": "0532 123 45 67"})

    assert [text.to for text in Text.objects.all()] == ["+905321234567"]
