"""XLSX: cells of every kind, sheets, formulas, and workbooks that are refused."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from nabiz.imports.reading import limits
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.tests.reading.files import bad_rows_of, make_file, rows_of
from nabiz.imports.tests.reading.test_reading_round_trips import CELLS, blank_as_none, quick, read_back, tables

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def make_book(folder, rows, name="book.xlsx", formats=None):
    """A workbook of one sheet; `formats` gives the number format of a column."""
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        made = {at: book.add_format({"num_format": code}) for at, code in (formats or {}).items()}
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell, made.get(x))
    return path


def bare_book(folder, sheet, *, extra=(), prefix=""):
    """A workbook with just what it needs, as small exporters write it."""
    path = folder / "bare.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", CONTENT_TYPES)
        packed.writestr("_rels/.rels", '<Relationships><Relationship Id="r" Type="y/officeDocument" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        packed.writestr("xl/workbook.xml", '<workbook xmlns:r="z"><sheets><sheet name="One" r:id="r1"/></sheets></workbook>')  # fmt: skip
        packed.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in extra:
            packed.writestr(name, content)
    return path


def test_cells_of_every_kind_are_read_as_text(tmp_path):
    when = datetime.datetime(2024, 2, 29, 13, 5)
    rows = [
        ["a", "b", "c", "d", "e"],
        ["ğ", 1.5, 7, True, when],
        ["x", -0.25, 8, False, when.replace(hour=0, minute=0)],
    ]
    path = make_book(tmp_path, rows, formats={4: "dd.mm.yyyy hh:mm"})

    assert rows_of(path) == [
        {"a": "ğ", "b": "1.5", "c": "7", "d": "true", "e": "2024-02-29 13:05:00"},
        {"a": "x", "b": "-0.25", "c": "8", "d": "false", "e": "2024-02-29 00:00:00"},
    ]
    assert [column.type for column in look_into(path)[0].columns] == ["text", "number", "integer", "truth", "moment"]


@pytest.mark.parametrize(
    ("code", "serial", "text"),
    [
        ("yyyy-mm-dd", 45351, "2024-02-29"),
        ("d mmm yy", 1, "1900-01-01"),
        ("[Red]0.00", 45351, "45351"),
        ('0 "days"', 3, "3"),
        ("hh:mm", 0.5, "12:00:00"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("mmmm", 45351, "2024-02-29"),
        ("0.0%", 0.125, "0.125"),
        ("yyyy-mm-dd", 10_000_000, "10000000"),
    ],
)
def test_a_format_tells_days_and_times_from_numbers(tmp_path, code, serial, text):
    path = make_book(tmp_path, [["n", "x"], ["a", serial], ["b", serial]], formats={1: code})

    assert rows_of(path)[0]["x"] == text


def test_a_formula_is_its_saved_value_and_its_text_is_never_run(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, ["name", "sum"])
        sheet.write_string(1, 0, "=cmd|'/C calc'!A0")
        sheet.write_formula(1, 1, "=1+1", value=2)

    assert rows_of(path) == [{"name": "=cmd|'/C calc'!A0", "sum": "2"}]


def test_each_sheet_with_cells_is_a_table(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Müşteriler", "Empty", "Orders/2"):
            sheet = book.add_worksheet(name.replace("/", "-"))
            if name != "Empty":
                sheet.write_column(0, 0, ["id", 1, 2])
                sheet.write_column(0, 1, ["name", name, name])

    assert [table.name for table in look_into(path)] == ["book.xlsx/Müşteriler", "book.xlsx/Orders-2"]
    second = look_into(path)[1]
    assert [row["name"] for batch in batches(path, second) for row in batch.rows.to_pylist()] == ["Orders/2"] * 2


def test_titles_above_the_header_and_gaps_are_left_out(tmp_path):
    path = make_book(tmp_path, [["Report"], [], ["name", "score"], ["Ali", 9], [], ["Veli", 8]])
    [table] = look_into(path)

    [batch] = batches(path, table)

    assert table.settings.header_row == 3
    assert batch.rows.to_pylist() == [{"name": "Ali", "score": "9"}, {"name": "Veli", "score": "8"}]
    assert batch.numbers.to_pylist() == [1, 3]


def test_a_row_that_is_wider_than_the_header_is_put_aside(tmp_path):
    assert bad_rows_of(make_book(tmp_path, [["a", "b"], [1, 2], [1, 2, 3], [4, 5]])) == [(2, "columns")]


def test_a_sheet_without_places_and_with_inline_texts_is_read(tmp_path):
    sheet = (
        '<x:worksheet xmlns:x="s"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c t="str"><x:v>b'
        "</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert rows_of(bare_book(tmp_path, sheet)) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE a [<!ENTITY x "xxxx">]><worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>',
        "<worksheet><sheetData><row><c><v>1</v>",
        '<worksheet><sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_is_broken_or_defines_entities_is_refused(tmp_path, sheet):
    path = bare_book(tmp_path, sheet)

    with pytest.raises(Unreadable, match="damaged"):
        list(batches(path, look_into(path)[0]))


def test_a_sheet_that_unpacks_to_far_more_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "RATIO_FROM", 10_000)
    path = tmp_path / "bomb.xlsx"
    bare = bare_book(tmp_path, "<worksheet>" + " " * 1_000_000 + "</worksheet>")
    with zipfile.ZipFile(bare) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))

    with pytest.raises(Unreadable, match="far more than is read"):
        look_into(path)


def test_other_office_files_are_named(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", CONTENT_TYPES)
        packed.writestr("word/document.xml", "<a/>")

    with pytest.raises(Unreadable, match="DOCX"):
        look_into(make_file(tmp_path, "a.xlsx", made.getvalue()))


@quick
@given(tables(CELLS.filter(lambda cell: "_x" not in cell and "\r" not in cell)), st.booleans())
def test_any_table_comes_back_from_a_workbook(rows, are_inline):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": are_inline}) as book:
        sheet = book.add_worksheet("Sheet1")
        for y, row in enumerate([[f"name {n}" for n in range(len(rows[0]))], *rows]):
            for x, cell in enumerate(row):
                sheet.write_string(y, x, cell) if cell else None

    assert read_back("a.xlsx", file.getvalue(), None) == blank_as_none(rows)
