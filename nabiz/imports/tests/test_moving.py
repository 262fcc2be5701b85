"""Moments that a file tells by how long before or after another one they were."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from nabiz.imports.applying.moving import moved

NOON = datetime(2024, 3, 31, 12, tzinfo=UTC)


def by(span, sign=1, start=NOON, zone="UTC"):
    found, misfits = moved(
        pa.array([start], pa.timestamp("us", "UTC")), pa.array([span], pa.string()), sign, ZoneInfo(zone)
    )
    return "misfit" if misfits[0].as_py() else found[0].as_py()


@pytest.mark.parametrize(
    ("span", "sign", "expected"),
    [
        ("90", 1, datetime(2024, 3, 31, 12, 1, 30, tzinfo=UTC)),
        ("01:26:55.0", 1, datetime(2024, 3, 31, 13, 26, 55, tzinfo=UTC)),
        ("1.5 hours", 1, datetime(2024, 3, 31, 13, 30, tzinfo=UTC)),
        ("144 minutes", -1, datetime(2024, 3, 31, 9, 36, tzinfo=UTC)),
        ("1 month", -1, datetime(2024, 2, 29, 12, tzinfo=UTC)),
        ("2 years", -1, datetime(2022, 3, 31, 12, tzinfo=UTC)),
        ("0 months", -1, NOON),
    ],
)
def test_a_moment_moves_by_a_span(span, sign, expected):
    assert by(span, sign) == expected


@pytest.mark.parametrize("span", ["-12:14:20.", "soon", "1.5 months", "3 moons", None])
def test_what_is_no_span_is_told(span):
    assert by(span) == "misfit"


def test_months_go_by_the_calendar_of_the_company():
    midnight = datetime(2024, 1, 31, 22, tzinfo=UTC)  # in Istanbul February began an hour ago

    assert by("1 month", start=midnight, zone="Europe/Istanbul") == datetime(2024, 2, 29, 22, tzinfo=UTC)
