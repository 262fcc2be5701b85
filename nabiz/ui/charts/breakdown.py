"""One metric for several groups: a dot with its interval each, n beside it, the whole as a line through all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.ui import formats
from nabiz.ui.charts.axes import LETTER, Axis, every_nth, shortened
from nabiz.ui.charts.figure import figure
from nabiz.ui.charts.shapes import picture, segment, tag, text


@dataclass(frozen=True)
class Group:
    """`is_sure` is False for few answers: drawn in grey. Without a value only n is shown."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    url: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class Layout:
    """Wide: label, marks and words beside each other. Narrow: the words above the marks."""

    name: str
    width: float
    row: float
    left: float
    right: float
    marks_at: float

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


FULL = Layout("full", 900.0, row=34.0, left=220.0, right=230.0, marks_at=17.0)
WIDE = Layout("wide", 600.0, row=34.0, left=150.0, right=200.0, marks_at=17.0)
NARROW = Layout("narrow", 380.0, row=50.0, left=6.0, right=6.0, marks_at=34.0)
TOP, BOTTOM = 20.0, 24.0

Across = Callable[[float], float]


def breakdown_chart(
    groups: Sequence[Group],
    axis: Axis,
    *,
    title: str,
    by: str,
    note: str = "",
    overall: float | None = None,
    svg_url: str = "",
) -> SafeString:
    """`by` names what the groups are ("Channel"); `overall` is the value of all groups together."""
    drawings = [
        breakdown_svg(groups, axis, title=title, note=note, overall=overall, layout=layout)
        for layout in (FULL, WIDE, NARROW)
    ]
    columns = [by, _("Value"), _("95% interval"), "n"]
    rows = [
        [_named(group), axis.words(group.value), axis.bounds(group.low, group.high), formats.format_number(group.n)]
        for group in groups
    ]
    return figure(drawings, title=title, note=note, columns=columns, rows=rows, svg_url=svg_url)


def breakdown_svg(
    groups: Sequence[Group],
    axis: Axis,
    *,
    title: str,
    note: str = "",
    overall: float | None = None,
    layout: Layout = FULL,
) -> SafeString:
    bounds = [bound for group in groups for bound in (group.low, group.value, group.high)]
    known = [bound for bound in (*bounds, overall) if bound is not None] or [0.0, 1.0]
    ticks = axis.ticks(min(known), max(known))
    height = TOP + layout.row * len(groups) + BOTTOM
    across = _scale(layout, ticks)
    has_values = any(group.value is not None for group in groups)  # without one, an axis would measure nothing
    marks = _grid(layout, across, ticks, axis, height) if has_values else []
    marks += _overall(across, overall, axis, height)
    for number, group in enumerate(groups):
        marks += _row(layout, across, group, axis, TOP + number * layout.row)
    return picture(layout.width, height, *marks, title=title, description=note, class_=f"chart chart--{layout.name}")


def _scale(layout: Layout, ticks: list[float]) -> Across:
    width = layout.width - layout.left - layout.right - 16

    def across(value: float) -> float:
        return layout.left + 8 + width * (value - ticks[0]) / ((ticks[-1] - ticks[0]) or 1)

    return across


def _grid(layout: Layout, across: Across, ticks: list[float], axis: Axis, height: float) -> list[SafeString]:
    marks = []
    nth = every_nth([axis.short(tick) for tick in ticks], across(ticks[-1]) - across(ticks[0]))
    for at, tick in enumerate(ticks):
        x = across(tick)
        marks.append(segment((x, TOP - 4), (x, height - BOTTOM), "chart__zero" if tick == 0 else "chart__grid"))
        if at % nth:
            continue
        anchor = "middle"
        if layout.is_narrow:
            anchor = {0: "start", len(ticks) - 1: "end"}.get(at, "middle")
        marks.append(text(axis.short(tick), x, height - 8, anchor=anchor))
    return marks


def _overall(across: Across, overall: float | None, axis: Axis, height: float) -> list[SafeString]:
    if overall is None:
        return []
    x = across(overall)
    words = _("all %(value)s") % {"value": axis.short(overall)}
    return [segment((x, TOP - 4), (x, height - BOTTOM), "chart__goal"), text(words, x, 11, anchor="middle")]


def _row(layout: Layout, across: Across, group: Group, axis: Axis, top: float) -> list[SafeString]:
    y = top + layout.marks_at
    words_y = top + 15 if layout.is_narrow else y + 4
    words = _words(group, axis)
    room = layout.width - len(words) * LETTER - 12 if layout.is_narrow else layout.left - 12
    label = text(shortened(group.label, room), 0.0, words_y, "chart__text chart__text--strong")
    figures = text(words, layout.width, words_y, anchor="end")
    return [tag("g", tag("title", f"{group.label}: {words}"), label, figures, *_mark(across, group, y))]


def _mark(across: Across, group: Group, y: float) -> list[SafeString]:
    if group.value is None:
        return []
    tone = "" if group.is_sure else "unsure"
    marks = []
    if group.low is not None and group.high is not None:
        ends = (across(group.low), y), (across(group.high), y)
        marks.append(segment(*ends, f"chart__whisker chart__whisker--{tone}" if tone else "chart__whisker"))
    marks.append(tag("circle", cx=across(group.value), cy=y, r=4.5, class_=f"chart__dot chart__dot--{tone or 'none'}"))
    return marks


def _words(group: Group, axis: Axis) -> str:
    n = f"n {formats.format_number(group.n)}"
    if group.value is None:
        return " · ".join([_("too few answers"), n])
    return f"{axis.words(group.value)} {axis.bounds(group.low, group.high)} · {n}"


def _named(group: Group) -> str:
    return format_html('<a href="{}">{}</a>', group.url, group.label) if group.url else group.label
