"""Whether a column holds dates, with a time or not, and in which order day and month stand."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.reading import moments, values
from nabiz.imports.reading.guess import ENOUGH, Guess
from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import DateOrder, Format, Settings

WRITTEN = (
    r"^(?:\d{4}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{1,2}|\d{1,2}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?(?:\d{4}|\d{2}))(?:[T ,]|$)"
    r"|^(?:\p{L}+\.?,?\s+)?\d{1,2}(?:st|nd|rd|th)?[ .\-]+\p{L}{3,9}\.?,?[ \-]+\d{4}"
    r"|^(?:\p{L}+\.?,\s+)?\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
DIGITS = r"^\d{6}$|^\d{8}(?:[T ]?\d{4,6}Z?)?$|^\d{10}(?:\.\d+)?$|^\d{13}$|^\d{16}$"
NAME = re.compile(
    r"(?i)date|tarih|time|zaman|stamp|created|updated|(?:^|[_ ])(?:day|gün|gun|ts|at|on|since|until|birth)(?:$|[_ ])"
)
NAME_CAMEL = re.compile(r"(?:At|On|Date|Time)$")
PLAUSIBLE = (np.datetime64("1980-01-01"), np.datetime64("2060-01-01"))
NEAR = (np.datetime64("1900-01-01"), np.datetime64("2101-01-01"))


def guessed(name: str, cells: pa.Array, numbers: pa.Array, settings: Settings) -> Guess | None:
    """The column as moments or days, or None where it holds something else."""
    text, _ = values.as_text(cells, settings)
    filled = np.flatnonzero(text.is_valid().to_numpy(zero_copy_only=False))
    text, rows = text.take(pa.array(filled)), numbers.take(pa.array(filled))
    is_written = _share(text, WRITTEN) >= ENOUGH
    if not is_written and not (_share(text, DIGITS) >= ENOUGH and (NAME.search(name) or NAME_CAMEL.search(name))):
        return None
    order, problems = _order(text, rows, settings)
    read = moments.read(text, order)
    days = read.local.astype("datetime64[D]")
    fits = read.ok & ((days >= PLAUSIBLE[0]) & (days < PLAUSIBLE[1]) if not is_written else True)
    if fits.mean() < ENOUGH:
        return None
    problems += _far(days, read.ok, text, rows)
    has_time = bool((read.has_time & read.ok).any())
    return Guess("moment" if has_time else "day", Format(date_order=order), tuple(problems))


def _share(text: pa.Array, pattern: str) -> float:
    return float(pc.mean(pc.match_substring_regex(text, pattern).cast(pa.float64())).as_py() or 0)


def _order(text: pa.Array, rows: pa.Array, settings: Settings) -> tuple[DateOrder | None, list[Problem]]:
    dmy, mdy, either = moments.only_one_order(text)
    counts = int(dmy.sum()), int(mdy.sum()), int(either.sum())
    if not any(counts):
        return settings.date_order, []
    order: DateOrder
    if counts[0] and counts[1]:
        order = settings.date_order or ("mixed" if counts[0] >= counts[1] else "mixed_mdy")
        return order, [_mixed(text, rows, dmy, mdy, counts, order)]
    if counts[0] or counts[1]:
        return settings.date_order or ("dmy" if counts[0] else "mdy"), []
    order = settings.date_order or "dmy"
    facts = {"sampled": counts[2], "example": text[int(np.argmax(either))].as_py()[:40], "read": _read_as(order)}
    return order, [] if settings.date_order else [Problem("ambiguous_dates", facts)]


def _mixed(
    text: pa.Array, rows: pa.Array, dmy: np.ndarray, mdy: np.ndarray, counts: tuple[int, int, int], order: DateOrder
) -> Problem:
    facts: dict[str, object] = {"dmy": counts[0], "mdy": counts[1], "either": counts[2], "sampled": len(text)}
    for name, mask in (("dmy", dmy), ("mdy", mdy)):
        at = np.flatnonzero(mask)[:3].tolist()
        facts[f"{name}_row"] = rows[at[0]].as_py()
        facts[f"{name}_rows"] = [rows[one].as_py() for one in at]
        facts[f"{name}_example"] = text[at[0]].as_py()[:40]
    return Problem("mixed_dates", {**facts, "read": _read_as(order)})


def _read_as(order: DateOrder) -> str:
    return {"mdy": "m/d/y", "mixed_mdy": "m/d/y", "ymd": "y-m-d"}.get(order, "d/m/y")


def _far(days: np.ndarray, ok: np.ndarray, text: pa.Array, rows: pa.Array) -> list[Problem]:
    far = np.flatnonzero(ok & ((days < NEAR[0]) | (days >= NEAR[1])))
    if not len(far):
        return []
    at = int(far[0])
    facts = {"count": len(far), "sampled": len(text), "example": text[at].as_py()[:40], "row": rows[at].as_py()}
    return [Problem("far_dates", facts)]
