"""Detractors, passives and promoters as one bar."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.ui import formats
from nabiz.ui.charts.axes import Frame
from nabiz.ui.charts.figure import figure
from nabiz.ui.charts.shapes import picture, tag, text

FULL = Frame("full", 900.0, 62.0)
WIDE = Frame("wide", 600.0, 62.0)
NARROW = Frame("narrow", 380.0, 76.0)
THICK, GAP = 20.0, 2.0

Part = tuple[str, int, str]


def nps_bar(promoters: int, passives: int, detractors: int, *, title: str, note: str = "") -> SafeString:
    parts = _parts(promoters, passives, detractors)
    total = promoters + passives + detractors
    drawings = [nps_svg(promoters, passives, detractors, title=title, note=note, frame=f) for f in (FULL, WIDE, NARROW)]
    rows = [[label, formats.format_number(count), _share(count, total)] for label, count, _tone in parts]
    return figure(drawings, title=title, note=note, columns=[_("Group"), _("Count"), _("Share")], rows=rows)


def nps_svg(
    promoters: int, passives: int, detractors: int, *, title: str, note: str = "", frame: Frame = FULL
) -> SafeString:
    parts = _parts(promoters, passives, detractors)
    total = promoters + passives + detractors
    marks, x = [], 0.0
    for label, count, tone in parts:
        width = frame.width * count / total if total else 0.0
        hint = tag("title", f"{label}: {formats.format_number(count)}")
        bar = tag(
            "rect", hint, x=x, y=0, width=max(width - GAP, 0), height=THICK, class_=f"chart__bar chart__bar--{tone}"
        )
        marks.append(bar)
        x += width
    marks += _legend(parts, total, frame)
    return picture(
        frame.width, frame.height, *marks, title=title, description=note, class_=f"chart chart--{frame.name}"
    )


def _legend(parts: list[Part], total: int, frame: Frame) -> list[SafeString]:
    """Under the bar, in its order: left, middle, right."""
    spots = ((0.0, "start"), (frame.width / 2, "middle"), (frame.width, "end"))
    marks = []
    for (label, count, _tone), (x, anchor) in zip(parts, spots, strict=True):
        marks.append(text(_share(count, total), x, THICK + 19, "chart__text chart__text--strong", anchor))
        marks.append(text(label, x, THICK + 36, anchor=anchor))
    return marks


def _parts(promoters: int, passives: int, detractors: int) -> list[Part]:
    return [
        (_("Detractors, 0–6"), detractors, "bad"),
        (_("Passives, 7–8"), passives, "none"),
        (_("Promoters, 9–10"), promoters, "good"),
    ]


def _share(count: int, total: int) -> str:
    return formats.format_percent(count / total) if total else formats.NOTHING
