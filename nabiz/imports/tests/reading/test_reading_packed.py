"""ZIP and gzip: several files in one, and what is refused before or while it is unpacked."""

import gzip
import stat
import zipfile

import pytest

from nabiz.imports.reading import limits
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.tests.reading.files import make_file, rows_of


def make_zip(folder, *entries, name="export.zip", how=zipfile.ZIP_DEFLATED):
    path = folder / name
    with zipfile.ZipFile(path, "w", how) as packed:
        for entry, content in entries:
            packed.writestr(entry, content)
    return path


def read_all(path):
    return [list(batches(path, table)) for table in look_into(path)]


def code_of(path):
    with pytest.raises(Unreadable) as refused:
        read_all(path)
    assert str(refused.value)
    return refused.value.problem.code


def test_a_zip_of_several_files_is_several_tables(tmp_path):
    path = make_zip(
        tmp_path,
        ("data/accounts.csv", "id,name\n1,Acme\n"),
        ("events.ndjson", '{"a": 1}\n{"a": 2}\n'),
        ("more.csv.gz", gzip.compress(b"x;y\n1;2\n")),
        ("__MACOSX/data/._accounts.csv", "\x00\x05"),
    )

    tables = look_into(path)

    assert [table.name for table in tables] == [
        "export.zip/data/accounts.csv",
        "export.zip/events.ndjson",
        "export.zip/more.csv",
    ]
    rows = [row for table in tables for batch in batches(path, table) for row in batch.rows.to_pylist()]
    assert rows == [{"id": "1", "name": "Acme"}, {"a": "1"}, {"a": "2"}, {"x": "1", "y": "2"}]


def test_a_table_is_found_again_after_the_file_was_renamed(tmp_path):
    path = make_zip(tmp_path, ("a.csv", "x,y\n1,2\n"), ("b.csv", "x,y\n3,4\n"))
    table = look_into(path)[1]

    renamed = path.rename(tmp_path / "upload-17")

    assert [batch.rows.to_pylist() for batch in batches(renamed, table)] == [[{"x": "3", "y": "4"}]]


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv", "C:\\x.csv"])
def test_a_path_that_leads_out_of_a_zip_is_refused(tmp_path, name):
    assert code_of(make_zip(tmp_path, (name, "a,b\n1,2\n"))) == "zip_path"


def test_a_link_in_a_zip_is_refused(tmp_path):
    link = zipfile.ZipInfo("x.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert code_of(make_zip(tmp_path, (link, "/etc/passwd"))) == "zip_link"


def test_a_zip_in_a_zip_is_refused(tmp_path):
    inner = make_zip(tmp_path, ("a.csv", "a\n1\n"), name="inner.zip")

    assert code_of(make_zip(tmp_path, ("inner.zip", inner.read_bytes()))) == "zip_nested"
    assert code_of(make_zip(tmp_path, ("inner.xlsx", inner.read_bytes()))) == "zip_nested"
    assert code_of(make_file(tmp_path, "inner.zip.gz", gzip.compress(inner.read_bytes()))) == "zip_nested"


def test_a_zip_that_unpacks_to_far_more_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "RATIO_FROM", 100_000)

    assert code_of(make_zip(tmp_path, ("a.csv", "a\n" + "0" * 1_000_000))) == "zip_bomb"


def test_all_that_is_unpacked_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED", 100_000)
    rows = "a,b\n" + "1,2\n" * 20_000

    assert code_of(make_zip(tmp_path, ("a.csv", rows), ("b.csv", rows))) == "zip_bomb"
    assert code_of(make_file(tmp_path, "c.csv.gz", gzip.compress(rows.encode() * 2))) == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_damaged(tmp_path):
    path = make_zip(tmp_path, ("a.csv", "a,b\n" + "1,2\n" * 5_000))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)

    assert code_of(path) == "damaged"


def test_an_encrypted_zip_is_refused(tmp_path):
    path = make_zip(tmp_path, ("a.csv", "a,b\n1,2\n"))
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert code_of(path) == "zip_encrypted"


def test_a_zip_of_nothing_and_one_of_far_too_much_are_refused(tmp_path):
    assert code_of(make_zip(tmp_path)) == "zip_nothing"
    assert code_of(make_zip(tmp_path, *((f"{n}.csv", "a\n1\n") for n in range(limits.ENTRIES + 1)))) == "zip_many"


def test_a_gzip_that_breaks_off_gives_the_rows_before_and_then_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK", 4096)
    monkeypatch.setattr(limits, "HEAD", 4096)
    packed = gzip.compress("".join(["a,b\n", *(f"{n},{n * n}\n" for n in range(20_000))]).encode())
    path = make_file(tmp_path, "a.csv.gz", packed[: len(packed) // 2])
    [table] = look_into(path)

    found = []
    with pytest.raises(Unreadable, match="stops in the middle"):
        found.extend(batches(path, table, size=100))

    assert sum(len(batch.rows) for batch in found) > 5_000


def test_a_small_gzip_that_breaks_off_is_told_at_once(tmp_path):
    packed = gzip.compress(b"a,b\n" + bytes(range(256)) * 40)

    assert code_of(make_file(tmp_path, "a.csv.gz", packed[:-20])) == "truncated"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported"),
        (b"PK\x03\x04 nothing more", "damaged"),
        (bytes([1, 2, 3, 4, 5, 255]) * 50, "unsupported"),
        (b"PAR1" + bytes(50), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_workbook"),
        (b"<?xml version='1.0'?><a/>", "unsupported"),
        (b"   \n\n  \n", "empty"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name(tmp_path, first, code):
    assert code_of(make_file(tmp_path, "upload", first)) == code


def test_an_empty_file_in_a_gzip_is_empty(tmp_path):
    assert code_of(make_file(tmp_path, "a.csv.gz", gzip.compress(b""))) == "empty"


def test_csv_by_any_name_is_read(tmp_path):
    assert rows_of(make_file(tmp_path, "upload", "a,b\n1,2\n")) == [{"a": "1", "b": "2"}]
