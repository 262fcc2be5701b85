"""A chart for the page: drawn wide and narrow (the style sheet shows one), with its figures as a table behind."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nabiz.ui.charts.shapes import join, tag

Cell = object


def figure(
    drawings: Sequence[SafeString],
    *,
    title: str,
    note: str = "",
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    svg_url: str = "",
) -> SafeString:
    """`svg_url` offers the chart as a file, and through it as PNG. The first cell of a row is its heading."""
    caption = [tag("strong", title)]
    caption += [tag("p", note, class_="figure__note")] if note else []
    parts = [tag("figcaption", *caption, class_="figure__caption"), *drawings, _table(title, columns, rows)]
    parts += [_downloads(title, svg_url)] if svg_url else []
    return tag("chart-figure", tag("figure", *parts, class_="figure"))


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> SafeString:
    heads = [tag("th", name, scope="col", class_=_column_class(at)) for at, name in enumerate(columns)]
    body = [_row(row) for row in rows]
    caption = tag("caption", title, class_="visually-hidden")
    table = tag(
        "table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *body, ""), class_="table table--compact"
    )
    box = tag("div", table, class_="table-scroll", tabindex=0, role="region", aria_label=title)
    return tag("details", tag("summary", _("Figures as a table")), box, class_="figure__table")


def _row(row: Sequence[Cell]) -> SafeString:
    first, *others = row
    cells = [tag("td", cell, class_="table__number") for cell in others]
    return tag("tr", tag("th", first, scope="row"), *cells)


def _column_class(at: int) -> str | None:
    return "table__number" if at else None


def _downloads(title: str, svg_url: str) -> SafeString:
    name = slugify(title) or "nabiz"
    as_svg = format_html('<a class="button" href="{}" download="{}.svg">SVG</a>', svg_url, name)
    as_png = format_html(
        '<button class="button" type="button" hidden data-png data-svg="{}" data-name="{}.png">PNG</button>',
        svg_url,
        name,
    )
    return tag("p", join([as_svg, as_png]), class_="figure__downloads")
