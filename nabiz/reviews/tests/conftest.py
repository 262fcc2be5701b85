"""A real HTTP server that speaks as Google Play and App Store Connect do, and knows the public half of the keys."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ISSUER, KEY_ID, PACKAGE = "69a6de70-03db", "2X9R4HXF34", "com.example.shop"


class Stores:
    """Both stores. `reviews` are what they know, newest first; `failing` are answers given before any other."""

    at_once = 2

    def __init__(self):
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.reset()

    def reset(self):
        self.reviews, self.failing, self.asked, self.replies = [], [], [], []

    def answer(self, method, url, authorization, body):
        its = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(its.query).items()}
        if its.path == "/token":
            return self.granted(parse_qs(body)["assertion"][0])
        self.asked.append((method, url))
        if self.failing:
            return self.failing.pop(0)
        is_apple = its.path.startswith("/v1/")
        if not self.knows(authorization.removeprefix("Bearer "), is_apple):
            return 401, {}, {"error": {"code": 401, "message": "Request had invalid authentication credentials."}}
        if method == "GET":
            return 200, {}, self.apple_page(query) if is_apple else self.google_page(query)
        return self.apple_reply(json.loads(body)) if is_apple else self.google_reply(its.path, json.loads(body))

    def granted(self, assertion):
        try:
            claims = jwt.decode(assertion, self.rsa.public_key(), algorithms=["RS256"], audience=f"{self.url}/token")
        except jwt.PyJWTError:
            return 400, {}, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        assert claims["scope"] == "https://www.googleapis.com/auth/androidpublisher"
        return 200, {}, {"access_token": "ya29.good", "expires_in": 3599, "token_type": "Bearer"}

    def knows(self, token, is_apple):
        if not is_apple:
            return token == "ya29.good"
        try:
            said = jwt.decode(token, self.ec.public_key(), algorithms=["ES256"], audience="appstoreconnect-v1")
        except jwt.PyJWTError:
            return False
        head = jwt.get_unverified_header(token)
        return said["iss"] == ISSUER and head["kid"] == KEY_ID and said["exp"] - said["iat"] <= 20 * 60

    def google_page(self, query):
        start = int(query.get("token", "0"))
        shown, rest = self.reviews[start : start + self.at_once], self.reviews[start + self.at_once :]
        following = {"tokenPagination": {"nextPageToken": str(start + self.at_once)}} if rest else {}
        return {"reviews": [google_review(**each) for each in shown]} | following

    def google_reply(self, path, sent):
        review = unquote(path.rpartition("/")[2].removesuffix(":reply"))
        if len(sent["replyText"]) > 350:
            return 400, {}, {"error": {"code": 400, "message": "The reply text is too long."}}
        if review not in [each["key"] for each in self.reviews]:
            return 404, {}, {"error": {"code": 404, "message": "Review not found."}}
        self.replies.append((review, sent["replyText"]))
        return 200, {}, {"result": {"replyText": sent["replyText"], "lastEdited": {"seconds": "1795600000"}}}

    def apple_page(self, query):
        start = int(query.get("cursor", "0"))
        shown, rest = self.reviews[start : start + self.at_once], self.reviews[start + self.at_once :]
        following = {"next": f"{self.url}/v1/apps/77/customerReviews?cursor={start + self.at_once}"} if rest else {}
        answers = [apple_answer(each) for each in shown if each.get("reply")]
        return {"data": [apple_review(**each) for each in shown], "included": answers, "links": following}

    def apple_reply(self, sent):
        data = sent["data"]
        review, text = data["relationships"]["review"]["data"]["id"], data["attributes"]["responseBody"]
        self.replies.append((review, text))
        its = {"responseBody": text, "lastModifiedDate": "2026-11-20T10:00:00Z", "state": "PENDING_PUBLISH"}
        return 201, {}, {"data": {"type": "customerReviewResponses", "id": f"r{review}", "attributes": its}}


def google_review(key, body, title="", stars=5, day=10, reply=""):
    at = {"seconds": str(int(datetime(2026, 11, day, 9, tzinfo=UTC).timestamp())), "nanos": 713000000}
    said = {"text": f"{title}\t{body}" if title else f"\t{body}", "lastModified": at, "starRating": stars}
    said |= {"reviewerLanguage": "tr", "device": "klte", "appVersionName": "4.2", "thumbsUpCount": 3}
    comments = [{"userComment": said}] + [{"developerComment": {"text": reply, "lastModified": at}}] * bool(reply)
    return {"reviewId": key, "authorName": "Deniz K", "comments": comments}


def apple_review(key, body, title="", stars=5, day=10, reply=""):
    said = {"rating": stars, "title": title, "body": body, "reviewerNickname": "deniz_k", "territory": "TUR"}
    said |= {"createdDate": f"2026-11-{day:02}T09:00:00-07:00"}
    data = {"type": "customerReviewResponses", "id": f"r{key}"} if reply else None
    return {"type": "customerReviews", "id": key, "attributes": said, "relationships": {"response": {"data": data}}}


def apple_answer(each):
    its = {"responseBody": each["reply"], "lastModifiedDate": "2026-11-12T10:00:00Z", "state": "PUBLISHED"}
    return {"type": "customerReviewResponses", "id": f"r{each['key']}", "attributes": its}


def handler_of(stores):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            told = stores.answer(self.command, self.path, self.headers.get("Authorization", ""), body)
            status, headers, content = told
            sent = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(sent)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def do_POST(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    return Handler


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture(scope="session")
def open_stores():
    stores = Stores()
    yield stores
    stores.server.shutdown()
    stores.server.server_close()


@pytest.fixture
def stores(open_stores, settings):
    settings.PRIVATE_ADDRESSES = True
    open_stores.reset()
    return open_stores


@pytest.fixture
def service_account(stores):
    its = {"client_email": "n@p.iam.gserviceaccount.com", "private_key": pem(stores.rsa), "private_key_id": "k1"}
    return its | {"type": "service_account", "token_uri": f"{stores.url}/token"}


@pytest.fixture
def play(stores, service_account, owner):
    from nabiz.reviews.commands import add_site

    told = {"package": PACKAGE, "key": json.dumps(service_account), "base": stores.url}
    return add_site("google_play", "Google Play", told, by=owner)


@pytest.fixture
def app_store(stores, owner):
    from nabiz.reviews.commands import add_site

    told = {"app": "77", "issuer": ISSUER, "key_id": KEY_ID, "key": pem(stores.ec), "base": stores.url}
    return add_site("app_store", "App Store", told, by=owner)
