"""How long the server takes for the pages that people open most, on a running demo company.

make demo                                     # in one terminal
.venv/bin/python bench/pages.py http://localhost:8000 EMAIL PASSWORD    # in another, with the sign-in that it printed

Times are whole HTTP requests over loopback with keep-alive, warm, one at a time. Beside them: the same server's answer to a request
that does nothing but check the session (the physical limit of a page here).
"""

import http.client
import re
import statistics
import sys
import time
from urllib.parse import urlencode, urlsplit

RUNS = 60


class Browser:
    def __init__(self, address):
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port)
        self.cookies = {}

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(form) if form else None
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text

    def sign_in(self, email, password):
        _, page = self.ask("GET", "/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
        status, _ = self.ask("POST", "/account/login/", form)
        assert status == 302, "could not sign in: is the demo company here?"

    def time(self, path):
        self.ask("GET", path)
        took = []
        for _ in range(RUNS):
            started = time.perf_counter()
            status, _text = self.ask("GET", path)
            took.append((time.perf_counter() - started) * 1000)
            assert status in (200, 404), f"{path}: {status}"
        return sorted(took)


def main():
    address, email, password = sys.argv[1:]
    browser = Browser(address)
    browser.sign_in(email, password)
    _, listing = browser.ask("GET", "/customers/")
    customer = re.search(r'href="(/customers/\d+/)"', listing)[1]
    print(f"{'page':44} {'median':>8} {'p90':>8}   ms, {RUNS} requests")
    for name, path in [
        ("floor: an address that does not exist", "/customers/0/"),
        ("pulse", "/"),
        ("pulse, 91 days", "/?period=91d"),
        ("metric page, NPS", "/metrics/nps/"),
        ("customer list", "/customers/"),
        ("customer list, search", "/customers/?q=isik"),
        ("customer page", customer),
    ]:
        took = browser.time(path)
        print(f"{name:44} {statistics.median(took):8.1f} {took[int(len(took) * 0.9)]:8.1f}")


if __name__ == "__main__":
    main()
