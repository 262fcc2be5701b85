"""Charts that survive mail programs: tables whose cells have a height or a width and a colour.

The text of the mail says the same numbers, so none of these is read out.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nabiz.ui.colours import tokens
from nabiz.ui.tiles import Tile, TrendPoint

TALLEST = 32
SHOWN = 13


def ink(name: str) -> str:
    """A colour of the light theme, as mail programs want it."""
    return tokens("light")[name].hex


def trend_columns(tile: Tile) -> SafeString:
    """A column for each period on the tile's own scale, from its floor up; the last one, which the figure is about,
    is darker. Empty where fewer than two periods have a value."""
    points = list(tile.trend)[-SHOWN:]
    heights = column_heights(points, tile.floor, tile.ceiling)
    if sum(height is not None for height in heights) < 2:
        return SafeString("")
    last = len(heights) - 1
    cells = format_html_join("", "{}", ((_column(height, place == last),) for place, height in enumerate(heights)))
    return format_html(
        '<table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="1" height="{}"><tr>{}</tr></table>',
        TALLEST,
        cells,
    )


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


def interval_bar(tile: Tile, width: int = 240) -> SafeString:
    """Where the bounds lie on the whole scale. Empty where nothing was estimated."""
    bounds = [each for each in (tile.low, tile.high, tile.floor, tile.ceiling) if each is not None]
    if len(bounds) < 4 or not tile.has_figure:
        return SafeString("")
    low, high, floor, ceiling = bounds
    start, end = (
        round(width * min(1.0, max(0.0, (each - floor) / ((ceiling - floor) or 1.0)))) for each in (low, high)
    )
    end = max(end, start + 3)
    parts = ((start, "sunken"), (end - start, "accent"), (max(width - end, 0), "sunken"))
    cells = format_html_join(
        "", '<td width="{}" height="6" bgcolor="{}"></td>', ((size, ink(name)) for size, name in parts if size)
    )
    table = (
        '<table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="0" width="{}">{}<tr>{}</tr></table>'
    )
    gap = SafeString('<tr><td height="6" colspan="3"></td></tr>')  # keeps it apart from the columns above
    return format_html(table, width, gap, cells)


def _column(height: int | None, is_last: bool) -> SafeString:
    if height is None:
        return format_html('<td width="10" height="{}"></td>', TALLEST)
    bar = '<td width="10" height="{}" valign="bottom"><table role="presentation" cellpadding="0" cellspacing="0">'
    colour = ink("accent" if is_last else "line-strong")
    return format_html(
        f'{bar}<tr><td width="10" height="{{}}" bgcolor="{{}}"></td></tr></table></td>', TALLEST, height, colour
    )
