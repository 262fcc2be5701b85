"""From cells to values: numbers, moments, yes and no."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from nabiz.imports.reading.tables import Settings
from nabiz.imports.reading.values import as_day, as_decimal, as_integer, as_moment, as_text, as_truth

ISTANBUL = ZoneInfo("Europe/Istanbul")
TURKISH = Settings(decimal=",", thousands=".")
ENGLISH = Settings(decimal=".", thousands=",")


def read(reader, cells, *rest):
    found, misfits = reader(pa.array(cells, pa.string()), *rest)
    assert len(found) == len(misfits) == len(cells)
    return ["misfit" if odd else value for value, odd in zip(found.to_pylist(), misfits.to_pylist(), strict=True)]


@pytest.mark.parametrize(
    ("cell", "settings", "value"),
    [
        ("1.204,50", TURKISH, "1204.5"),
        ("₺1.204", TURKISH, "1204"),
        ("1.204 TL", TURKISH, "1204"),
        ("1,5", TURKISH, "1.5"),
        ("-1.234.567,8", TURKISH, "-1234567.8"),
        ("$1,204.50", ENGLISH, "1204.5"),
        ("-$5", ENGLISH, "-5"),
        ("(12.00)", ENGLISH, "-12"),
        ("($1,204.50)", ENGLISH, "-1204.5"),
        ("12.50-", ENGLISH, "-12.5"),
        ("−3", ENGLISH, "-3"),
        ("12.5 %", ENGLISH, "0.125"),
        ("%12,5", TURKISH, "0.125"),
        (".5", ENGLISH, "0.5"),
        ("1e3", ENGLISH, "1000"),
        ("1 204,50", Settings(decimal=",", thousands=" "), "1204.5"),
        ("1\u00a0204,50", Settings(decimal=",", thousands=" "), "1204.5"),
        ("1'204.50", Settings(decimal=".", thousands="'"), "1204.5"),
        ("0.30000000000000004", ENGLISH, "0.3"),
        (" 7 ", ENGLISH, "7"),
    ],
)
def test_an_amount_is_read_as_it_is_written(cell, settings, value):
    assert read(as_decimal, [cell], settings) == [Decimal(value)]


@pytest.mark.parametrize("cell", ["12a", "1,20", "1.2.3", "--5", "NaN", "Infinity", "1e999", "12..5", "9" * 40, "-"])
def test_what_is_no_amount_does_not_fit(cell):
    assert read(as_decimal, [cell, "1"], ENGLISH) == ["misfit", Decimal(1)]


def test_a_point_among_decimal_commas_is_not_swallowed():
    assert read(as_decimal, ["1.5", "1.500", "1,5"], TURKISH) == ["misfit", Decimal(1500), Decimal("1.5")]


def test_blanks_and_words_for_blank_are_null_and_fit():
    settings = Settings(blank=("?", "NULL"))

    assert read(as_decimal, ["", "  ", "?", None, "1"], settings) == [None, None, None, None, Decimal(1)]
    assert read(as_text, ["", " x ", "NULL", "?!"], settings) == [None, "x", None, "?!"]


def test_whole_numbers_may_be_written_with_a_point():
    cells = ["27.0", "27", "1,204", "27.5", "x", str(2**63)]

    assert read(as_integer, cells, ENGLISH) == [27, 27, 1204, "misfit", "misfit", "misfit"]


def test_yes_and_no_in_both_languages():
    cells = ["Yes", "HAYIR", "evet", "0", "TRUE", "Doğru", "HAYİR", "maybe", ""]

    assert read(as_truth, cells) == [True, False, True, False, True, True, False, "misfit", None]


@pytest.mark.parametrize(
    ("cell", "order", "local"),
    [
        ("29/2/2016 01:16", "dmy", "2016-02-29 01:16"),
        ("2.3.2024", "dmy", "2024-03-02 00:00"),
        ("2/3/2024", "mdy", "2024-02-03 00:00"),
        ("2/3/24 1:05:09 PM", "mdy", "2024-02-03 13:05:09"),
        ("12/31/2024 12:00 AM", "mdy", "2024-12-31 00:00"),
        ("2024-03-02T10:20:30", "dmy", "2024-03-02 10:20:30"),
        ("2024/3/2 10.20", "dmy", "2024-03-02 10:20"),
        ("24-03-02", "ymd", "2024-03-02 00:00"),
        ("2 Mart 2024 10:20", "dmy", "2024-03-02 10:20"),
        ("2 Ağustos 2024, Cuma", "dmy", None),
        ("Mar 2, 2024 10:20 pm", "dmy", "2024-03-02 22:20"),
        ("Sat, 2 Mar 2024 10:20:30", "dmy", "2024-03-02 10:20:30"),
        ("20240302", "dmy", "2024-03-02 00:00"),
        ("20240302T102030", "dmy", "2024-03-02 10:20:30"),
        ("990131", "dmy", "1999-01-31 00:00"),
        ("17/10/2021", "mixed", "2021-10-17 00:00"),
        ("10/17/2021", "mixed", "2021-10-17 00:00"),
        ("10/11/2021", "mixed", "2021-11-10 00:00"),
        ("10/11/2021", "mixed_mdy", "2021-10-11 00:00"),
        ("17/10/2021", "mixed_mdy", "2021-10-17 00:00"),
        ("17/10/2021", "mdy", None),
        ("30/02/2024", "dmy", None),
        ("1/1/2024 25:00", "dmy", None),
        ("1/1/2024 13:00 PM", "dmy", None),
        ("yesterday", "dmy", None),
    ],
)
def test_a_local_time_is_read_as_it_is_written(cell, order, local):
    expected = datetime.fromisoformat(local).replace(tzinfo=ISTANBUL).astimezone(UTC) if local else "misfit"

    assert read(as_moment, [cell], Settings(date_order=order), ISTANBUL) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-02T10:20:30Z",
        "2024-03-02 12:20:30+02:00",
        "2024-03-02T12:20:30.000+0200",
        "02.03.2024 10:20:30 UTC",
        "1709374830",
        "1709374830000",
        "1709374830000000",
    ],
)
def test_an_offset_or_an_epoch_is_an_instant_anywhere(cell):
    expected = datetime(2024, 3, 2, 10, 20, 30, tzinfo=UTC)

    assert read(as_moment, [cell, "2 Mar 2024 10:20:30 Z"], Settings(date_order="dmy"), ISTANBUL) == [expected] * 2


def test_first_and_last_days_of_the_calendar_do_not_break():
    cells = ["01.01.0001", "31.12.9999", "31.12.9999 23:00-05:00", "02.01.0001", "32.01.2024"]

    found = read(as_moment, cells, Settings(date_order="dmy"), ISTANBUL)

    assert [value == "misfit" for value in found] == [True, False, True, False, True]
    assert read(as_day, cells[:2]) == [date(1, 1, 1), date(9999, 12, 31)]


def test_hours_that_a_clock_change_skips_or_doubles_are_read():
    berlin = ZoneInfo("Europe/Berlin")

    for other in ("2024-03-31 00:00", "1.4.2024"):
        found = read(as_moment, ["2024-03-31 02:30", "2024-10-27 02:30", other], Settings(date_order="dmy"), berlin)
        assert found[:2] == [datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 0, 30, tzinfo=UTC)]
