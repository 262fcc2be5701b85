"""What columns are taken for, and what is told about them."""

import pytest

from nabiz.imports.reading.files import look_into
from nabiz.imports.reading.tables import Format, Settings
from nabiz.imports.tests.reading.files import make_file


def column_of(folder, cells, name="x", settings=None):
    lines = "\n".join(f'{n};"{cell}"' for n, cell in enumerate(cells))
    path = make_file(folder, "a.csv", f"n;{name}\n{lines}\n")
    [table] = look_into(path, settings=settings)
    return table.columns[1], table.settings.of(name)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["12", "7"], "integer"),
        (["27.0", "5.0"], "integer"),
        (["12.50", "7.00"], "number"),
        (["0", "1"], "integer"),
        (["Yes", "No", ""], "truth"),
        (["evet", "hayır"], "truth"),
        (["a@x.com", "b@y.org"], "email"),
        (["+90 532 123 45 67", "0532 123 45 67"], "phone"),
        (["2024-01-02", "2024-02-03"], "day"),
        (["2024-01-02 10:00", "2024-02-03 11:00"], "moment"),
        (["2 Mart 2024", "13 Nisan 2024"], "day"),
        (["0:00:31", "12:01:02"], "clock"),
        (["00042", "00043"], "text"),
        (["2024-03", "2024-04"], "text"),
        (["1.2.3", "1.2.4"], "text"),
        (["192.168.1.1", "10.0.0.1"], "text"),
        (["536365", "536366"] * 20 + ["C536379"], "text"),
        (["", ""], "text"),
    ],
)
def test_a_column_is_told_by_its_cells(tmp_path, cells, kind):
    assert column_of(tmp_path, cells)[0].type == kind


@pytest.mark.parametrize(
    ("name", "cell", "kind"),
    [("date", "19970101", "day"), ("amount", "19970101", "integer"), ("createdAt", "1709374830", "moment")],
)
def test_digits_are_a_date_where_the_name_says_so(tmp_path, name, cell, kind):
    assert column_of(tmp_path, [cell, cell], name)[0].type == kind


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands"),
    [
        (["1.204,50", "3,5"], ",", "."),
        (["1,204.50", "3.5"], ".", ","),
        (["1,5", "2,25"], ",", ""),
        (["₺1.204", "₺950"], ",", "."),
        (["1,204", "950"], ".", ","),
        (["0.125", "1.204"], ".", ""),
        (["1 204,5", "3,25"], ",", " "),
        (["1'204.50", "3.00"], ".", "'"),
        (["1.234.567", "950"], ",", "."),
    ],
)
def test_signs_of_numbers_are_told_by_how_they_stand(tmp_path, cells, decimal, thousands):
    _, settings = column_of(tmp_path, cells)

    assert (settings.decimal, settings.thousands) == (decimal, thousands)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/01/2024", "01/02/2024"], "dmy"),
        (["01/13/2024", "01/02/2024"], "mdy"),
        (["13/01/2024", "14/01/2024", "01/15/2024"], "mixed"),
        (["13/01/2024", "01/14/2024", "01/15/2024"], "mixed_mdy"),
    ],
)
def test_the_order_of_day_and_month_is_told_by_what_exceeds_twelve(tmp_path, cells, order):
    assert column_of(tmp_path, cells)[1].date_order == order


def test_a_mixed_order_is_reported_with_counts_and_examples(tmp_path):
    column, _ = column_of(tmp_path, ["13/01/2024"] * 5 + ["01/14/2024"] * 2 + ["01/02/2024"])

    [problem] = column.problems

    assert (problem.facts["dmy"], problem.facts["mdy"], problem.facts["either"]) == (5, 2, 1)
    assert "5 of 8 can only be day first (row 1: 13/01/2024)" in problem.sentence
    assert "2 only month first (row 6: 01/14/2024)" in problem.sentence


def test_dates_that_could_be_either_say_how_they_are_read(tmp_path):
    column, settings = column_of(tmp_path, ["01/02/2024", "03/04/2024"])

    assert [problem.code for problem in column.problems] == ["ambiguous_dates"]
    assert settings.date_order == "dmy"


def test_what_a_person_says_of_a_column_wins(tmp_path):
    said = {"a.csv": Settings(columns={"x": Format(date_order="mdy")})}

    column, settings = column_of(tmp_path, ["01/02/2024", "03/04/2024"], settings=said)

    assert (settings.date_order, column.problems) == ("mdy", ())


def test_words_that_stand_for_nothing_are_counted_as_blank(tmp_path):
    column, settings = column_of(tmp_path, ["5", "?", "7", "8", "?"])

    assert (column.type, column.blanks, settings.blank) == ("integer", 2, ("?",))
    assert "2 of 5 sampled cells hold “?”" in column.problems[0].sentence


def test_spaces_negative_times_and_cells_that_do_not_fit_are_told(tmp_path):
    assert [p.code for p in column_of(tmp_path, ["5", "  ", "7"])[0].problems] == ["blank_text"]
    assert [p.code for p in column_of(tmp_path, ["0:10", "-0:10", "-12:14:20."])[0].problems] == ["negative_times"]
    assert [p.code for p in column_of(tmp_path, [*"123456789", "none so far"])[0].problems] == ["misfits"]
    assert [p.code for p in column_of(tmp_path, ["2024-01-01"] * 9 + ["9999-12-31"])[0].problems] == ["far_dates"]
