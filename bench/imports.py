"""Rows per second of `nabiz import`, end to end from the command line, beside a bare COPY of the same rows.

python bench/imports.py [--people 50000] [--rows 100000] [--long 1000000]     what is made up, of people who are known
python bench/imports.py --shared ../shared/data                               each real file once

PostgreSQL flushes to disk. CPU seconds are told for the command and for PostgreSQL apart: they say what a row costs
where others use the machine, too. What starting the command takes is measured just before and taken off.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nabiz.cli.postgres import start_postgres
from tests.installation import Installation

MAPPINGS = Path(__file__).resolve().parent.parent / "tests" / "imports" / "mappings"
TICKS = os.sysconf("SC_CLK_TCK")
SAAS = ("accounts.csv", "subscriptions.csv.gz", "feature_usage.csv.gz", "support_tickets.csv", "churn_events.csv")
REAL = (  # files that are brought in at once, and the mapping where no preset is told by the headers
    (["online_retail/online_retail_part.parquet"], "online-retail"),
    (["saas_ravenstack/" + name for name in SAAS], ""),
    (["incidents_itsm/incidents_last_state.csv.gz"], "incidents"),
    (["incidents_itsm/incident_events.csv.gz"], "incident-events"),
    (["helpdesk_log/helpdesk.csv.gz"], "help-desk-log"),
    (["telco_churn/telco_customer_churn.csv"], "telephone-company"),
    (["survey_fft/fft_comments.csv.gz"], "friends-and-family"),
    (["nps_airlines/responses_prep_air.csv", "nps_airlines/responses_other_airlines.csv"], "nps-airlines"),
    (["clickstream_ecom/ecom_events.csv.gz"], ""),
    (["cdnow/cdnow_sample_transactions.csv"], "cdnow"),
    (["reviews_en/womens_clothing_reviews.csv.gz"], "clothing-reviews"),
    (["reviews_tr/fsmtsad_part.csv.gz"], "turkish-texts"),
    (["call_centre/anonbank_calls_1999_01.csv.gz"], "calls"),
    (["care_conversations_en/conversations.csv.gz"], "care-conversations"),
)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(
        "--long", type=int, default=1_000_000, help="rows of the files that show whether memory is flat"
    )
    parser.add_argument("--shared", type=Path, help="a folder of real files, each of which is brought in once")
    options = parser.parse_args()
    with installation() as bench:
        if options.shared:
            real_files(bench, options.shared)
        else:
            made_up(bench, options)


@contextmanager
def installation():
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    place = Installation(home)
    try:
        place.run("migrate")
        server = start_postgres(home)
        try:
            yield Bench(place, server)
        finally:
            server.stop()
    finally:
        place.clean_up()
        shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True)
class Took:
    wall: float
    command: float
    postgres: float
    memory: float
    code: int = 0

    def without(self, other):
        return Took(
            self.wall - other.wall, self.command - other.command, self.postgres - other.postgres, self.memory, self.code
        )


@dataclass
class Bench:
    place: Installation
    server: object

    def beyond_starting(self, *arguments):
        """How long starting takes depends on what else runs at the moment."""
        start = self.timed("imports")
        return self.timed(*arguments).without(start)

    def timed(self, *arguments):
        started, before = time.perf_counter(), self.of_postgres()
        command = [sys.executable, "-c", "from nabiz.cli.main import main; main()", *map(str, arguments)]
        process = subprocess.Popen(command, env=self.place.environment(), stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 3), arguments  # 3: some rows could not be taken
        wall, postgres = time.perf_counter() - started, self.of_postgres() - before
        return Took(wall, used.ru_utime + used.ru_stime, postgres, used.ru_maxrss / 1024, process.returncode)

    def tell(self, name, rows, *arguments):
        show(name, rows, self.beyond_starting(*arguments))

    def of_postgres(self):
        """CPU seconds of the server, of the processes that it has and of those that it had."""
        total, server = 0, self.server.process.pid
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                values = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(folder.name) == server:
                total += sum(map(int, values[11:15]))
            elif int(values[1]) == server:
                total += sum(map(int, values[11:13]))
        return total / TICKS


def head():
    print("| file | rows | seconds | rows/s | CPU s, Nabız | CPU s, PostgreSQL | rows by CPU s | most memory | load |")
    print("| --- " * 9 + "|", flush=True)


def show(name, rows, took):
    print(
        f"| {name} | {rows:,} | {took.wall:.1f} | {rows / took.wall:,.0f} | {took.command:.1f} | {took.postgres:.1f} "
        f"| {rows / (took.command + took.postgres):,.0f} | {took.memory:.0f} MiB | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def made_up(bench, options):
    home, people, rows, long = bench.place.home, options.people, options.rows, options.long
    head()
    bench.tell("customers, all new", people, "import", customers(home / "customers.csv", people))
    shapes = {"usage": usage, "orders": orders, "survey answers": answers}
    for name, write in shapes.items():
        bench.tell(f"{name} of known people", rows, "import", write(home / f"{name[:6]}.csv", rows, people))
    bench.tell("the same orders again, renamed", rows, "import", again(home / "orders.csv"))
    for name in ("usage", "orders"):
        path = shapes[name](home / f"long-{name}.csv", long, people)
        bench.tell(f"{name} of known people, long", long, "import", path)
        if name == "usage":
            bench.tell("its undo", long, "imports", "undo", "6")
    copy(bench.server, home / "long-orders.csv", long)


def real_files(bench, folder):
    head()
    for names, mapping in REAL:
        told = ["--mapping", MAPPINGS / f"{mapping}.toml"] if mapping else []
        before = rows_read(bench)
        took = bench.beyond_starting("import", *(folder / name for name in names), *told)
        show(names[0].partition("/")[0], rows_read(bench) - before, took)


def rows_read(bench):
    return bench.place.query("SELECT coalesce(sum((counts ->> 'rows')::int), 0) FROM imports_import")[0][0]


def customers(path, rows):
    with path.open("w") as file:
        file.write("Customer ID,Email,Phone,Name,Language,Country,Company,Plan,City,Customer since\n")
        for n in range(rows):
            file.write(
                f"p{n},p{n}@firm{n % 500}.example,+90532{n:07d},Ada Yıldız {n},tr,TR,Company {n % 500},gold,"
                f"City {n % 81},2024-01-{n % 28 + 1:02} 10:00:00\n"
            )
    return path


def orders(path, rows, people):
    dice, start = random.Random(1), datetime(2025, 1, 1)
    with path.open("w") as file:
        file.write("Order ID,Order date,Customer ID,Email,Total,Currency,Items,Quantity,Status\n")
        for n in range(rows):
            who, at = dice.randrange(people), start + timedelta(seconds=30 * n)
            file.write(
                f"{path.stem}{n},{at:%Y-%m-%d %H:%M:%S},p{who},p{who}@firm{who % 500}.example,"
                f"{dice.randrange(500, 90000) / 100},EUR,Microphone,{dice.randrange(1, 4)},paid\n"
            )
    return path


def again(path):
    copied = path.with_name("orders-again.csv")
    copied.write_text(path.read_text() + "\n")
    return copied


def usage(path, rows, people):
    dice, start = random.Random(rows), datetime(2025, 1, 1)
    with path.open("w") as file:
        file.write("timestamp,user_id,feature,count\n")
        for n in range(rows):
            at = start + timedelta(seconds=20 * n)
            file.write(f"{at:%Y-%m-%dT%H:%M:%SZ},p{dice.randrange(people)},{path.stem} {dice.randrange(30)},1\n")
    return path


def answers(path, rows, people):
    dice, start = random.Random(3), datetime(2025, 1, 1)
    words = ["slow", "quick", "friendly", "late", "broken", "easy", "delivery", "support", "price", "app", "again"]
    with path.open("w") as file:
        file.write("Response ID,Date,Customer ID,Score,Comment\n")
        for n in range(rows):
            at, comment = start + timedelta(seconds=60 * n), " ".join(dice.choices(words, k=12))
            file.write(f"a{n},{at:%Y-%m-%d %H:%M:%S},p{dice.randrange(people)},{dice.randrange(11)},{comment}\n")
    return path


def copy(server, path, rows):
    """The same rows into an unlogged table without an index: what nothing can beat."""
    with psycopg.connect(server.url) as connection, connection.cursor() as cursor:
        width = path.open().readline().count(",") + 1
        cursor.execute("CREATE UNLOGGED TABLE bare (" + ", ".join(f"c{n} text" for n in range(width)) + ")")
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy_in, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy_in.write(block)
        took = time.perf_counter() - started
    print(f"bare COPY of the long orders: {took:.1f} s, {rows / took:,.0f} rows/s")


if __name__ == "__main__":
    main()
