"""The vertical scale of a chart, and the two sizes in which each chart is drawn."""

from dataclasses import dataclass
from math import ceil

from nabiz.ui import formats
from nabiz.ui.charts.shapes import nice_ticks

LETTER = 6.6  # the width of a digit at 12 px, in the units of the drawing


@dataclass(frozen=True)
class Axis:
    """What is measured. `floor` and `ceiling` end the scale (0 and 1 for a share); `goal` is drawn as a line."""

    unit: str
    currency: str = "TRY"
    goal: float | None = None
    floor: float | None = None
    ceiling: float | None = None

    def words(self, value: float | None) -> str:
        return formats.format_value(value, self.unit, currency=self.currency)

    def short(self, value: float) -> str:
        """For ticks, goals and other round figures: 80%, not 80.0%."""
        return formats.format_percent(value) if self.unit == "percent" else self.words(value)

    def bounds(self, low: float | None, high: float | None) -> str:
        return formats.format_interval(low, high, self.unit, currency=self.currency)

    def ticks(self, least: float, greatest: float) -> list[float]:
        low = least if self.floor is None else max(least, self.floor)
        high = greatest if self.ceiling is None else min(greatest, self.ceiling)
        inside = [tick for tick in nice_ticks(low, high) if self._is_inside(tick)]
        return inside if len(inside) > 1 else nice_ticks(low, high)

    def _is_inside(self, tick: float) -> bool:
        above = self.floor is None or tick >= self.floor - 1e-9
        return above and (self.ceiling is None or tick <= self.ceiling + 1e-9)


@dataclass(frozen=True)
class Frame:
    """A drawing area in units that are about one pixel where it is shown."""

    name: str
    width: float
    height: float
    left: float = 0.0
    right: float = 16.0
    top: float = 16.0
    bottom: float = 26.0

    @property
    def plot_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> float:
        return self.height - self.top - self.bottom

    @property
    def floor(self) -> float:
        return self.height - self.bottom

    @property
    def end(self) -> float:
        return self.width - self.right


def every_nth(labels: list[str], width: float) -> int:
    """How many labels to skip so that the widest ones do not touch."""
    widest = max((len(label) for label in labels), default=1) * LETTER + 12
    return max(1, ceil(len(labels) * widest / width))


def shortened(text: str, width: float) -> str:
    letters = max(3, int(width / LETTER))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
