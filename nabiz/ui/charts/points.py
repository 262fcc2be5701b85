"""Points of a line and the gaps between them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One period. A None value is a gap; `label` and `note` are ready to read."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def has_band(self) -> bool:
        return self.value is not None and self.low is not None and self.high is not None


def runs(is_there: Sequence[bool]) -> list[range]:
    """The unbroken stretches, as ranges of positions."""
    found: list[range] = []
    for at, here in enumerate(is_there):
        if here and found and found[-1].stop == at:
            found[-1] = range(found[-1].start, at + 1)
        elif here:
            found.append(range(at, at + 1))
    return found


def extent(points: Sequence[Point], *more: float | None) -> tuple[float, float]:
    """The least and the greatest figure that has to be visible."""
    bounds = [bound for point in points for bound in (point.value, point.low, point.high) if point.value is not None]
    figures = [figure for figure in (*bounds, *more) if figure is not None]
    return (min(figures), max(figures)) if figures else (0.0, 1.0)
