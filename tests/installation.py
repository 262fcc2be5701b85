"""An installation of its own for a test: a home folder, a port, and the real processes on them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """A home folder of its own, and what runs on it."""

    def __init__(self, home):
        self.home, self.port, self.serving = home, free_port(), None
        self.greeting = ""

    def environment(self, **more):
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("NABIZ_") and k not in ("DATABASE_URL", "LANG", "LC_ALL")
        }
        return kept | {"NABIZ_HOME": str(self.home), "NABIZ_PORT": str(self.port), "NABIZ_LANGUAGE": "en"} | more

    def run(self, *arguments, **more):
        command = [sys.executable, "-c", "from nabiz.cli.main import main; main()", *map(str, arguments)]
        return subprocess.run(command, env=self.environment(**more), capture_output=True, text=True, timeout=300)

    def serve(self, *arguments):
        command = [sys.executable, "-c", "from nabiz.cli.main import main; main()", *(arguments or ["serve"])]
        self.serving = subprocess.Popen(
            command,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.greeting = next((line for line in self.serving.stdout if "http://" in line), "")
        self.wait_until_answering()
        return self.serving

    def wait_until_answering(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=20) as knock:
                    knock.sendall(b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    if knock.recv(16).startswith(b"HTTP/1.1"):
                        return
            except OSError:
                pass
            time.sleep(0.05)
        self.serving.kill()
        raise AssertionError(f"Nabız does not answer. It said: {self.serving.stdout.read()[-3000:]}")

    def stop(self, number=signal.SIGTERM):
        """Ask it to end, and wait until it has."""
        os.kill(self.serving.pid, number)
        self.serving.wait(60)

    def processes(self):
        """Processes that belong to this home folder."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = f"NABIZ_HOME={self.home}\0".encode() in (folder / "environ").read_bytes()
                if is_ours and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    def query(self, sql):
        with psycopg.connect((self.home / "postgres.url").read_text()) as connection:
            return connection.execute(sql).fetchall()

    def write(self, sql, *values):
        with psycopg.connect((self.home / "postgres.url").read_text()) as connection:
            connection.execute(sql, values)

    def clean_up(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        if self.serving:
            self.serving.wait(60)
            self.serving.stdout.close()
