"""Unmodified SDKs deliver over a real socket, through a proxy that fails first."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.peer, pytest.mark.usefixtures("empty")]

FAULTS = [500, 429, 503]


def ids(rows, prefix):
    return sorted(message_id for _, message_id in rows if message_id.startswith(prefix))


def named(prefix, count):
    return sorted(f"{prefix}{number}" for number in range(count))


@pytest.mark.parametrize("gzip", [False, True])
def test_segments_python_sdk_delivers_everything_once(proxy, key, arrived, gzip):
    from segment.analytics.client import Client

    proxy.faults = list(FAULTS)
    problems = []
    client = Client(key, host=proxy.url, gzip=gzip, on_error=lambda *problem: problems.append(problem), upload_size=20)
    user = f"py-user-{gzip}"  # told the same twice, the second would be no event
    client.identify(user, {"name": "Py Deniz"}, message_id="py-identify")
    for number in range(60):
        client.track(user, "feature.used", {"feature": "duet"}, message_id=f"py-{number}")
    client.shutdown()

    assert not problems
    assert ids(arrived(61), "py-") == sorted([*named("py-", 60), "py-identify"])
    assert [status for status, _, _ in proxy.seen][:3] == FAULTS
    assert {encoding for _, encoding, _ in proxy.seen} == ({"gzip"} if gzip else {""})


def test_rudderstacks_python_sdk_delivers_everything_once(proxy, key, arrived, installation):
    from rudderstack.analytics.client import Client

    proxy.faults = list(FAULTS)
    problems = []
    client = Client(key, host=proxy.url, on_error=lambda *problem: problems.append(problem), upload_size=20)
    for number in range(60):
        client.track("rudder-user", "feature.used", {"feature": "duet"}, message_id=f"rudder-{number}")
    client.group("rudder-user", "acme", {"name": "Acme Sahne"})
    client.flush()
    client.join()

    assert not problems
    assert ids(arrived(60), "rudder-") == named("rudder-", 60)
    assert {encoding for _, encoding, _ in proxy.seen} == {"gzip"}
    assert installation.query("SELECT name FROM customers_account WHERE key = 'acme'") == [("Acme Sahne",)]


def test_segments_node_sdk_delivers_everything_once(proxy, key, arrived, node_folder, installation):
    proxy.faults = list(FAULTS)
    script = shutil.copy(Path(__file__).parent / "send.mjs", node_folder)
    sent = subprocess.run(["node", script, key, proxy.url, "60"], capture_output=True, text=True, timeout=60)

    assert (sent.returncode, sent.stderr) == (0, "")
    assert ids(arrived(61), "node-") == sorted(
        [*named("node-", 60), *[message_id for kind, message_id in arrived(61) if kind == "customer.identified"]]
    )
    assert installation.query("SELECT name FROM customers_customer WHERE name = 'Node Deniz'")


def test_a_whole_batch_again_and_again_is_stored_once(key, arrived, installation):
    import threading

    import requests

    batch = {"batch": [{"type": "track", "event": "x", "userId": "u", "messageId": f"again-{n}"} for n in range(100)]}
    answers = []

    def send():
        answers.append(
            requests.post(f"http://127.0.0.1:{installation.port}/v1/batch", json=batch, auth=(key, "")).status_code
        )

    threads = [threading.Thread(target=send) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert answers == [200] * 20
    assert ids(arrived(100), "again-") == named("again-", 100)
