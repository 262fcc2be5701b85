"""How long every declared metric takes over a made-up mirror, without PostgreSQL in between.

python bench/generated.py /tmp/mirror-10m --events 10000000
python bench/metrics.py /tmp/mirror-10m [--only nps csat] [--pulse] [--plain]

Each question is asked in a process of its own. *Cold*: nothing compiled, DuckDB not started, the files out of the page cache.
*Warm*: the same question again, files, their columns and compiled SQL known, what was counted forgotten; least and middle of seven, and
the least CPU time of both cores together. *New*: each family got one more file since, so what rests on it is worked out again. *Kept*: asked
again while nothing changed. *Peak*: the most memory that the process ever held. What runs beside it stretches the middle; the
least is what the machine can do.
"""

import argparse
import atexit
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1]))

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")
SINCE, UNTIL = "2024-12", "2026-11"
REPEATS = 7


def set_up(folder):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")
    os.environ["NABIZ_MIRROR"] = str(Path(folder).resolve())
    import django

    django.setup()
    import nabiz.metrics.queries  # noqa: F401  so that importing is not part of the first answer


def snapshot_of_files():
    from nabiz.timeline.mirror.manifest import read_manifest
    from nabiz.timeline.mirror.reading import Snapshot

    return Snapshot(read_manifest(), ())


def in_a_process(work, *given):
    """What `work` returns, done in a child that has Django ready and nothing else."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "w") as out:
            json.dump(work(*given), out)
        atexit._run_exitfuncs()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)


def drop_pages(folder):
    """Have the kernel forget the files, so that they come from the disk again."""
    for path in Path(folder).rglob("*.parquet"):
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def milliseconds(work):
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def cpu_milliseconds(work):
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def with_a_new_file(seen, folder):
    """The same mirror after a thousand rows of each family came once more, as from the writer's next round."""
    import copy

    import pyarrow.parquet as pq

    from nabiz.timeline.mirror import parts
    from nabiz.timeline.mirror.reading import Snapshot

    manifest = copy.deepcopy(seen.manifest)
    for family, files in manifest.families.items():
        month = max(files.files)
        rows = pq.read_table(folder / files.files[month][0]).slice(0, 1000)
        files.files[month].append(parts.write_part(family, month, rows))
        atexit.register((folder / files.files[month][-1]).unlink, missing_ok=True)
    return Snapshot(manifest, ())


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget():
    from nabiz.metrics import queries

    queries._counts.clear()
    queries._answers.clear()


def one_metric(folder, name, by, is_plain):
    from nabiz.metrics import queries
    from nabiz.metrics.parsing import parse_question

    seen = snapshot_of_files()
    question = parse_question(name, HOME, by=by, since=SINCE, until=UNTIL)
    if not is_plain:
        drop_pages(folder)
    cold = milliseconds(lambda: queries.ask(question, seen))
    warm = []
    for _ in range(REPEATS):
        forget()
        warm.append(milliseconds(lambda: queries.ask(question, seen)))
    kept = milliseconds(lambda: queries.ask(question, seen))
    peak = peak_megabytes()
    shown = sum(answer.is_shown for answer in queries.ask(question, seen).answers)
    return {
        "cold": cold,
        "least": min(warm),
        "middle": statistics.median(warm),
        "kept": kept,
        "peak": peak,
        "shown": shown,
    }


def pulse(folder):
    """The tiles of the front page together, with everything but the two look-ups in the database: erasures and goals."""
    from nabiz.metrics import tiles
    from nabiz.metrics.engines.chosen import engine
    from nabiz.metrics.headlines import headline_names

    seen, names, asked = snapshot_of_files(), headline_names(), []
    tiles.snapshot, tiles.goals_of = lambda: seen, lambda names: {}
    drop_pages(folder)
    cold = milliseconds(lambda: tiles.tiles_for(names, HOME))
    run = type(engine()).run
    type(engine()).run = lambda *given: (asked.append(1), run(*given))[1]
    warm = []
    for _ in range(REPEATS):
        forget()
        asked.clear()
        warm.append(milliseconds(lambda: tiles.tiles_for(names, HOME)))
    queries_warm = len(asked)
    cpu = []
    for _ in range(REPEATS):
        forget()
        cpu.append(cpu_milliseconds(lambda: tiles.tiles_for(names, HOME)))
    asked.clear()
    kept = min(milliseconds(lambda: tiles.tiles_for(names, HOME)) for _ in range(REPEATS))
    queries_kept = len(asked)
    seen = with_a_new_file(seen, Path(folder))
    new_cpu = cpu_milliseconds(lambda: tiles.tiles_for(names, HOME))
    seen = with_a_new_file(seen, Path(folder))
    new = milliseconds(lambda: tiles.tiles_for(names, HOME))
    return {"tiles": len(names), "cold": cold, "least": min(warm), "CPU": min(cpu), "new": new, "new, CPU": new_cpu, "middle": statistics.median(warm), "queries": queries_warm,
            "kept": kept, "queries kept": queries_kept, "peak": peak_megabytes()}  # fmt: skip


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--plain", action="store_true", help="leave the page cache alone")
    parser.add_argument("--pulse", action="store_true", help="the front page alone")
    wanted = parser.parse_args()
    set_up(wanted.folder)
    from nabiz.metrics.definitions import declared_metrics

    print(
        "front page:", ", ".join(f"{name} {figure:.0f}" for name, figure in in_a_process(pulse, wanted.folder).items())
    )
    print(
        "| ms | cold | warm, least | warm, middle | kept | peak MB | answers shown | cold | warm, least | warm, middle | peak MB |"
    )
    print("| --- |" + " --- |" * 10)
    sums = [0.0] * 4
    for metric in declared_metrics():
        if wanted.pulse or (wanted.only and metric.name not in wanted.only):
            continue
        plain, split = (
            in_a_process(one_metric, wanted.folder, metric.name, by, wanted.plain)
            for by in (["month"], ["month", "segment"])
        )
        print(
            f"| {metric.name} | {plain['cold']:.0f} | {plain['least']:.0f} | {plain['middle']:.0f} | {plain['kept']:.2f} | {plain['peak']:.0f} | {plain['shown']} |"
            f" {split['cold']:.0f} | {split['least']:.0f} | {split['middle']:.0f} | {split['peak']:.0f} |", flush=True,
        )  # fmt: skip
        sums = [
            a + b for a, b in zip(sums, (plain["least"], plain["middle"], split["least"], split["middle"]), strict=True)
        ]
    print(f"| all | | {sums[0]:.0f} | {sums[1]:.0f} | | | | | {sums[2]:.0f} | {sums[3]:.0f} | |")


if __name__ == "__main__":
    main()
