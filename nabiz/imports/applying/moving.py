"""Moments moved by a span of time: seconds, h:mm:ss, or a number of minutes, hours, days, weeks, months or years."""

from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

CLOCK = r"^(?P<h>\d{1,4}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d*)?)?$"
SPAN = r"^(?P<n>\d{1,9})(?:[.,](?P<f>\d{1,6})\d*)?\s*(?P<u>\p{L}*)$"
SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
MONTHS = {"month": 1, "year": 12}
MOST_MONTHS = 12_000


def moved(start: pa.Array, span: pa.Array, sign: int, zone: ZoneInfo) -> tuple[pa.Array, pa.Array]:
    """Months and years go by the calendar of the zone, from the 31st to the last day of a shorter month."""
    seconds, months, ok = _read(span)
    start_utc = start.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False).view("datetime64[us]")
    known = start.is_valid().to_numpy(zero_copy_only=False)
    found = start_utc + (sign * seconds * 1_000_000).astype("timedelta64[us]")
    if months.any():
        found = np.where(months > 0, _by_calendar(start, sign * months, zone), found)
    misfits = known & ~ok
    return pa.array(found, pa.timestamp("us", "UTC"), mask=~(known & ok)), pa.array(misfits)


def _read(span: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seconds, months, and whether there is a span at all."""
    clock, plain = pc.extract_regex(span, CLOCK), pc.extract_regex(span, SPAN)
    is_clock, is_plain = (each.is_valid().to_numpy(zero_copy_only=False) for each in (clock, plain))
    unit = pc.replace_substring_regex(pc.utf8_lower(_part(plain, "u")), "s$", "")
    known = list(SECONDS) + list(MONTHS)
    place = pc.fill_null(pc.index_in(unit, pa.array(known)), -1).to_numpy(zero_copy_only=False)
    number = _number(plain, "n")
    broken = pc.utf8_rpad(_part(plain, "f"), 6, "0").cast(pa.int64()).to_numpy(zero_copy_only=False) / 1_000_000
    per = np.array([*SECONDS.values(), *(0 for _ in MONTHS), 1])[place]
    months = number * np.array([*(0 for _ in SECONDS), *MONTHS.values(), 0])[place]
    of_clock = (_number(clock, "h") * 60 + _number(clock, "m")) * 60 + _number(clock, "s")
    seconds = np.where(is_clock, of_clock, np.rint((number + broken) * per))
    is_named = (place >= 0) | pc.equal(unit, "").to_numpy(zero_copy_only=False)
    is_whole = (months == 0) | ((broken == 0) & (months <= MOST_MONTHS))
    return seconds, np.where(is_plain & is_whole, months, 0), is_clock | (is_plain & is_named & is_whole)


def _by_calendar(start: pa.Array, months: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    local = pc.local_timestamp(start.cast(pa.timestamp("us", zone.key))).cast(pa.int64()).fill_null(0)
    there = local.to_numpy(zero_copy_only=False).view("datetime64[us]")
    month, day = there.astype("datetime64[M]"), there.astype("datetime64[D]")
    its = month + months
    last = (its + 1).astype("datetime64[D]") - its.astype("datetime64[D]") - 1
    days = its.astype("datetime64[D]") + np.minimum(day - month.astype("datetime64[D]"), last)
    moved_there = pa.array(days.astype("datetime64[us]") + (there - day), pa.timestamp("us"))
    utc = pc.assume_timezone(moved_there, zone.key, ambiguous="earliest", nonexistent="latest").cast(pa.int64())
    found: np.ndarray = utc.to_numpy(zero_copy_only=False).view("datetime64[us]")
    return found


def _part(found: pa.Array, name: str) -> pa.Array:
    return pc.fill_null(pc.struct_field(found, name), "")


def _number(found: pa.Array, name: str) -> np.ndarray:
    text = _part(found, name)
    numbers: np.ndarray = pc.if_else(pc.equal(text, ""), "0", text).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return numbers
