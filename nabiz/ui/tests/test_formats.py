from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from nabiz.ui import formats

VALUES = [
    (41.4, "points", "41", "41"),
    (-3.6, "points", "−4", "−4"),
    (-0.3, "points", "0", "0"),
    (0.41, "percent", "%41,0", "41.0%"),
    (0.4128, "percent", "%41,3", "41.3%"),
    (1204, "count", "1.204", "1,204"),
    (4.31, "score", "4,3", "4.3"),
    (45, "seconds", "45 sn", "45 s"),
    (12000, "seconds", "3 sa 20 dk", "3 h 20 min"),
    (3600, "seconds", "1 sa", "1 h"),
    (3.33, "hours", "3 sa 20 dk", "3 h 20 min"),
    (6.54, "minutes", "6,5 dk", "6.5 min"),
    (75, "minutes", "1 sa 15 dk", "1 h 15 min"),
    (52.5, "hours", "2 gün 4 sa", "2 d 4 h"),
    (24 * 40 + 5, "hours", "40 gün", "40 d"),
    (-90, "seconds", "−2 dk", "−2 min"),
    (None, "points", "–", "–"),
    (float("nan"), "percent", "–", "–"),
]


@pytest.mark.parametrize(("value", "unit", "turkish", "english"), VALUES)
def test_a_value_reads_as_each_language_writes_it(value, unit, turkish, english):
    with translation.override("tr"):
        assert formats.format_value(value, unit) == turkish
    with translation.override("en"):
        assert formats.format_value(value, unit) == english


@pytest.mark.parametrize(
    ("amount", "currency", "turkish", "english"),
    [
        (Decimal("1204.50"), "TRY", "₺1.204", "₺1,204"),
        (Decimal("89.9"), "EUR", "€89,90", "€89.90"),
        (760, "TRY", "₺760", "₺760"),
        (-12, "USD", "−$12", "−$12"),
    ],
)
def test_money_has_cents_only_where_they_matter(amount, currency, turkish, english):
    with translation.override("tr"):
        assert formats.format_money(amount, currency) == turkish
    with translation.override("en"):
        assert formats.format_money(amount, currency) == english


def test_an_unknown_currency_keeps_its_code(english):
    assert formats.format_money(5, "XBT") == "XBT\xa05"


def test_an_interval_stands_in_brackets(turkish):
    assert formats.format_interval(37, 45, "points") == "[37 … 45]"
    assert formats.format_interval(0.372, 0.45, "percent") == "[%37,2 … %45,0]"
    assert formats.format_interval(None, 45, "points") == ""


def test_a_small_p_is_never_written_as_zero(turkish):
    assert [formats.format_p(p) for p in (0.00001, 0.0042, 0.023, 0.4, None)] == ["<0,001", "0,004", "0,02", "0,4", "–"]


def test_a_change_of_a_share_is_in_points(english):
    assert formats.format_change(-0.021, "percent") == "2.1 pts"
    assert formats.format_change(3, "points") == "3"


def test_a_share_can_do_without_decimals(turkish):
    assert formats.format_percent(0.41, 0) == "%41"
    assert formats.format_percent(0.8) == "%80"


def test_a_moment_is_in_the_zone_of_the_reader(turkish, istanbul):
    moment = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)

    assert formats.format_moment(moment) == "23 Kas 2026 01:30"
    assert formats.format_day(moment) == "23 Kas 2026"
    assert formats.format_clock(moment) == "01:30"


def test_days_have_names_while_they_are_near(turkish):
    today = date(2026, 11, 22)

    days = [formats.format_day_heading(today - timedelta(days=back), today) for back in (0, 1, 2)]

    assert days == ["Bugün", "Dün", "20 Kasım 2026 Cuma"]


def test_time_passed_is_told_in_words(turkish):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    told = [formats.format_relative(now - timedelta(seconds=seconds), now) for seconds in (10, 10_800, -172_800)]

    assert told == ["az önce", "3 saat önce", "2 gün sonra"]


def test_n_is_written_in_words():
    with translation.override("tr"):
        assert formats.format_answers(1204) == "1.204 yanıt"
    with translation.override("en"):
        assert [formats.format_answers(n) for n in (1, 1204)] == ["1 answer", "1,204 answers"]
