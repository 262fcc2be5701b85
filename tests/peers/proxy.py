"""A proxy that fails on demand: the faults it was told come first, then everything passes."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behind, self.faults, self.seen = port, [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        fault = self.server.faults.pop(0) if self.server.faults else None
        status, content = (fault, b'{"code":"fault","message":"made for the test"}') if fault else self.passed_on(body)
        self.server.seen.append(
            (status, self.headers.get("Content-Encoding", ""), self.headers.get("X-Retry-Count", ""))
        )
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def passed_on(self, body):
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=30)
        behind.request("POST", self.path, body, dict(self.headers))
        answer = behind.getresponse()
        return answer.status, answer.read()

    def log_message(self, *arguments):
        pass
