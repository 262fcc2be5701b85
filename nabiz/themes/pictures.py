"""Small drawings for lists of themes: how the tone is parted, and how often a theme was spoken of week by week."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.themes.queries import Tally
from nabiz.ui import formats
from nabiz.ui.charts.points import Point
from nabiz.ui.charts.shapes import picture, tag
from nabiz.ui.charts.sparkline import sparkline

WIDTH, HEIGHT, GAP = 120.0, 12.0, 1.5


def tone_words(tally: Tally) -> str:
    """The three shares in words."""
    n = tally.verbatims or 1
    negative, neutral, positive = (
        formats.format_percent(part / n, 0) for part in (tally.negative, tally.neutral, tally.positive)
    )
    return _("%(negative)s negative, %(neutral)s neutral, %(positive)s positive") % {
        "negative": negative,
        "neutral": neutral,
        "positive": positive,
    }


def tone_bar(tally: Tally) -> SafeString:
    """Negative, neutral and positive as one bar."""
    marks, x = [], 0.0
    for count, tone in ((tally.negative, "bad"), (tally.neutral, "none"), (tally.positive, "good")):
        width = WIDTH * count / (tally.verbatims or 1)
        if width:
            bar = tag(
                "rect", x=x, y=0, width=max(width - GAP, 1), height=HEIGHT, class_=f"chart__bar chart__bar--{tone}"
            )
            marks.append(bar)
        x += width
    return picture(WIDTH, HEIGHT, *marks, title=tone_words(tally), class_="chart chart--tone")


def weeks_line(weeks: Sequence[int]) -> SafeString:
    """How often a theme was spoken of in each of the last weeks; the running week is left out."""
    points = [Point(str(at), float(count)) for at, count in enumerate(weeks[:-1])]
    words = ", ".join(formats.format_number(count) for count in weeks[:-1])
    return sparkline(points, title=_("Comments a week: %(counts)s") % {"counts": words})
