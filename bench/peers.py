"""Twelve questions asked of Nabiz, of PostgreSQL in hand-written SQL, of polars, and of a numpy kernel over raw sorted columns.

python bench/peers.py /tmp/mirror-10m /tmp/scratch [--only nps csat] [--without postgres polars] [--repeats 5] [--cpu]

Every answer is checked to be the same as that of Nabiz before it is timed. Times are the least of so many warm runs: other work
on the machine only ever adds. The PostgreSQL is started on the scratch folder and loaded first, unless it was before.
"""

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import metrics
import numpy as np
from peers_frames import Frames
from peers_kernels import Kernels, quantiles, read_columns, write_columns
from peers_postgres import QUERIES, STEPS, load

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
NOW_US = int(NOW.timestamp()) * 1_000_000
STARTS = [
    int(datetime(2024 + (11 + m) // 12, (11 + m) % 12 + 1, 1, tzinfo=ZoneInfo(metrics.HOME.time_zone)).timestamp())
    * 1_000_000
    for m in range(25)
]
CLOCK = [time.perf_counter]
LABELS = {
    "nps": "NPS by month and segment", "csat": "CSAT by channel and month", "time_to_resolution": "TTR, median and p90 by month",
    "response_rate": "response rate by month", "nrr": "CRR, NRR, GRR, MRR by month", "active_customers": "active customers by month",
    "stickiness": "stickiness by month", "average_order_value": "average order value by month", "handling_time": "handling time by month",
    "funnel": "funnel, 5 steps, 30 days", "transitions": "transitions of all kinds, median gap", "triangle": "retention triangle",
}  # fmt: skip
GROUPS = {"nps": ["month", "segment"], "csat": ["month", "channel"]}
COUNTS = {
    "nps": ("promoters", "passives", "detractors"), "csat": ("satisfied", "n"), "response_rate": ("answered", "delivered"),
    "active_customers": ("customers",), "stickiness": ("n", "sum", "squares"), "average_order_value": ("n", "total"), "handling_time": ("n", "total"),
}  # fmt: skip


class Nabiz:
    """What the product answers, every time from the files: nothing that was counted is remembered."""

    def __init__(self):
        from nabiz.metrics import queries
        from nabiz.metrics.journeys import asking, columns

        self.seen = metrics.snapshot_of_files()
        asking.snapshot = lambda: self.seen  # no database in between
        queries.timezone = type("Clock", (), {"now": staticmethod(lambda: NOW)})
        self.queries, self.asking, self.columns = queries, asking, columns
        self.over = asking.stretch(metrics.HOME, metrics.SINCE, metrics.UNTIL)

    def forget(self):
        metrics.forget()

    def forget_columns(self):
        self.columns._kept.clear()

    def answers(self, name, by=("month",)):
        from nabiz.metrics.parsing import parse_question

        question = parse_question(name, metrics.HOME, by=by, since=metrics.SINCE, until=metrics.UNTIL)
        return self.queries.ask(question, self.seen).answers

    def counts(self, name):
        self.forget()
        return [
            [answer.counts[each] for each in COUNTS[name]]
            for answer in self.answers(name, GROUPS.get(name, ["month"]))
            if answer.n
        ]

    def time_to_resolution(self):
        self.forget()
        return [
            [answer.value for answer in pair]
            for pair in zip(*(self.answers(f"time_to_resolution{end}") for end in ("", "_p90")), strict=True)
        ]

    def nrr(self):
        self.forget()
        found = []
        for crr, nrr, mrr in zip(*(self.answers(name) for name in ("retention", "nrr", "mrr")), strict=True):
            opening, lost, gained = (nrr.counts[name] for name in ("opening", "lost", "gained"))
            found.append(
                (
                    crr.counts["opening"],
                    crr.counts["kept"],
                    opening,
                    opening - lost + gained,
                    opening - lost,
                    mrr.counts["mrr"],
                )
            )
        return found

    def funnel(self):
        return self.asking.ask_funnel(STEPS, self.over, within_days=30).reached

    def transitions(self):
        from nabiz.timeline.facts import declared_kinds

        return self.asking.ask_transitions([kind.name for kind in declared_kinds()], self.over)

    def triangle(self):
        return self.asking.ask_returning(["feature.used", "page.viewed"], self.over).active

    def ask(self, name):
        return self.counts(name) if name in COUNTS else getattr(self, name)()


def of_postgres(connection, name):
    rows = connection.execute(QUERIES[name], {"now": NOW} if "%(now)s" in QUERIES[name] else None).fetchall()
    if name == "time_to_resolution":
        month = np.unique([row[0] for row in rows], return_inverse=True)[1]
        return quantiles(month, *(np.array(column) for column in list(zip(*rows, strict=True))[1:]))
    if name == "transitions":
        return {row[:2]: row[2:] for row in rows}
    skipped = {"nps": 2, "csat": 2, "funnel": 0, "triangle": 2}.get(name, 1)
    return [[float(number) for number in row[skipped:]] for row in rows]


def of_frames(frames, name):
    if name == "time_to_resolution":
        return quantiles(*frames.time_to_resolution())
    return frames.funnel(STEPS) if name == "funnel" else getattr(frames, name)()


def of_kernels(kernels, name):
    return kernels.funnel(STEPS) if name == "funnel" else getattr(kernels, name)()


def plain(name, answer, words):
    """The answer as one array of numbers, whoever gave it."""
    if name == "transitions":
        return _transitions(answer, words)
    found = np.asarray(answer, dtype=float)
    if name == "triangle":
        return np.sort(found[found > 0].ravel())
    return found.ravel()


def _transitions(answer, words):
    """By pair of kinds: how often, and the median hours."""
    if isinstance(answer, tuple) and hasattr(answer[0], "source"):
        found, names = answer
        inside = (found.source >= 0) & (found.target >= 0)
        rows = zip(
            found.source[inside], found.target[inside], found.count[inside], found.median_hours[inside], strict=True
        )
        table = {(names[a], names[b]): (count, median) for a, b, count, median in rows}
    elif isinstance(answer, tuple):
        counts, medians = answer
        table = {
            (words[pair // len(words)], words[pair % len(words)]): (counts[pair], median)
            for pair, median in medians.items()
        }
    else:
        table = answer
    return np.array([number for pair in sorted(table) for number in table[pair]], dtype=float)


def least(work, repeats, clock=None):
    clock, times = clock or CLOCK[0], []
    for _ in range(repeats):
        began = clock()
        work()
        times.append(clock() - began)
        if sum(times) > 40:
            break
    return 1000 * min(times)


def checked(name, who, answer, expected, words):
    found = plain(name, answer, words)
    if found.shape != expected.shape or not np.allclose(found, expected, rtol=1e-9, atol=1e-9):
        return f"{who} differs: {found[:6]} against {expected[:6]}, {found.shape} against {expected.shape}"
    return ""


def measure(name, nabiz, peers, repeats, words):
    expected = plain(name, nabiz.ask(name), words)
    is_ordered = name in ("funnel", "transitions", "triangle")
    times, notes = {}, []
    if is_ordered:
        times["nabiz, files"] = least(lambda: (nabiz.forget_columns(), nabiz.ask(name)), min(repeats, 3))
    times["nabiz"] = least(lambda: nabiz.ask(name), repeats)
    for who, ask in peers.items():
        began = time.perf_counter()
        notes.append(checked(name, who, ask(name), expected, words))
        first = 1000 * (time.perf_counter() - began)
        times[who] = first if first > 30_000 else least(lambda ask=ask: ask(name), repeats)
    return times, [note for note in notes if note]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--only", nargs="*", default=list(LABELS))
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--cpu", action="store_true", help="the time of all cores together, where others use them too")
    wanted = parser.parse_args()
    if wanted.cpu:
        CLOCK[0] = time.process_time
    metrics.set_up(wanted.folder)
    if not (columns := wanted.scratch / "columns").exists():
        write_columns(wanted.folder, columns, STARTS[0], STARTS[-1])
    kernels, frames = Kernels(read_columns(columns), STARTS, NOW_US), Frames(wanted.folder, STARTS, NOW_US)
    peers = {"kernel": lambda name: of_kernels(kernels, name), "polars": lambda name: of_frames(frames, name)}
    server, connection = (None, None) if "postgres" in wanted.without else database(wanted)
    peers["postgres"] = lambda name: of_postgres(connection, name)
    peers = {who: ask for who, ask in peers.items() if who not in wanted.without}
    try:
        report(Nabiz(), peers, wanted, kernels.c.words["kind"])
    finally:
        if server:
            server.stop()


def report(nabiz, peers, wanted, words):
    print(f"| {'CPU ms' if wanted.cpu else 'ms'} | Nabız, from files | Nabız | {' | '.join(peers)} | Nabız ÷ kernel |")
    print("| --- |" + " --- |" * (len(peers) + 3))
    for name in wanted.only:
        times, notes = measure(name, nabiz, peers, wanted.repeats, words)
        files = f"{times['nabiz, files']:.0f}" if "nabiz, files" in times else ""
        cells = " | ".join(f"{times[who]:.0f}" for who in peers)
        ratio = f"{times['nabiz'] / times['kernel']:.1f}" if "kernel" in times else ""
        print(f"| {LABELS[name]} | {files} | {times['nabiz']:.0f} | {cells} | {ratio} |", flush=True)
        for note in notes:
            print(f"  {note}", flush=True)


def database(wanted):
    import psycopg

    from nabiz.cli.postgres import start_postgres

    server = start_postgres(wanted.scratch, fsync=False)
    with psycopg.connect(server.url) as connection:
        is_empty = connection.execute("SELECT to_regclass('event')").fetchone() == (None,)
    if is_empty:
        copied, indexed = load(wanted.folder, server.url)
        print(f"PostgreSQL loaded in {copied:.0f} s, indexed and analysed in {indexed:.0f} s")
    connection = psycopg.connect(server.url, autocommit=True)
    connection.execute("SET work_mem = '256MB'")
    return server, connection


if __name__ == "__main__":
    main()
