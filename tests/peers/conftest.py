import os
import secrets
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.peers.proxy import Proxy

NODE_SDK = "@segment/analytics-node@3.1.0"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    home = tmp_path_factory.mktemp("peers")
    home.chmod(0o755)
    running = Installation(home)
    running.serve()
    yield running
    running.clean_up()


@pytest.fixture
def proxy(installation):
    between = Proxy(installation.port)
    yield between
    between.shutdown()


@pytest.fixture
def key(installation):
    """The key of a new source."""
    name = "peer-" + secrets.token_hex(4)
    made = installation.run("key", name)
    assert made.returncode == 0, made.stderr
    return next(word for word in made.stdout.split() if word.startswith("nbz_"))


@pytest.fixture
def arrived(installation):
    """The (kind, message id) pairs of everything that came from outside, once there are so many."""

    def wait(count, within=20):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            rows = installation.query(
                "SELECT kind, message_id FROM timeline_event WHERE source LIKE 'peer-%' ORDER BY id"
            )
            if len(rows) >= count and not installation.query("SELECT 1 FROM intake_delivery LIMIT 1"):
                return rows
            time.sleep(0.1)
        raise AssertionError(f"{len(rows)} of {count} arrived: {rows[:5]}")

    return wait


@pytest.fixture
def empty(installation):
    import psycopg

    with psycopg.connect((installation.home / "postgres.url").read_text()) as connection:
        connection.execute("TRUNCATE timeline_event, intake_delivery")


@pytest.fixture(scope="session")
def node_folder():
    """Where Node finds the SDK, installed by npm as anyone would."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nabiz-peers"
    if not shutil.which("npm"):
        _give_up("npm is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules/@segment/analytics-node").exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), NODE_SDK]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
        if done.returncode:
            _give_up(f"npm could not install the SDK: {done.stderr[-300:]}")
    return folder


def _give_up(why):
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
