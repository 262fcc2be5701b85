"""Answers and rows as CSV files."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from nabiz.metrics.answers import Result
from nabiz.metrics.queries import rows
from nabiz.metrics.questions import Question
from nabiz.timeline.exports import harmless
from nabiz.timeline.mirror.reading import Snapshot

AT_A_TIME = 10_000


def answer_lines(result: Result) -> Iterator[str]:
    yield _line(result.row_names)
    for row in result.as_rows():
        yield _line(row[name] for name in result.row_names)


def row_lines(question: Question, seen: Snapshot) -> Iterator[str]:
    """All rows behind an answer, read piece by piece from one snapshot of the mirror."""
    offset, total = 0, 1
    while offset < total:
        page = rows(question, offset=offset, limit=AT_A_TIME, seen=seen)
        if offset == 0:
            yield _line(page.columns)
        for row in page.rows:
            yield _line(row.values())
        offset, total = offset + AT_A_TIME, page.total


def _line(values: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_cell(value) for value in values])
    return line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
