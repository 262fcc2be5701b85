"""A real HTTP server that speaks as the review sites do, and knows the public half of the keys."""

import base64
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
    """All the sites. `reviews` are what they know, newest first; `failing` are answers given before any other."""

    at_once = 2

    def __init__(self):
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.others = {"/v4/": place, "/v1/private/": trustpilot}
        self.reset()

    def reset(self):
        self.reviews, self.failing, self.asked, self.replies = [], [], [], []

    def answer(self, method, url, authorization, body):
        its = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(its.query).items()}
        if its.path.endswith(("/token", "/accesstoken")):
            return self.granted_to(authorization, {name: values[0] for name, values in parse_qs(body).items()})
        self.asked.append((method, url))
        if self.failing:
            return self.failing.pop(0)
        for beginning, other in self.others.items():
            if its.path.startswith(beginning):
                return other(self, authorization, method, its.path, query, json.loads(body or "{}"))
        is_apple = its.path.startswith("/v1/")
        if not self.knows(authorization.removeprefix("Bearer "), is_apple):
            return 401, {}, {"error": {"code": 401, "message": "Request had invalid authentication credentials."}}
        if method == "GET":
            return 200, {}, self.apple_page(query) if is_apple else self.google_page(query)
        return self.apple_reply(json.loads(body)) if is_apple else self.google_reply(its.path, json.loads(body))

    def granted_to(self, authorization, asked):
        if asked["grant_type"] == "refresh_token":
            return (
                granted("ya29.place") if asked["refresh_token"] == "1//refresh" else invalid("Token has been revoked.")
            )
        if asked["grant_type"] == "client_credentials":
            basic = base64.b64encode(b"tp-key:tp-secret").decode()
            return granted("tp.good") if authorization == f"Basic {basic}" else invalid("Invalid credentials")
        return self.granted(asked["assertion"])

    def granted(self, assertion):
        try:
            claims = jwt.decode(assertion, self.rsa.public_key(), algorithms=["RS256"], audience=f"{self.url}/token")
        except jwt.PyJWTError:
            return invalid("Invalid JWT Signature.")
        assert claims["scope"] == "https://www.googleapis.com/auth/androidpublisher"
        return granted("ya29.good")

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
        review, text = unquote(path.rpartition("/")[2].removesuffix(":reply")), sent["replyText"]
        if len(text) > 350:
            return 400, {}, {"error": {"code": 400, "message": "The reply text is too long."}}
        return self.took(review, text, {"result": {"replyText": text, "lastEdited": {"seconds": "1795600000"}}})

    def took(self, review, text, told):
        for each in self.reviews:
            if each["key"] == review:
                self.replies.append((review, text))
                each["reply"] = text
                return 200, {}, told
        return 404, {}, {"error": {"code": 404, "message": "Review not found."}}

    def apple_page(self, query):
        start = int(query.get("cursor", "0"))
        shown, rest = self.reviews[start : start + self.at_once], self.reviews[start + self.at_once :]
        following = {"next": f"{self.url}/v1/apps/77/customerReviews?cursor={start + self.at_once}"} if rest else {}
        answers = [apple_answer(each) for each in shown if each.get("reply")]
        return {"data": [apple_review(**each) for each in shown], "included": answers, "links": following}

    def apple_reply(self, sent):
        data = sent["data"]
        review, text = data["relationships"]["review"]["data"]["id"], data["attributes"]["responseBody"]
        its = {"responseBody": text, "lastModifiedDate": "2026-11-20T10:00:00Z", "state": "PENDING_PUBLISH"}
        data = {"type": "customerReviewResponses", "id": f"r{review}", "attributes": its}
        return self.took(review, text, {"data": data})


def place(stores, authorization, method, path, query, sent):
    """mybusiness.googleapis.com, v4."""
    if authorization != "Bearer ya29.place":
        return 401, {}, {"error": {"code": 401, "message": "Request had invalid authentication credentials."}}
    if method == "PUT":
        return stores.took(unquote(path.split("/")[-2]), sent["comment"], {"comment": sent["comment"]})
    start = int(query.get("pageToken", "0"))
    shown, rest = stores.reviews[start : start + stores.at_once], stores.reviews[start + stores.at_once :]
    following = {"nextPageToken": str(start + stores.at_once)} if rest else {}
    return 200, {}, {"reviews": [place_review(**each) for each in shown], "totalReviewCount": 9} | following


def trustpilot(stores, authorization, method, path, query, sent):
    """api.trustpilot.com, private reviews."""
    if authorization != "Bearer tp.good":
        return 401, {}, {"message": "Unauthorized"}
    if method == "POST":
        assert sent["authorBusinessUserId"] == "user1"
        return stores.took(unquote(path.split("/")[-2]), sent["message"], {})
    start = (int(query["page"]) - 1) * int(query["perPage"])
    shown = stores.reviews[start : start + int(query["perPage"])]
    return 200, {}, {"reviews": [trustpilot_review(**each) for each in shown], "links": []}


def place_review(key, body, title="", stars=5, day=10, reply=""):
    at = f"2026-11-{day:02}T09:00:00.713Z"
    words = ("ONE", "TWO", "THREE", "FOUR", "FIVE")
    its = {"name": f"accounts/1/locations/2/reviews/{key}", "reviewId": key, "starRating": words[stars - 1]}
    its |= {"createTime": "2026-11-01T09:00:00Z", "updateTime": at, "reviewer": {"displayName": "Deniz K"}}
    its |= {"comment": body} if body else {}
    return its | ({"reviewReply": {"comment": reply, "updateTime": at}} if reply else {})


def trustpilot_review(key, body, title="", stars=5, day=10, reply=""):
    at = f"2026-11-{day:02}T09:00:00Z"
    its = {
        "id": key,
        "stars": stars,
        "title": title,
        "text": body,
        "language": "tr",
        "createdAt": "2026-11-01T09:00:00Z",
    }
    its |= {"updatedAt": at, "consumer": {"displayName": "Deniz K"}}
    return its | {"companyReply": {"text": reply, "createdAt": at} if reply else None}


def granted(token):
    return 200, {}, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


def invalid(said):
    return 400, {}, {"error": "invalid_grant", "error_description": said}


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

        def do_PUT(self):
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


@pytest.fixture
def maps(stores, owner):
    from nabiz.reviews.commands import add_site

    known = {"client_id": "c", "client_secret": "s", "refresh_token": "1//refresh"}
    told = {"account": "1", "location": "2", "base": stores.url, "tokens": f"{stores.url}/token"} | known
    return add_site("google_business", "Google Maps", told, by=owner)


@pytest.fixture
def trustpilot_site(stores, owner):
    from nabiz.reviews.commands import add_site

    told = {"unit": "unit1", "author": "user1", "key": "tp-key", "secret": "tp-secret", "base": stores.url}
    return add_site("trustpilot", "Trustpilot", told, by=owner)
