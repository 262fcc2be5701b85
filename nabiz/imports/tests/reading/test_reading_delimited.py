"""CSV and its kin: what is sniffed, what can be said instead, what becomes of rows that do not fit."""

import gzip

import pytest

from nabiz.imports.reading import limits
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.tables import Settings
from nabiz.imports.tests.reading.files import bad_rows_of, make_file, rows_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1254"])
def test_turkish_is_read_in_every_usual_encoding(tmp_path, encoding):
    path = make_file(tmp_path, "a.csv", "ad;şehir\nÇağrı;İzmir\nIşıl;Muğla\n", encoding)

    assert rows_of(path) == [{"ad": "Çağrı", "şehir": "İzmir"}, {"ad": "Işıl", "şehir": "Muğla"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_cells_hold_others(tmp_path, delimiter):
    path = make_file(tmp_path, "a.csv", f'a{delimiter}b\n"1,5;x|y\tz"{delimiter}2\n"3,5"{delimiter}4\n')

    assert rows_of(path) == [{"a": "1,5;x|y\tz", "b": "2"}, {"a": "3,5", "b": "4"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path, end):
    path = make_file(tmp_path, "a.csv", end.join(["a,b", "1,2", "3,4", ""]))

    assert rows_of(path) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_mixed_line_ends_are_told_and_read(tmp_path):
    path = make_file(tmp_path, "a.csv", "a,b\r\n1,2\n3,4\r\n")

    [table] = look_into(path)

    assert [problem.code for problem in table.problems] == ["line_ends"]
    assert len(rows_of(path)) == 2


def test_a_quoted_cell_may_hold_quotes_delimiters_and_lines(tmp_path):
    path = make_file(tmp_path, "a.csv", 'a,b\n"x ""y"", z\nnext",2\n')

    assert rows_of(path) == [{"a": 'x "y", z\nnext', "b": "2"}]


def test_a_quote_inside_a_cell_is_a_character(tmp_path):
    path = make_file(tmp_path, "a.csv", 'a,b\n5" pipe,2\n6" pipe,"3\n4"\n')

    assert rows_of(path) == [{"a": '5" pipe', "b": "2"}, {"a": '6" pipe', "b": "3\n4"}]


def test_a_ragged_row_is_put_aside_and_the_rest_goes_on(tmp_path):
    path = make_file(tmp_path, "a.csv", "a,b\n1,2\n3,4,5\n\n6\n7,8\n")

    assert rows_of(path) == [{"a": "1", "b": "2"}, {"a": "7", "b": "8"}]
    assert bad_rows_of(path) == [(2, "columns"), (4, "columns")]


def test_the_sentence_of_a_ragged_row_says_where_and_the_way_out(tmp_path):
    path = make_file(tmp_path, "a.csv", "a,b\n1,2\n3,4,5\n")

    [batch] = batches(path, look_into(path)[0])
    [bad] = batch.bad

    assert bad.raw == "3,4,5"
    assert "3 columns in row 2, the header has 2" in bad.problem.sentence
    assert "Fix the row or leave it out" in bad.problem.sentence


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path):
    path = make_file(tmp_path, "a.csv", 'a,b\n1,2\n3,"4\n5,6\n7,8\n')

    assert [row["a"] for row in rows_of(path)] == ["1", "5", "7"]
    assert bad_rows_of(path) == [(2, "row_quote")]


def test_many_quotes_that_are_never_closed_cost_their_own_rows_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK", 256)
    monkeypatch.setattr(limits, "ROW", 512)
    lines = [f'{n},"x{n}' if n % 50 == 7 else f'{n},"y{n}"' for n in range(400)]
    path = make_file(tmp_path, "a.csv", "\n".join(["a,b", *lines]))

    assert {int(row["a"]) for row in rows_of(path)} == {n for n in range(400) if n % 50 != 7}


def test_a_row_with_nul_or_with_broken_bytes_is_put_aside(tmp_path):
    good = "".join(f"{n},ığüşöç\n" for n in range(100)).encode()
    path = make_file(tmp_path, "a.csv", b"a,b\n" + good + b"x\x00,1\ny,\xff\n3,4\n")

    assert len(rows_of(path)) == 101
    assert bad_rows_of(path) == [(101, "row_nul"), (102, "row_encoding")]


def test_blocks_cut_anywhere_give_the_same_rows(tmp_path, monkeypatch):
    text = "a,b\n" + "".join(f'{n},"line\nof ""{n}"", {"x" * (n % 30)}"\n' for n in range(300))
    path = make_file(tmp_path, "a.csv", text)
    expected = rows_of(path)

    for size in (64, 97, 1000):
        monkeypatch.setattr(limits, "BLOCK", size)
        assert rows_of(path) == expected


def test_reading_goes_on_behind_a_row(tmp_path):
    path = make_file(tmp_path, "a.csv", "a\n" + "".join(f"{n}\n" for n in range(1, 1001)))
    [table] = look_into(path)

    found = list(batches(path, table, after_row=400, size=250))

    assert [(batch.first_row, batch.last_row) for batch in found] == [(401, 650), (651, 900), (901, 1000)]
    assert found[0].rows["a"][0].as_py() == "401"
    assert found[0].numbers[0].as_py() == 401


def test_what_was_sniffed_can_be_said_instead(tmp_path):
    path = make_file(tmp_path, "a.csv", "x|y;z\n1|2;3\n")

    assert rows_of(path, {"a.csv": Settings(delimiter=";")}) == [{"x|y": "1|2", "z": "3"}]


def test_what_stands_above_the_header_is_left_out(tmp_path):
    path = make_file(tmp_path, "a.csv", "Report of May\n\nname,score\nAli,9\nVeli,10\n")

    [table] = look_into(path)

    assert table.settings.header_row == 3
    assert rows_of(path) == [{"name": "Ali", "score": "9"}, {"name": "Veli", "score": "10"}]


def test_a_file_without_a_header_has_numbered_columns(tmp_path):
    path = make_file(tmp_path, "a.csv", "1,a@x.com,2024-01-01\n2,b@x.com,2024-01-02\n")

    [table] = look_into(path)

    assert table.names == ["column_1", "column_2", "column_3"]
    assert len(rows_of(path)) == 2


def test_columns_of_one_name_are_told_apart_and_named(tmp_path):
    path = make_file(tmp_path, "a.csv", "id,category,category,\n1,2,3,4\n")

    [table] = look_into(path)

    assert table.names == ["id", "category", "category (2)", "column_4"]
    assert "“category” appears 2 times" in table.problems[0].sentence
    assert rows_of(path) == [{"id": "1", "category": "2", "category (2)": "3", "column_4": "4"}]


def test_ten_thousand_columns_are_too_many(tmp_path):
    path = make_file(tmp_path, "a.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n")

    with pytest.raises(Unreadable, match="10000 columns; at most 1000"):
        look_into(path)


def test_a_formula_stays_the_text_that_it_is(tmp_path):
    path = make_file(tmp_path, "a.csv", "a,b\n=cmd|'/C calc'!A0,@SUM(1)\n")

    assert rows_of(path) == [{"a": "=cmd|'/C calc'!A0", "b": "@SUM(1)"}]


def test_a_gzipped_file_goes_by_its_inner_name(tmp_path):
    path = make_file(tmp_path, "accounts.csv.gz", gzip.compress(b"a,b\n1,2\n"))

    assert [table.name for table in look_into(path)] == ["accounts.csv"]
    assert rows_of(path) == [{"a": "1", "b": "2"}]


def test_a_header_alone_is_a_table_without_rows(tmp_path):
    path = make_file(tmp_path, "a.csv", "a,b\n")

    [table] = look_into(path)

    assert (table.rows, [problem.code for problem in table.problems]) == (0, ["header_only"])
    assert rows_of(path) == []
