"""The plain data behind a metric tile. Whoever asks the metric fills it; the tile knows nothing of metrics."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

TrendPoint = tuple[str, float | None, float | None, float | None]


@dataclass(frozen=True)
class Tile:
    """Texts are ready to read; `value`, `low`, `high` on the scale `floor` … `ceiling` draw the interval.

    `status` is "ok", "low_n", "not_enough_data", "immature", "undefined", "unvalidated" or "stale". With
    "not_enough_data" and "undefined" the figure is replaced by `change_text`, which then says what is missing.
    """

    key: str
    name: str
    url: str
    definition: str
    n_words: str
    value_text: str = ""
    interval_text: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    ceiling: float | None = None
    status: str = "ok"
    trend: Sequence[TrendPoint] = field(default_factory=list)
    change_text: str = ""
    change_tone: Literal["good", "bad", "none"] = "none"
    change_direction: Literal["up", "down", "none"] = "none"
    goal_text: str = ""

    @property
    def has_figure(self) -> bool:
        return self.status not in ("not_enough_data", "undefined") and self.value is not None

    @property
    def change_sign(self) -> str:
        return {"up": "▲", "down": "▼", "none": ""}[self.change_direction]
