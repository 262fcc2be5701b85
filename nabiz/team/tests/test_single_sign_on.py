import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from nabiz.team.commands import invite_member
from nabiz.team.models import Member


class Provider(BaseHTTPRequestHandler):
    """An OpenID Connect provider that vouches for one person."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if "openid-configuration" in self.path:
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self._say({"issuer": base, **{f"{name}_endpoint": f"{base}/{end}" for name, end in ends.items()}})
        else:
            self._say(self.server.person)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "t", "token_type": "Bearer"})

    def _say(self, facts):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(facts).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.person = {"sub": "42", "email": "viewer@acme.test", "email_verified": True, "name": "Ben Yıldız"}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = {"server_url": f"http://127.0.0.1:{server.server_port}"}
    app = {"provider_id": "sso", "name": "Acme SSO", "client_id": "nabiz", "secret": "s", "settings": address}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def come_in(client, provider):
    """Through the provider, as a browser would: there with a state, back with it and a code."""

    def through(**person):
        provider.person |= person
        away = client.post("/account/oidc/sso/login/?process=login")
        target = away["Location"] if "Location" in away else away.context["redirect_to"]
        state = parse_qs(urlsplit(target).query)["state"][0]
        return client.get(f"/account/oidc/sso/login/callback/?code=c&state={state}")

    return through


@pytest.mark.peer
def test_a_known_member_comes_in(come_in, client, owner, ben, trail_kinds):
    come_in()

    assert b"viewer@acme.test" in client.get("/team/me/").content
    assert trail_kinds() == ["member.signed_in"]


@pytest.mark.peer
def test_an_invited_person_joins_without_a_password(come_in, client, owner):
    invite_member("yeni@acme.test", "success", by=owner)
    come_in(sub="7", email="Yeni@acme.test", name="Yeni Üye")

    member = Member.objects.get(email="yeni@acme.test")
    assert (member.name, member.role, member.has_usable_password()) == ("Yeni Üye", "success", False)
    assert client.get("/team/me/").status_code == 200


@pytest.mark.peer
@pytest.mark.parametrize("person", [{"email": "nobody@acme.test"}, {"email_verified": False}])
def test_a_stranger_or_an_address_that_is_not_verified_stays_outside(come_in, client, owner, ben, person):
    page = come_in(**person)

    assert b"This address is not known here" in page.content
    assert client.get("/team/me/").status_code == 302
    assert Member.objects.count() == 2


@pytest.mark.peer
def test_a_closed_account_stays_closed(come_in, client, owner, ben):
    ben.is_active = False
    ben.save()
    come_in()

    assert client.get("/team/me/").status_code == 302


@pytest.mark.peer
def test_the_sign_in_page_offers_the_provider_by_its_name(provider, client, owner):
    assert b"Sign in with Acme SSO" in client.get("/account/login/").content
