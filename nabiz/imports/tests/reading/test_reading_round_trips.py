"""Any table, written in any of the ways that are read, comes back as it was."""

import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.tables import Settings

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=12)
LATIN = st.text(st.sampled_from("abcğıİşöçüÇĞ 0123456789,;|\t\"'\n.-=@"), max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1254"])
quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def tables(cells):
    """A header of one to five names, and rows of which none is all blank."""
    return st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width).filter(lambda row: any(row)), min_size=1, max_size=8
        )
    )


def read_back(name, data, said, size=3):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        tables = look_into(path, settings=said)
        found = list(batches(path, tables[0], size=size))
        assert not [bad for batch in found for bad in batch.bad]
        return [list(row.values()) for batch in found for row in batch.rows.to_pylist()]


def blank_as_none(rows):
    return [[cell or None for cell in row] for row in rows]


@quick
@given(tables(LATIN), st.sampled_from(",;\t|"), ENCODINGS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_delimited_text(rows, delimiter, encoding, end, is_packed):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"name {n}" for n in range(len(rows[0]))], *rows])
    data = text.getvalue().encode(encoding)
    said = Settings(delimiter=delimiter, quote='"', header_row=1, encoding=None if "-sig" in encoding else encoding)

    name, data = ("a.csv.gz", gzip.compress(data)) if is_packed else ("a.csv", data)

    assert read_back(name, data, {"a.csv": said}) == blank_as_none(rows)


@quick
@given(tables(CELLS))
def test_delimited_text_of_any_characters(rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([[f"name {n}" for n in range(len(rows[0]))], *rows])
    said = Settings(delimiter=",", quote='"', header_row=1, encoding="utf-8")

    assert read_back("a.csv", text.getvalue().encode(), {"a.csv": said}) == blank_as_none(rows)


@quick
@given(tables(CELLS), st.booleans())
def test_json_and_ndjson(rows, is_ascii):
    records = [{f"name {n}": cell for n, cell in enumerate(row)} for row in rows]
    lines = "\n".join(json.dumps(record, ensure_ascii=is_ascii) for record in records).encode()
    whole = json.dumps({"page": 1, "records": records}, ensure_ascii=is_ascii).encode()

    assert read_back("a.ndjson", lines, None) == blank_as_none(rows)
    assert read_back("a.json", whole, None) == blank_as_none(rows)


@quick
@given(tables(CELLS))
def test_parquet(rows):
    table = pa.table({f"name {n}": pa.array(cells, pa.string()) for n, cells in enumerate(zip(*rows, strict=True))})
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=2)

    assert read_back("a.parquet", file.getvalue(), None) == blank_as_none(rows)
    assert read_back("a.parquet.gz", gzip.compress(file.getvalue()), None) == blank_as_none(rows)
