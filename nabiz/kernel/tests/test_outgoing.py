import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nabiz.kernel.outgoing import Unreachable, fetch, is_private


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"x" * 200_000 if self.path == "/large" else f"{self.path} {self.headers['Host']}".encode()
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"7"')
        if self.path == "/elsewhere":
            self.send_header("Location", "/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def refusal(*args, **options):
    with pytest.raises(Unreachable) as caught:
        fetch(*args, **options)
    return caught.value.why


def test_an_answer_has_its_status_headers_and_body(site):
    answer = fetch(f"{site}/feed?page=2", may_be_private=True)

    assert (answer.status, answer.headers["etag"]) == (200, '"7"')
    assert answer.body.startswith(b"/feed?page=2 localhost")


def test_a_redirect_is_an_answer_and_not_followed(site):
    assert fetch(f"{site}/elsewhere", may_be_private=True).status == 302


def test_ones_own_network_is_not_asked_unless_meant(site):
    assert refusal(site) == "private"


@pytest.mark.parametrize(
    "url", ["ftp://a.test/", "http://", "file:///etc/passwd", "http://a b/", "http://[", "x", "http://h:0/"]
)
def test_what_is_no_web_address_is_refused(url):
    assert refusal(url) == "address"


def test_more_than_asked_for_is_cut_off(site):
    assert refusal(f"{site}/large", at_most=100_000, may_be_private=True) == "too_large"


def test_a_closed_door_is_said_to_be_one():
    assert refusal("http://127.0.0.1:1/", may_be_private=True) == "unreachable"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "::ffff:10.0.0.1"],
)
def test_addresses_of_ones_own_network_are_known(address):
    assert is_private(address)
