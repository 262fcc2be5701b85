"""Rows per second of `nabiz import`, end to end from the command line, beside a bare COPY of the same rows.

python bench/imports.py [--rows 1000000]

PostgreSQL flushes to disk. Each command starts its own, as on a machine where nothing runs; that time is told apart.
"""

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
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
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    installation = Installation(home)
    try:
        start = timed(installation, "imports")
        print(f"starting and stopping: {start:.1f} s")
        cases = {
            "usage by user id": usage(home / "usage.csv", options.rows),
            "orders, 20 a customer": orders(home / "orders.csv", options.rows, 20),
            "orders, one a customer": orders(home / "new.csv", options.rows // 10, 1),
        }
        for name, (path, rows) in cases.items():
            took = timed(installation, "import", str(path)) - start
            print(f"{name:<24} {rows:>9,} rows {took:7.1f} s {rows / took:>9,.0f} rows/s", flush=True)
        print(f"undo of the first: {timed(installation, 'imports', 'undo', '1') - start:.1f} s")
        print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
        copy(installation, cases["orders, 20 a customer"])
    finally:
        installation.clean_up()
        shutil.rmtree(home, ignore_errors=True)


def timed(installation, *arguments):
    started = time.perf_counter()
    command = [sys.executable, "-c", "from nabiz.cli.main import main; main()", *arguments]
    subprocess.run(command, env=installation.environment(), check=True, capture_output=True)
    return time.perf_counter() - started


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
