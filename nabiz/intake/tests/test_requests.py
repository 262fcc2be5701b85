import asyncio
import gzip
import zlib

import orjson
import psycopg
import pytest
from django.db import connection

from nabiz.intake.asgi import IntakeApplication
from nabiz.intake.models import Delivery, Source, hash_of
from nabiz.intake.reading import BODY_LIMIT
from nabiz.intake.tests.client import ask, basic, many, nowhere, track

BATCH = {"batch": [track(messageId="m1")]}


def refusal(reply):
    assert set(reply.json) == {"code", "message"}
    return reply.status, reply.json["code"]


@pytest.mark.parametrize("path", ["/v1/track", "/v1/t", "/v1/t/", "/v1/identify", "/v1/i", "/v1/page", "/v1/p"])
def test_a_call_is_answered_when_it_is_written_down(post, path):
    reply = post(path, track())

    assert (reply.status, reply.json) == (200, {"success": True})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert Delivery.objects.get().events == 1


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_the_content_type_does_not_matter(post, content_type):
    assert post("/v1/batch", BATCH, content_type=content_type).status == 200


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda body: gzip.compress(body) + gzip.compress(b" ")])
def test_packed_bodies_are_told_by_their_bytes(post, pack):
    assert post("/v1/batch", pack(orjson.dumps(BATCH))).status == 200


def test_the_header_may_say_gzip_of_what_is_not(post):
    assert post("/v1/batch", BATCH, content_encoding="gzip").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": basic("shop-key")},
        {"authorization": basic("shop-key").replace("c2hvcC1rZXk6", "c2hvcC1rZXk=")},
        {"authorization": "Bearer shop-key"},
        {"authorization": "bearer  shop-key"},
    ],
)
def test_the_key_may_come_in_several_ways(shop, headers):
    assert many([("POST", "/v1/batch", orjson.dumps(BATCH), headers)])[0].status == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer some-oauth-token"}, {"authorization": "Basic ???"}])
def test_the_key_may_stand_in_the_body(shop, headers):
    assert many([("POST", "/v1/batch", orjson.dumps({**BATCH, "writeKey": "shop-key"}), headers)])[0].status == 200


def test_a_wrong_key_is_refused(post):
    assert refusal(post("/v1/batch", BATCH, key="wrong")) == (401, "wrong_key")
    assert refusal(post("/v1/batch", BATCH, key="")) == (401, "no_key")
    assert refusal(post("/v1/batch", b'{"writeKey":"\\ud800","batch":[1]}', key="")) == (401, "wrong_key")
    assert refusal(post("/v1/batch", b"{", key="wrong")) == (401, "wrong_key")


def test_a_revoked_key_is_refused(post, shop):
    Source.objects.update(revoked_at=shop.since)

    assert refusal(post("/v1/batch", BATCH)) == (401, "wrong_key")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty_body"),
        (b"{", 400, "broken_json"),
        (b'{"batch":[{}', 400, "broken_json"),
        (b"\xff\xfe{\x00}\x00", 400, "not_utf8"),
        (b"[]", 400, "not_an_object"),
        (b"null", 400, "not_an_object"),
        (b'"text"', 400, "not_an_object"),
        (b'{"batch":{}}', 400, "batch_not_a_list"),
        (b'{"batch":null}', 400, "batch_not_a_list"),
        (b"[" * 100_000, 400, "too_deep"),
        (b'{"batch":[' + b"9" * 5_000 + b"1e]}", 400, "broken_json"),
        (b"\x1f\x8bnot gzip", 400, "broken_gzip"),
        (gzip.compress(orjson.dumps(BATCH))[:-9], 400, "broken_gzip"),
        (gzip.compress(b" " * 200_000_000, 1), 400, "batch_too_large"),
        (gzip.compress(b" " * 5_000_000)  * 20, 400, "batch_too_large"),
        (b"{" + b" " * BODY_LIMIT + b"}", 400, "batch_too_large"),
        (b" " * 5_000_000, 413, "too_large"),
        (b'{"batch":[' + b"1," * 2_500 + b"1]}", 400, "too_many_events"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_bad_bodies_are_refused_with_a_reason(post, body, status, code):
    assert refusal(post("/v1/batch", body)) == (status, code)
    assert not Delivery.objects.exists()


def test_an_empty_batch_is_fine_and_leaves_nothing(post):
    assert post("/v1/batch", {"batch": []}).status == 200
    assert not Delivery.objects.exists()


def test_other_compressions_are_refused(post):
    assert refusal(post("/v1/batch", b"whatever", content_encoding="br")) == (415, "unknown_encoding")


def test_refusals_speak_the_language_of_the_client(post):
    english = post("/v1/batch", b"{").json["message"]
    turkish = post("/v1/batch", b"{", accept_language="tr-TR,tr;q=0.9,en;q=0.8").json["message"]

    assert english == "The body is not valid JSON, line 1, column 2. Nothing was taken."
    assert turkish.startswith("Gövde geçerli bir JSON değil")


def test_addresses_that_are_none(post):
    assert refusal(post("/v1/elsewhere", {})) == (404, "unknown_address")
    assert refusal(many([("GET", "/v1/track", b"", {})])[0]) == (405, "wrong_method")


def test_any_origin_may_ask_first():
    reply = many([("OPTIONS", "/v1/t", b"", {"origin": "https://karaoke.test"})])[0]

    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "authorization" in reply.headers["access-control-allow-headers"]


def test_browsers_are_sent_back_to_this_server(shop):
    asked = ("GET", "/v1/projects/shop-key/settings", b"", {"host": "nabiz.test:8000"})
    reply = many([asked])[0]

    assert reply.json["integrations"]["Segment.io"]["apiHost"] == "nabiz.test:8000/v1"
    assert reply.json["integrations"]["Segment.io"]["protocol"] == "http"
    assert many([("GET", "/v1/projects/wrong/settings", b"", {})])[0].status == 401


def test_a_source_over_its_rate_is_told_to_wait(shop):
    Source.objects.update(events_per_minute=60)
    body = orjson.dumps({"batch": [track()] * 100})
    replies = many([("POST", "/v1/batch", body, {"authorization": basic("shop-key")})] * 2)

    assert sorted(reply.status for reply in replies) == [200, 429]
    late = next(reply for reply in replies if reply.status == 429)
    assert 35 <= int(late.headers["retry-after"]) <= 45


def test_requests_at_once_share_commits(shop):
    requests = [("POST", "/v1/track", orjson.dumps(track()), {"authorization": basic("shop-key")})] * 100

    assert {reply.status for reply in many(requests)} == {200}
    assert Delivery.objects.count() == 100


def test_nothing_is_confirmed_that_could_not_be_written(shop, monkeypatch):
    monkeypatch.setattr("nabiz.intake.ledger.INSERT", "SELECT %b, %b, %b, %b, %b FROM a_table_that_is_gone")
    reply = many([("POST", "/v1/track", orjson.dumps(track()), {"authorization": basic("shop-key")})])[0]

    assert refusal(reply) == (503, "not_written")
    assert reply.headers["retry-after"] == "1"


def test_connections_that_were_cut_are_replaced(shop):
    request = ("POST", "/v1/track", orjson.dumps(track()), {"authorization": basic("shop-key")})

    async def cut_between():
        application = IntakeApplication(otherwise=nowhere)
        before = await ask(application, *request)
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nabiz intake'"
        with psycopg.connect(**connection.get_connection_params()) as other:
            assert other.execute(cut).fetchall()
        after = [(await ask(application, *request)).status for _ in range(5)]
        await application.close()
        return before.status, after

    assert asyncio.run(cut_between()) == (200, [200] * 5)


def test_a_key_that_is_made_later_works_within_seconds(post):
    assert post("/v1/track", track(), key="later").status == 401
    Source.objects.create(name="later", key_hash=hash_of("later"), key_hint="later")

    assert post("/v1/track", track(), key="later").status == 200
