"""What comes with each question: the stretch of time to read, and small tables."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from nabiz.metrics.definitions import Metric
from nabiz.metrics.grouping import naive
from nabiz.metrics.questions import Question
from nabiz.metrics.windows import day_number

A_MONTH = timedelta(days=31)
INSTANT = pa.timestamp("us")


def stretch(metric: Metric, question: Question) -> tuple[datetime | None, datetime | None]:
    """Between which instants events are read, rounded to whole months in UTC by whoever reads; None is no limit."""
    reach = metric.over.reach
    since = {"before": None, "around": question.start - A_MONTH}.get(reach, question.start)
    return since, None if reach in ("onward", "around") else question.end


def given_table(name: str, question: Question, gone: Sequence[int], now: datetime) -> pa.Table:
    """Who is gone, the days of each window, the windows, or the time. LookupError for a table of another name."""
    match name:
        case "gone":
            return pa.table({"customer_id": pa.array(gone, pa.int64())})
        case "calendar":
            return _calendar(question)
        case "windows":
            return _windows(question)
        case "clock":
            return pa.table({"now": pa.array([naive(now)], INSTANT)})
    raise LookupError(name)


def _calendar(question: Question) -> pa.Table:
    first, windows = day_number(question.windows[0].first), question.windows
    periods = [place for place, window in enumerate(windows) for _ in range((window.until - window.first).days)]
    days = range(first, first + len(periods))
    return pa.table({"day": pa.array(days, pa.int64()), "period": pa.array(periods, pa.int64())})


def _windows(question: Question) -> pa.Table:
    windows = question.windows
    return pa.table(
        {
            "period": pa.array(range(len(windows)), pa.int64()),
            "starts": pa.array([naive(window.start) for window in windows], INSTANT),
            "ends": pa.array([naive(window.end) for window in windows], INSTANT),
        }
    )
