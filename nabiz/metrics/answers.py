"""What comes back: for each window and group a value with its bounds, n, unit and status, never a bare number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from nabiz.metrics.definitions import Metric
from nabiz.metrics.questions import Question
from nabiz.metrics.windows import Window

Status = Literal["ok", "low_n", "not_enough_data", "immature", "undefined"]
SURE_FROM = 30
ROW_NAMES = ("value", "low", "high", "confidence", "n", "unit", "status", "method", "as_of")


@dataclass(frozen=True)
class Answer:
    """The number of one window and group.

    `groups` are (name, value) pairs in the order of the columns; the value is hidden (None) where too few stand behind
    it or where it is not defined. `counts` are the sufficient statistics, from which a change can be tested.
    """

    window: Window
    groups: tuple[tuple[str, str], ...]
    value: float | None
    low: float | None
    high: float | None
    n: int
    status: Status
    confidence: float
    unit: str
    method: str
    as_of: datetime
    counts: Mapping[str, Any] = field(repr=False, compare=False)

    def group(self, name: str) -> str:
        return dict(self.groups)[name]

    @property
    def is_shown(self) -> bool:
        return self.value is not None

    def as_row(self) -> dict[str, Any]:
        """Plain, for JSON, CSV and data frames: the groups first."""
        own = {name: getattr(self, name) for name in ROW_NAMES}
        if self.unit == "count":
            whole = (name for name in ("value", "low", "high") if own[name] is not None and own[name] == int(own[name]))
            own |= {name: int(own[name]) for name in whole}
        return dict(self.groups) | own | {"as_of": self.as_of.isoformat(timespec="seconds")}


@dataclass(frozen=True)
class Result:
    """All answers to a question, by window, then by group."""

    question: Question
    metric: Metric
    answers: tuple[Answer, ...]
    as_of: datetime

    @property
    def columns(self) -> list[str]:
        """The names of the group columns."""
        question = self.question
        return [*([question.window_name] if question.grain else []), *question.by]

    @property
    def row_names(self) -> list[str]:
        """The names of all columns of `as_rows`."""
        return [*self.columns, *ROW_NAMES]

    @property
    def only(self) -> Answer:
        """The answer to a question about one window without groups."""
        (answer,) = self.answers
        return answer

    def as_rows(self) -> list[dict[str, Any]]:
        return [answer.as_row() for answer in self.answers]


def status_of(
    metric: Metric, question: Question, window: Window, *, n: int, is_defined: bool, as_of: datetime
) -> Status:
    """Too few comes first, then undefined, then too early, then few."""
    if n < max(metric.fewest, 1) and (metric.fewest or metric.unit not in ("count", "money")):
        return "not_enough_data"
    if not is_defined:
        return "undefined"
    if question.is_calendar and metric.matures is not None and window.end + metric.matures > as_of:
        return "immature"
    return "low_n" if metric.fewest and n < SURE_FROM else "ok"
