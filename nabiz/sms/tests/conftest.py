"""A real HTTP server that answers as gateways do, and a customer with a number."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Peer:
    """Keeps what it was asked, and answers each time with what was put into `answers`, the last one for good."""

    def __init__(self):
        self.asked, self.answers = [], [(200, {})]
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length") or 0)
                peer.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(size).decode()))
                status, content = peer.answers.pop(0) if len(peer.answers) > 1 else peer.answers[0]
                body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.do_POST()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="session")
def served():
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture
def peer(served, settings):
    settings.PRIVATE_ADDRESSES = True
    served.asked.clear()
    served.answers[:] = [(200, {})]
    return served


@pytest.fixture
def phone(deniz):
    from nabiz.customers.models import Identity

    return Identity.objects.create(customer=deniz, kind="phone", value="+905321234567").value
