"""Rows per second of `nabiz import`, end to end from the command line, beside a bare COPY of the same rows.

python bench/imports.py [--rows 200000] [--long 1000000]

PostgreSQL flushes to disk. Each command starts its own, as on a machine where nothing runs; that time is told apart.
CPU seconds are those of the command and of PostgreSQL together: they say what it costs where others use the machine.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nabiz.cli.postgres import start_postgres
from tests.installation import Installation

HEADER = "Order ID,Order date,Customer ID,Email,Customer name,Total,Currency,Items,Quantity,Status\n"
USAGE = "timestamp,user_id,feature,count\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument(
        "--long", type=int, default=1_000_000, help="rows of the file that shows whether memory is flat"
    )
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    installation = Installation(home)
    try:
        measure(installation, home, options)
    finally:
        installation.clean_up()
        shutil.rmtree(home, ignore_errors=True)


def measure(installation, home, options):
    timed(installation, "imports")
    start = timed(installation, "imports")
    print(f"starting and stopping: {start.wall:.1f} s, {start.cpu:.1f} CPU s")
    rows = options.rows
    cases = {
        "usage by user id": usage(home / "usage.csv", rows),
        "orders, 20 a customer": orders(home / "orders.csv", rows, 20),
        "orders, each of a new customer": orders(home / "new.csv", rows // 2, 1),
        "survey answers with comments": answers(home / "answers.csv", rows // 2),
        "usage, a long file": usage(home / "long.csv", options.long),
    }
    print("| file | rows | seconds | rows/s | CPU s | rows by CPU s | largest process | load |\n" + "| --- " * 8 + "|")
    for name, (path, count) in cases.items():
        tell(name, count, timed(installation, "import", str(path)).without(start))
    tell("undo of the first", rows, timed(installation, "imports", "undo", "1").without(start))
    copy(installation, cases["orders, 20 a customer"])


def tell(name, rows, took):
    print(
        f"| {name} | {rows:,} | {took.wall:.1f} | {rows / took.wall:,.0f} | {took.cpu:.1f} | {rows / took.cpu:,.0f} "
        f"| {took.memory:.0f} MiB | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


@dataclass(frozen=True)
class Took:
    wall: float
    cpu: float
    memory: float

    def without(self, other):
        return Took(self.wall - other.wall, self.cpu - other.cpu, self.memory)


def timed(installation, *arguments):
    started = time.perf_counter()
    command = [sys.executable, "-c", "from nabiz.cli.main import main; main()", *arguments]
    process = subprocess.Popen(command, env=installation.environment(), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Took(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def orders(path, rows, each):
    dice, start = random.Random(1), datetime(2024, 1, 1)
    with path.open("w") as file:
        file.write(HEADER)
        for n in range(rows):
            who = dice.randrange(rows // each) if each > 1 else n
            at = start + timedelta(seconds=30 * n)
            file.write(
                f"{path.stem}{n},{at:%Y-%m-%d %H:%M:%S},{path.stem}{who},{path.stem}{who}@example.com,Ada {who},"
                f"{dice.randrange(500, 90000) / 100},EUR,Microphone,{dice.randrange(1, 4)},paid\n"
            )
    return path, rows


def usage(path, rows):
    dice, start = random.Random(2), datetime(2024, 1, 1)
    with path.open("w") as file:
        file.write(USAGE)
        for n in range(rows):
            at = start + timedelta(seconds=20 * n)
            file.write(f"{at:%Y-%m-%dT%H:%M:%SZ},u{dice.randrange(rows // 20)},feature {dice.randrange(30)},1\n")
    return path, rows


def answers(path, rows):
    dice, start = random.Random(3), datetime(2024, 1, 1)
    words = ["slow", "quick", "friendly", "late", "broken", "easy", "delivery", "support", "price", "app", "again"]
    with path.open("w") as file:
        file.write("Response ID,Date,Customer ID,Score,Comment\n")
        for n in range(rows):
            at = start + timedelta(seconds=60 * n)
            comment = " ".join(dice.choices(words, k=12))
            file.write(
                f"a{n},{at:%Y-%m-%d %H:%M:%S},orders{dice.randrange(rows // 10)},{dice.randrange(11)},{comment}\n"
            )
    return path, rows


def copy(installation, case):
    """The same rows into an unlogged table without an index: what nothing can beat."""
    path, rows = case
    server = start_postgres(installation.home)
    with psycopg.connect(server.url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE bare (" + ", ".join(f"c{n} text" for n in range(10)) + ")")
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy_in, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy_in.write(block)
        took = time.perf_counter() - started
    server.stop()
    print(f"bare COPY of the orders: {took:.1f} s, {rows / took:,.0f} rows/s")


if __name__ == "__main__":
    main()
