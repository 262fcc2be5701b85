"""Charts that survive mail programs: tables whose cells have a height or a width and a colour of the mail's sheet."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.metrics.figures import unit_of
from nabiz.metrics.parsing import Home, known_metric
from nabiz.ui import formats
from nabiz.ui.tiles import Tile, TrendPoint

TALLEST = 32
SHOWN = 13
_TABLE = '<table role="presentation" cellpadding="0" cellspacing="{}" border="0"{}><tr>{}</tr></table>'


def trend_columns(tile: Tile) -> SafeString:
    """A column for each period on the tile's own scale, from its floor up; the last one, which the figure is about,
    has the accent. Empty where fewer than two periods have a value."""
    points = list(tile.trend)[-SHOWN:]
    heights = column_heights(points, tile.floor, tile.ceiling)
    if sum(height is not None for height in heights) < 2:
        return SafeString("")
    last = len(heights) - 1
    cells = format_html_join("", "{}", ((_column(height, place == last),) for place, height in enumerate(heights)))
    return format_html(_TABLE, 1, format_html(' height="{}"', TALLEST), cells)


def column_heights(points: Sequence[TrendPoint], floor: float | None, ceiling: float | None) -> list[int | None]:
    """In pixels; None where a period has no value. Without a scale of its own it begins at zero or below."""
    values = [value for _label, value, _low, _high in points if value is not None]
    low = floor if floor is not None else min([0.0, *values])
    high = ceiling if ceiling is not None else max(values, default=1.0)
    span = (high - low) or 1.0
    return [
        None if value is None else max(1, round(TALLEST * min(1.0, max(0.0, (value - low) / span))))
        for _label, value, _low, _high in points
    ]


def trend_words(tile: Tile, home: Home) -> str:
    """What the columns show, for whoever does not see them. Empty where there are none."""
    known = [(label, value) for label, value, _low, _high in list(tile.trend)[-SHOWN:] if value is not None]
    if len(known) < 2:
        return ""
    unit, values = unit_of(known_metric(tile.key)), [value for _label, value in known]

    def said(value: float) -> str:
        return formats.format_value(value, unit, currency=home.currency)

    facts = {"label": known[0][0], "first": said(values[0]), "now": said(values[-1])}
    facts |= {"lowest": said(min(values)), "highest": said(max(values))}
    return _("%(label)s: %(first)s, now: %(now)s, between %(lowest)s and %(highest)s") % facts


def interval_bar(tile: Tile) -> SafeString:
    """Where the bounds lie on the whole scale. Empty where nothing was estimated."""
    bounds = [each for each in (tile.low, tile.high, tile.floor, tile.ceiling) if each is not None]
    if len(bounds) < 4 or not tile.has_figure:
        return SafeString("")
    low, high, floor, ceiling = bounds
    start, end = (round(100 * min(1.0, max(0.0, (each - floor) / ((ceiling - floor) or 1.0)))) for each in (low, high))
    end = min(100, max(end, start + 1))
    parts = ((start, "bar--rest"), (end - start, "bar--now"), (100 - end, "bar--rest"))
    cells = format_html_join(
        "", '<td width="{}%" height="6" class="{}"></td>', ((size, name) for size, name in parts if size)
    )
    gap = format_html('<td height="6" colspan="{}"></td></tr><tr>', sum(1 for size, _name in parts if size))
    return format_html(_TABLE, 0, SafeString(' width="90%"'), gap + cells)


def _column(height: int | None, is_last: bool) -> SafeString:
    if height is None:
        return format_html('<td width="9" height="{}"></td>', TALLEST)
    inner = format_html('<td width="9" height="{}" class="{}"></td>', height, "bar--now" if is_last else "bar")
    return format_html(
        '<td width="9" height="{}" valign="bottom">{}</td>', TALLEST, format_html(_TABLE, 0, SafeString(""), inner)
    )
