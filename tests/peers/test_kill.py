"""`kill -9` of everything in the middle of intake: what was answered with 200 is there afterwards, once."""

import contextlib
import http.client
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pyarrow.parquet as pq
import pytest

from nabiz.intake.tests.client import basic
from tests.installation import free_port

pytestmark = pytest.mark.peer

KILLS = 20
SENDERS = 4
HEADERS = {"Authorization": basic("kill-key"), "Content-Type": "application/json"}


class Senders:
    """Threads that send batches as fast as they are answered and remember every message id answered with 200."""

    def __init__(self, port):
        self.port, self.numbers, self.confirmed, self.sent = port, itertools.count(), [], 0

    def run_until(self, stop):
        threads = [threading.Thread(target=self.send, args=[stop, random.choice([1, 10, 100])]) for _ in range(SENDERS)]
        [thread.start() for thread in threads]
        return threads

    def send(self, stop, size):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        while not stop.is_set():
            ids = [f"k{next(self.numbers)}" for _ in range(size)]
            batch = [{"type": "track", "event": "x", "userId": f"u{n % 50}", "messageId": i} for n, i in enumerate(ids)]
            try:
                self.sent += size
                line.request("POST", "/v1/batch", json.dumps({"batch": batch}), HEADERS)
                if line.getresponse().read() == b'{"success":true}':
                    self.confirmed += ids
            except (OSError, http.client.HTTPException):
                return


@pytest.fixture
def keeper(tmp_path):
    tmp_path.chmod(0o755)
    port = free_port()
    command = [sys.executable, __file__.replace("test_kill", "keeper"), str(tmp_path), str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process, port, tmp_path
    process.stdin.close()
    process.wait(60)


def start(keeper):
    """The process group of a running installation."""
    process, port, _ = keeper
    print(file=process.stdin, flush=True)
    group = int(process.stdout.readline())
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("OPTIONS", "/v1/batch")
            line.getresponse().read()
            return group
        except OSError:
            time.sleep(0.02)
    raise AssertionError("it does not start")


def query(home, sql):
    with psycopg.connect((home / "postgres.url").read_text()) as connection:
        return connection.execute(sql).fetchall() if sql.startswith("SELECT") else connection.execute(sql)


def make_source(home):
    from nabiz.intake.models import hash_of

    query(
        home,
        "INSERT INTO intake_source (name, trust, key_hash, key_hint, allowed_events, events_per_minute, since) "
        f"VALUES ('kill', 'server', '{hash_of('kill-key')}', '', '[]', 0, now())",
    )


def wait_until_drained(home):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and query(home, "SELECT 1 FROM intake_delivery LIMIT 1"):
        time.sleep(0.1)


def mirrored(home):
    """The event ids in the files that the mirror's manifest names."""
    manifest = json.loads((home / "mirror" / "manifest.json").read_bytes())
    months = [paths for family in manifest["families"].values() for paths in family["files"].values()]
    files = [home / "mirror" / path for paths in months for path in paths]
    return sorted(number for file in files for number in pq.read_table(file, columns=["id"])["id"].to_pylist())


def wait_for_mirror(home, how_many):
    """What the mirror holds once it has that many events, however busy the machine is."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):  # a file may be put away while we look
            if len(found := mirrored(home)) >= how_many:
                return found
        time.sleep(0.2)
    return mirrored(home)


def test_what_was_confirmed_survives_twenty_kills(keeper):
    _, port, home = keeper
    senders = Senders(port)
    group = start(keeper)
    make_source(home)
    for _ in range(KILLS):
        stop = threading.Event()
        threads = senders.run_until(stop)
        time.sleep(random.uniform(0.1, 0.5))
        os.killpg(group, signal.SIGKILL)
        stop.set()
        [thread.join() for thread in threads]
        group = start(keeper)
    wait_until_drained(home)
    ids = sorted(row[0] for row in query(home, "SELECT id FROM timeline_event"))
    in_the_mirror = wait_for_mirror(home, len(ids))
    stored = [row[0] for row in query(home, "SELECT message_id FROM timeline_event WHERE source = 'kill'")]
    parked = query(home, "SELECT problem FROM intake_delivery")
    os.killpg(group, signal.SIGKILL)

    assert len(senders.confirmed) > 1_000
    assert not parked
    assert len(stored) == len(set(stored))
    assert set(senders.confirmed) <= set(stored)
    assert in_the_mirror == ids
