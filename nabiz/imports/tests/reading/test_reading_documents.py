"""JSON and NDJSON: where the records are, what is flattened, and what is wrong with some of them."""

import json

import pytest

from nabiz.imports.reading import limits
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.tables import Settings
from nabiz.imports.tests.reading.files import bad_rows_of, make_file, rows_of


def test_numbers_stay_as_they_are_written(tmp_path):
    path = make_file(tmp_path, "a.json", '[{"a": 1.10, "b": 12345678901234567890123, "c": true, "d": null, "e": ""}]')

    assert rows_of(path) == [{"a": "1.10", "b": "12345678901234567890123", "c": "true", "d": None, "e": None}]


def test_objects_become_dotted_columns_and_lists_stay_json(tmp_path):
    record = {"a": {"b": {"c": {"d": 1}}, "e": [1, {"f": "ğ"}]}, "g": {}}
    path = make_file(tmp_path, "a.json", json.dumps([record], ensure_ascii=False))

    assert rows_of(path) == [{"a.b.c": '{"d": 1}', "a.e": '[1, {"f": "ğ"}]', "g": None}]


def test_the_one_list_inside_an_object_is_found(tmp_path):
    path = make_file(tmp_path, "a.json", '{"meta": {"tags": ["x"], "n": 1}, "data": {"items": [{"a": 1}, {"a": 2}]}}')

    assert rows_of(path) == [{"a": "1"}, {"a": "2"}]


def test_of_several_lists_a_person_says_which(tmp_path):
    path = make_file(tmp_path, "a.json", '{"users": [{"a": 1}], "orders": [{"b": 2}]}')

    with pytest.raises(Unreadable, match=r"users, orders"):
        look_into(path)
    assert rows_of(path, {"a.json": Settings(records="orders")}) == [{"b": "2"}]


def test_a_long_document_is_read_a_block_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK", 50)
    monkeypatch.setattr(limits, "HEAD", 100)
    records = [{"n": str(n), "text": "ö" * (n % 40)} for n in range(1, 200)]
    path = make_file(tmp_path, "a.json", json.dumps(records, ensure_ascii=False))
    [table] = look_into(path)

    assert [row["n"] for batch in batches(path, table) for row in batch.rows.to_pylist()] == [r["n"] for r in records]


def test_bad_lines_are_put_aside_each_with_its_reason(tmp_path):
    deep = '{"a": ' + "[" * 100 + "]" * 100 + "}"
    deeper = '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"
    lines = ['{"a": 1}', "{a}", "[1]", '{"a": "\\ud800"}', deep, deeper, '{"a": "\\u0000"}', "", '{"a": 2}']
    path = make_file(tmp_path, "a.ndjson", "\n".join(lines))

    assert [row["a"] for row in rows_of(path)] == ["1", "2"]
    assert bad_rows_of(path) == [
        (2, "row_json"), (3, "row_object"), (4, "row_surrogate"), (5, "row_depth"), (6, "row_depth"), (7, "row_nul"),
    ]  # fmt: skip


def test_a_pair_of_surrogates_is_a_character(tmp_path):
    assert rows_of(make_file(tmp_path, "a.ndjson", '{"a": "\\ud83d\\ude00"}\n{"a": 1}')) == [{"a": "😀"}, {"a": "1"}]


def test_not_a_number_is_blank(tmp_path):
    path = make_file(tmp_path, "a.ndjson", '{"a": NaN, "b": 1}\n{"a": -Infinity, "b": 2}\n{"a": 5, "b": 3}')

    assert [row["a"] for row in rows_of(path)] == [None, None, "5"]


def test_a_line_that_is_longer_than_any_row_is_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK", 200)
    monkeypatch.setattr(limits, "ROW", 500)
    path = make_file(tmp_path, "a.ndjson", '{"a": 1}\n{"a": "' + "x" * 5_000 + '"}\n{"a": 2}\n')

    assert [row["a"] for row in rows_of(path)] == ["1", "2"]
    assert bad_rows_of(path) == [(2, "row_long")]


def test_a_field_that_appears_late_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "HEAD", 100)
    path = make_file(tmp_path, "a.ndjson", '{"a": 1}\n' * 50 + '{"a": 2, "late": 3}\n')
    [table] = look_into(path)

    [batch] = batches(path, table)

    assert "From row 51 on" in batch.problems[0].sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1}, {"a": }]', "bad_json"),
        ('[{"a": 1}, {"a": 2}', "truncated"),
        ('{"a": 1}', "no_records"),
        ("[1, 2]", "no_records"),
        ('[{"a": ' + "[" * 200_000, "bad_json"),
    ],
)
def test_a_document_that_is_no_list_of_records_is_refused(tmp_path, text, code):
    path = make_file(tmp_path, "a.json", text)

    with pytest.raises(Unreadable) as refused:
        list(batches(path, look_into(path)[0]))
    assert refused.value.problem.code == code
