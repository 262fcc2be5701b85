"""Memory stays flat: files many times larger than a block are read by a process that may hold little."""

import resource
import subprocess
import sys

import pytest

SCRIPT = """
import resource, sys
from pathlib import Path
from nabiz.imports.reading import limits
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable

limits.BLOCK = limits.ROW = limits.HEAD = 256 * 1024
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 64 * 2**20,) * 2)
path = Path(sys.argv[1])
try:
    [table] = look_into(path)
    found = [(len(batch.rows), [bad.problem.code for bad in batch.bad]) for batch in batches(path, table)]
    print(sum(count for count, _ in found), [code for _, codes in found for code in codes])
except Unreadable as why:
    print(why.problem.code)
"""
SIZE = 200 * 2**20

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of the address space are those of Linux")


def read_with_little(path):
    assert resource.getpagesize()
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout.strip()


def with_a_hole(path, before, after):
    """A file with 200 MB of nothing in the middle that take no room on the disk."""
    with path.open("wb") as file:
        file.write(before)
        file.seek(SIZE)
        file.write(after)
    return path


def test_one_line_without_an_end_is_skipped(tmp_path):
    path = with_a_hole(tmp_path / "a.csv", b"a,b\n1,2\n3,", b"\n5,6\n")

    assert read_with_little(path) == "2 ['row_long']"


def test_a_first_line_without_an_end_is_refused(tmp_path):
    assert read_with_little(with_a_hole(tmp_path / "a.csv", b"a" * 10_000, b"a")) == "long_row"


def test_a_quote_that_is_never_closed_does_not_hold_the_rest(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n1,"2\n' + b"3,4\n" * 2_000_000)

    assert read_with_little(path) == "2000000 ['row_quote']"


def test_a_long_line_of_json_is_skipped(tmp_path):
    path = with_a_hole(tmp_path / "a.ndjson", b'{"a": 1}\n{"a": "', b'"}\n{"a": 2}\n')

    assert read_with_little(path) == "2 ['row_long']"
