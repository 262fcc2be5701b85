"""A metric over time: line, uncertainty band, goal, gaps where a period has no value."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.ui.charts.axes import LETTER, Axis, Frame, every_nth
from nabiz.ui.charts.figure import figure
from nabiz.ui.charts.points import Point, extent, runs
from nabiz.ui.charts.shapes import Pair, area, line, picture, segment, tag, text

FULL = Frame("full", 900.0, 320.0)
WIDE = Frame("wide", 600.0, 280.0)
NARROW = Frame("narrow", 380.0, 240.0)

Place = Callable[[int, float], Pair]


def trend_chart(points: Sequence[Point], axis: Axis, *, title: str, note: str = "", svg_url: str = "") -> SafeString:
    """The whole figure. `note` says in a sentence what is drawn."""
    drawings = [trend_svg(points, axis, title=title, note=note, frame=frame) for frame in (FULL, WIDE, NARROW)]
    rows = [[point.label, axis.words(point.value), axis.bounds(point.low, point.high), point.note] for point in points]
    columns = [_("Period"), _("Value"), _("95% interval"), _("Based on")]
    return figure(drawings, title=title, note=note, columns=columns, rows=rows, svg_url=svg_url)


def trend_svg(points: Sequence[Point], axis: Axis, *, title: str, note: str = "", frame: Frame = FULL) -> SafeString:
    """One drawing, for a page or, through `standalone`, for a file."""
    ticks = axis.ticks(*extent(points, axis.goal))
    labels = [axis.short(tick) for tick in ticks]
    frame = replace(frame, left=max(len(label) for label in labels) * LETTER + 10)
    place = _scale(frame, len(points), ticks)
    marks = [
        *_grid(frame, place, ticks, labels),
        *_periods(frame, place, points),
        *_bands(place, points),
        *_goal(frame, place, axis),
        *_lines(place, points),
        *_hits(frame, place, points, axis),
    ]
    return picture(
        frame.width, frame.height, *marks, title=title, description=note, class_=f"chart chart--{frame.name}"
    )


def _scale(frame: Frame, count: int, ticks: list[float]) -> Place:
    step = frame.plot_width / max(count, 1)

    def place(at: int, value: float) -> Pair:
        share = (value - ticks[0]) / ((ticks[-1] - ticks[0]) or 1)
        return frame.left + (at + 0.5) * step, frame.floor - share * frame.plot_height

    return place


def _grid(frame: Frame, place: Place, ticks: list[float], labels: list[str]) -> list[SafeString]:
    marks = []
    for tick, label in zip(ticks, labels, strict=True):
        y = place(0, tick)[1]
        name = "chart__axis" if tick == 0 else "chart__grid"
        marks.append(segment((frame.left, y), (frame.end, y), name))
        marks.append(text(label, frame.left - 8, y + 4, anchor="end"))
    return marks


def _periods(frame: Frame, place: Place, points: Sequence[Point]) -> list[SafeString]:
    nth = every_nth([point.label for point in points], frame.plot_width)
    # Counted from the end, so that the latest period always has its label.
    shown = [at for at in range(len(points)) if (len(points) - 1 - at) % nth == 0]
    marks = []
    for at in shown:
        half = len(points[at].label) * LETTER / 2
        x = min(max(place(at, 0)[0], half), frame.width - half)
        marks.append(text(points[at].label, x, frame.height - 6, anchor="middle"))
    return marks


def _bands(place: Place, points: Sequence[Point]) -> list[SafeString]:
    marks = []
    for run in runs([point.has_band for point in points]):
        upper = [place(at, points[at].high or 0) for at in run]
        lower = [place(at, points[at].low or 0) for at in run]
        if len(run) == 1:
            (x, top), (_x, bottom) = upper[0], lower[0]
            marks.append(tag("rect", x=x - 3, y=top, width=6, height=max(bottom - top, 1), class_="chart__band"))
        else:
            marks.append(area(upper, lower, "chart__band"))
    return marks


def _goal(frame: Frame, place: Place, axis: Axis) -> list[SafeString]:
    if axis.goal is None:
        return []
    y = place(0, axis.goal)[1]
    words = _("goal %(value)s") % {"value": axis.short(axis.goal)}
    return [segment((frame.left, y), (frame.end, y), "chart__goal"), text(words, frame.left + 4, y - 5)]


def _lines(place: Place, points: Sequence[Point]) -> list[SafeString]:
    marks = []
    for run in runs([point.value is not None for point in points]):
        places = [place(at, points[at].value or 0) for at in run]
        marks.append(line(places, "chart__line"))
        marks += [tag("circle", cx=x, cy=y, r=2.5, class_="chart__dot") for x, y in places]
    return marks


def _hits(frame: Frame, place: Place, points: Sequence[Point], axis: Axis) -> list[SafeString]:
    """A column per period that tells its figures to the mouse."""
    width = frame.plot_width / max(len(points), 1)
    return [
        tag(
            "rect",
            tag("title", said(point, axis)),
            x=frame.left + at * width,
            y=frame.top,
            width=width,
            height=frame.plot_height,
            class_="chart__hit",
        )
        for at, point in enumerate(points)
    ]


def said(point: Point, axis: Axis) -> str:
    if point.value is None:
        figures = _("no value")
    else:
        figures = f"{axis.words(point.value)} {axis.bounds(point.low, point.high)}".strip()
    return f"{point.label}: " + " · ".join(filter(None, [figures, point.note]))
