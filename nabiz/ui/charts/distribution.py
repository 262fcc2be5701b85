"""How often each answer was given: a column per answer, its share above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.ui import formats
from nabiz.ui.charts.axes import Frame
from nabiz.ui.charts.figure import figure
from nabiz.ui.charts.shapes import picture, segment, tag, text

Tone = Literal["good", "none", "bad"]

FULL = Frame("full", 900.0, 220.0, right=0, top=22)
WIDE = Frame("wide", 600.0, 200.0, right=0, top=22)
NARROW = Frame("narrow", 380.0, 170.0, right=0, top=22)


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    tone: Tone = "none"


def distribution_chart(
    bars: Sequence[Bar], *, title: str, answers: str, note: str = "", svg_url: str = ""
) -> SafeString:
    """`answers` names what stands under the columns ("Score")."""
    drawings = [distribution_svg(bars, title=title, note=note, frame=frame) for frame in (FULL, WIDE, NARROW)]
    total = sum(bar.count for bar in bars)
    rows = [[bar.label, formats.format_number(bar.count), _share(bar.count, total)] for bar in bars]
    columns = [answers, _("Count"), _("Share")]
    return figure(drawings, title=title, note=note, columns=columns, rows=rows, svg_url=svg_url)


def distribution_svg(bars: Sequence[Bar], *, title: str, note: str = "", frame: Frame = FULL) -> SafeString:
    total = sum(bar.count for bar in bars)
    tallest = max((bar.count for bar in bars), default=0) or 1
    step = frame.plot_width / max(len(bars), 1)
    width = min(step * 0.72, 56)
    marks = [segment((0, frame.floor), (frame.width, frame.floor), "chart__axis")]
    for number, bar in enumerate(bars):
        middle = (number + 0.5) * step
        height = frame.plot_height * bar.count / tallest
        top = frame.floor - height
        column = tag(
            "rect", x=middle - width / 2, y=top, width=width, height=height, class_=f"chart__bar chart__bar--{bar.tone}"
        )
        hint = tag("title", f"{bar.label}: {formats.format_number(bar.count)} · {_share(bar.count, total)}")
        share = text(_share(bar.count, total, 0), middle, top - 6, anchor="middle")
        label = text(bar.label, middle, frame.height - 8, "chart__text chart__text--strong", anchor="middle")
        marks.append(tag("g", hint, column, share, label))
    return picture(
        frame.width, frame.height, *marks, title=title, description=note, class_=f"chart chart--{frame.name}"
    )


def _share(count: int, total: int, decimals: int = 1) -> str:
    return formats.format_percent(count / total, decimals) if total else formats.NOTHING
