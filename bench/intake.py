"""Events per second into a real `nabiz serve`: answered over HTTP, and until they are on the timeline.

python bench/intake.py [--seconds 6]

Senders are processes on the same machine: raw sockets, HTTP/1.1 with keep-alive, bodies made beforehand, so that they take
as little from the server as a sender can. Everything runs as in production: flushed to disk, worker and mirror included.
"""

import argparse
import base64
import json
import multiprocessing
import os
import random
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.installation import Installation

TICKS = os.sysconf("SC_CLK_TCK")
CASES = [(1, 100), (8, 100), (1, 1), (8, 1)]  # senders, events a request


@dataclass
class Case:
    senders: int
    batch: int
    answered: int
    seconds: float
    latencies: list
    until_stored: float
    cpu: dict


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    installation = Installation(home)
    try:
        installation.serve()
        key = next(word for word in installation.run("key", "bench").stdout.split() if word.startswith("nbz_"))
        run_case(installation, key, 1, 100, 1.0)  # warm
        cases = [run_case(installation, key, senders, batch, options.seconds) for senders, batch in CASES]
        report(cases, bounds(installation))
    finally:
        installation.clean_up()
        shutil.rmtree(home, ignore_errors=True)


def run_case(installation, key, senders, batch, seconds):
    gate, results = multiprocessing.Barrier(senders + 1), multiprocessing.Queue()
    rate = 1_500 if batch > 1 else 6_000  # requests a second that no sender passes here
    count = int(seconds * rate / senders) + 1
    target = (installation.port, key, batch, count, seconds, gate, results)
    processes = [multiprocessing.Process(target=send, args=target) for _ in range(senders)]
    [process.start() for process in processes]
    gate.wait()
    before, started = cpu_of(installation), time.perf_counter()
    found = [results.get() for _ in processes]
    [process.join() for process in processes]
    took, after = time.perf_counter() - started, cpu_of(installation)
    cpu = {name: after[name] - before[name] for name in after} | {"senders": sum(cpu for _, cpu in found)}
    wait_until_stored(installation)
    latencies = sorted(latency for some, _ in found for latency in some)
    cpu["parsing"] = len(latencies) * seconds_to_read(batch)
    cpu["web"] -= cpu["parsing"]
    return Case(senders, batch, len(latencies), took, latencies, time.perf_counter() - started, cpu)


def send(port, key, batch, count, seconds, gate, results):
    requests = [request_of(key, body_of(batch)) for _ in range(count)]
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gate.wait()
    latencies, end, cpu = [], time.perf_counter() + seconds, time.process_time()
    for request in requests:
        started = time.perf_counter()
        if started > end:
            break
        line.sendall(request)
        answer = line.recv(4096)
        while not answer.endswith(b'{"success":true}'):
            assert answer.startswith(b"HTTP/1.1 200"), answer
            answer += line.recv(4096)
        latencies.append(time.perf_counter() - started)
    results.put((latencies, time.process_time() - cpu))


def body_of(size):
    """What segment-analytics-python sends for `track(user, "feature.used", …)`."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    library = {"library": {"name": "analytics-python", "version": "2.4.0"}}
    events = [
        {
            "type": "track", "event": "feature.used", "userId": f"user-{random.randrange(5_000)}",
            "messageId": os.urandom(16).hex(), "timestamp": now, "integrations": {}, "context": library,
            "properties": {"feature": "duet", "count": random.randrange(9), "plan": "venue"},
        }
        for _ in range(size)
    ]  # fmt: skip
    return json.dumps({"batch": events, "sentAt": now}).encode()


def request_of(key, body):
    user = base64.b64encode(f"{key}:".encode()).decode()
    head = f"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {user}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def wait_until_stored(installation):
    while installation.query("SELECT 1 FROM intake_delivery LIMIT 1"):
        time.sleep(0.1)


def seconds_to_read(batch):
    """CPU seconds that one body costs to read, measured apart."""
    from nabiz.intake.reading import read

    bodies = [body_of(batch) for _ in range(50)]
    started = time.process_time()
    for body in bodies:
        read(body, "batch")
    return (time.process_time() - started) / len(bodies)


def cpu_of(installation):
    """CPU seconds so far of the web server, the worker and Postgres, whose processes hide their environment."""
    seconds = {"web": 0.0, "worker": 0.0, "postgres": 0.0}
    postmaster = int((installation.home / "postgres/postmaster.pid").read_text().split()[0])
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
            is_ours = str(installation.home).encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        name = "postgres" if postmaster in (int(folder.name), int(fields[1])) else ""
        name = (
            name or (is_ours and b"cli.web" in command and "web") or (is_ours and b"cli.worker" in command and "worker")
        )
        if name:
            seconds[name] += (int(fields[11]) + int(fields[12])) / TICKS
    return seconds


def bounds(installation):
    """What this machine can do at best: commits flushed to disk, and the same rows by bare COPY."""
    with psycopg.connect((installation.home / "postgres.url").read_text(), autocommit=True) as connection:
        connection.execute("CREATE TABLE bound_commit (body bytea)")
        started = time.perf_counter()
        for _ in range(1_000):
            connection.execute("INSERT INTO bound_commit VALUES (%b)", [b"x" * 300])
        commits = 1_000 / (time.perf_counter() - started)
        connection.execute("CREATE TABLE bound_copy (LIKE timeline_event INCLUDING ALL)")
        connection.execute("CREATE TABLE bound_rows AS TABLE timeline_event LIMIT 100000")
        with connection.cursor().copy("COPY bound_rows TO STDOUT") as copy:
            rows = [bytes(row) for row in copy]
        started = time.perf_counter()
        for at in range(0, len(rows), 10_000):
            with connection.cursor().copy("COPY bound_copy FROM STDIN") as copy:
                copy.write(b"".join(rows[at : at + 10_000]))
        return commits, len(rows) / (time.perf_counter() - started)


def report(cases, bounds):
    print("| senders | events a request | requests/s | events/s answered | p50 ms | p99 ms | events/s stored |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for case in cases:
        rate, middle, late = case.answered / case.seconds, len(case.latencies) // 2, len(case.latencies) * 99 // 100
        print(
            f"| {case.senders} | {case.batch} | {rate:,.0f} | {rate * case.batch:,.0f} | "
            f"{case.latencies[middle] * 1e3:.1f} | {case.latencies[late] * 1e3:.1f} | "
            f"{case.answered * case.batch / case.until_stored:,.0f} |"
        )
    print(
        "\n| senders | events a request | CPU ms a request | reading JSON | rest of the web server | Postgres | worker | senders |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for case in cases:
        total = sum(case.cpu.values())
        shares = (case.cpu[name] / total for name in ("parsing", "web", "postgres", "worker", "senders"))
        answering = (total - case.cpu["worker"]) / case.answered * 1e3
        print(
            f"| {case.senders} | {case.batch} | {answering:.2f} | "
            + " | ".join(f"{share:.0%}" for share in shares)
            + " |"
        )
    print(
        f"\nBounds: {bounds[0]:,.0f} commits/s on one connection; {bounds[1]:,.0f} events/s by bare COPY, indexes included."
    )


if __name__ == "__main__":
    main()
