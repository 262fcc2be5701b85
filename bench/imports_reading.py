"""How fast files are read for an import, and in how much memory, beside pyarrow, polars and pandas reading the same file whole.

    python bench/imports_reading.py [ROWS]

Each reading is a process of its own. Memory is the most that it held beyond what it held before it began to read.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

FORMATS = ("csv", "parquet", "ndjson", "json", "xlsx")
READERS = ("nabiz", "pyarrow", "polars", "pandas")


def write(folder, rows):
    import xlsxwriter

    made = [
        (
            f"O-{n}",
            f"kisi{n % 50_000}@ornek.com",
            f"2024-{n % 12 + 1:02}-{n % 28 + 1:02} 10:{n % 60:02}:00",
            n * 37 / 100,
            n % 7,
            "İstanbul",
            "teslim edildi",
            n % 2 == 0,
        )
        for n in range(rows)
    ]
    names = ["id", "mail", "when", "amount", "qty", "city", "note", "flag"]
    table = pa.table(dict(zip(names, map(list, zip(*made, strict=True)), strict=True)))
    pyarrow.csv.write_csv(table, folder / "orders.csv")
    pq.write_table(table, folder / "orders.parquet")
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in made]
    (folder / "orders.ndjson").write_text("\n".join(lines))
    (folder / "orders.json").write_text("[" + ",\n".join(lines) + "]")
    with xlsxwriter.Workbook(folder / "orders.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([names, *made]):
            sheet.write_row(at, 0, row)


def by_nabiz(path):
    from nabiz.imports.reading.files import batches, look_into

    [table] = look_into(path)
    return sum(len(batch.rows) for batch in batches(path, table))


def by_pyarrow(path):
    import pyarrow.json

    read = {".csv": pyarrow.csv.read_csv, ".parquet": pq.read_table, ".ndjson": pyarrow.json.read_json}
    return len(read[path.suffix](path))


def by_polars(path):
    import polars as pl

    read = {".csv": pl.read_csv, ".parquet": pl.read_parquet, ".ndjson": pl.read_ndjson, ".json": pl.read_json}
    return len(read[path.suffix](path))


def by_pandas(path):
    import pandas as pd

    read = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".json": pd.read_json}
    return len(read[path.suffix](path))


def one(reader, path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, busy = time.perf_counter(), time.process_time()
    rows = globals()[f"by_{reader}"](path)
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"rows": rows, "seconds": took, "cpu": cpu, "mb": held / 1024}))


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "write":
        return write(Path(sys.argv[2]), int(sys.argv[3]))
    if len(sys.argv) == 4:
        return one(sys.argv[2], Path(sys.argv[3]))
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| file | reader | rows/s | rows per second of CPU | MB held |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        # a process inherits the greatest memory of its parent, so the parent stays small
        subprocess.run([sys.executable, __file__, "write", folder, str(rows)], check=True)
        for kind in FORMATS:
            for reader in READERS:
                done = subprocess.run(
                    [sys.executable, __file__, "one", reader, f"{folder}/orders.{kind}"], capture_output=True, text=True
                )
                if done.returncode == 0:
                    found = json.loads(done.stdout)
                    print(
                        f"| {kind} | {reader} | {found['rows'] / found['seconds']:,.0f} | {found['rows'] / found['cpu']:,.0f} | {found['mb']:,.0f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
